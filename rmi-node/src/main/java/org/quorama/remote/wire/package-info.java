/**
 * The compact form in which what is sent most travels. Band B.
 *
 * <p>Java writes a record as a tree of described objects, which costs more than all that Raft does
 * with it. Here a message is one object that writes its numbers one after the other; whatever has
 * no form of its own is written as Java does, in remote calls only. What travels in remote calls
 * and on streams has one form for both. Every length is checked before anything is made of it, and
 * every value by its own constructor.
 */
@NullMarked
package org.quorama.remote.wire;

import org.jspecify.annotations.NullMarked;
