/**
 * What a person has chosen, shared by all screens: a click on one shows on the others. Reading
 * order: {@link org.quorama.monitor.viewmodel.select.Selected}, {@link
 * org.quorama.monitor.viewmodel.select.Selection}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.select;

import org.jspecify.annotations.NullMarked;
