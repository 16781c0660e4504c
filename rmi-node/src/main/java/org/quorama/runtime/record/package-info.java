/**
 * Records what a node's cores were made from and every input that they took, and makes the same
 * cores again from that: replay. Band B.
 *
 * <p>Pure but for object streams: it has no thread, clock or file. What was recorded is compared
 * with what the replayed cores do, event by event and digest by digest. What only a host saw
 * (messages, faults) is not made again. Reading order: {@link
 * org.quorama.runtime.record.CoreOrigin}, {@link org.quorama.runtime.record.InputRecorder}, {@link
 * org.quorama.runtime.record.Replay}, {@code NodeReplay}.
 */
@NullMarked
package org.quorama.runtime.record;

import org.jspecify.annotations.NullMarked;
