/** What is shown in place of a running cluster, or above it: nothing yet, nobody answers, a gap. */
@NullMarked
package org.quorama.monitor.view.state;

import org.jspecify.annotations.NullMarked;
