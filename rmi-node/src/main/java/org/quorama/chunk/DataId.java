package org.quorama.chunk;

import java.io.Serializable;

/**
 * Names data that was pushed to chunkservers and waits for a mutation [GFS §3.2]. Immutable.
 *
 * @param client drawn at random by the client
 * @param sequence increasing, from 1
 */
public record DataId(long client, long sequence) implements Serializable {}
