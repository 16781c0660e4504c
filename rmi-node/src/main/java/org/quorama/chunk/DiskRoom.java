package org.quorama.chunk;

/**
 * How much room the disk of a chunkserver has for replicas.
 *
 * @param capacityBytes how many bytes it may hold
 * @param usedBytes how many it holds
 */
public record DiskRoom(long capacityBytes, long usedBytes) {}
