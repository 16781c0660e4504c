/**
 * States of the whole window that are not a running cluster: nothing yet, nobody answers, all dead,
 * events missing; knows no scene graph.
 */
@NullMarked
package org.quorama.monitor.viewmodel.condition;

import org.jspecify.annotations.NullMarked;
