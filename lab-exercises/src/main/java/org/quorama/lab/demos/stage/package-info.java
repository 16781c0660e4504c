/**
 * What a script can do with a cluster and see of it: time, messages, faults, clients. Band C.
 *
 * <p>It parses nothing, and knows only the port of {@code demos.cluster}, so that a fake can stand
 * for the processes. Reading order: {@link org.quorama.lab.demos.stage.Stage}, {@link
 * org.quorama.lab.demos.stage.Mail}.
 */
@NullMarked
package org.quorama.lab.demos.stage;

import org.jspecify.annotations.NullMarked;
