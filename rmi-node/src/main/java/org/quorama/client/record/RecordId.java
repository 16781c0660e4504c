package org.quorama.client.record;

/**
 * What tells a record from all others, so that a copy of it is known as one. Immutable.
 *
 * @param writer who appended it: a number that no other writer takes, such as a random one
 * @param sequence which of the writer's records it is; every attempt to append it says the same
 */
public record RecordId(long writer, long sequence) {}
