package org.quorama.metadata.operation;

import java.io.Serializable;

/**
 * Names one request of one client, the same when it is sent again, so that it takes effect once.
 *
 * @param client drawn at random by the client
 * @param sequence increasing, from 1
 */
public record RequestId(long client, long sequence) implements Serializable {}
