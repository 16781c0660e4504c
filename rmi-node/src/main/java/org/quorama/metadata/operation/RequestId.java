package org.quorama.metadata.operation;

import java.io.Serializable;

/**
 * Names one request of one session, the same when it is sent again, so that it takes effect once
 * [Dissertation §6.3].
 *
 * @param session the client's session
 * @param sequence increasing, from 1
 */
public record RequestId(long session, long sequence) implements Serializable {}
