package org.quorama.metadata.operation;

import java.io.Serializable;

/**
 * Names one request of one session, the same when it is sent again, so that it takes effect at most
 * once [Dissertation §6.3].
 *
 * @param session the client's session, as {@link OperationValue.SessionOpened} named it
 * @param sequence increasing, from 1
 */
public record RequestId(long session, long sequence) implements Serializable {
  /** No session has this name. */
  public static final long NO_SESSION = 0;

  /**
   * Names a request without a session. A mutation under this name takes effect every time that it
   * arrives: who sends it must not send it again.
   */
  public static final RequestId NONE = new RequestId(NO_SESSION, 0);
}
