/**
 * The live host's side of a lab: does what {@link org.quorama.remote.lab.LabOrder} says and tells
 * what is so. Only in nodes that were started as a lab. Band B.
 *
 * <p>Not here: the words, which are in {@code remote.lab}, and anything that a core decides.
 * Reading order: {@link org.quorama.runtime.lab.LabDesk}, {@link
 * org.quorama.runtime.lab.MessageGate}, {@link org.quorama.runtime.lab.LinkSwitch}.
 */
@NullMarked
package org.quorama.runtime.lab;

import org.jspecify.annotations.NullMarked;
