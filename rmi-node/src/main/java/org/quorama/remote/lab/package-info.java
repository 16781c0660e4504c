/**
 * What a lab may do to a node from outside, and what it sees there: links, time, disk, and messages
 * that wait to be delivered by hand. Band B.
 *
 * <p>These are only words: {@code runtime} does what they say, and only in a node that was started
 * as a lab. Reading order: {@link org.quorama.remote.lab.LabOrder}, {@link
 * org.quorama.remote.lab.LabView}.
 */
@NullMarked
package org.quorama.remote.lab;

import org.jspecify.annotations.NullMarked;
