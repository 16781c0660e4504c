package org.quorama.metadata.operation;

/**
 * Says that no path can be like this, because it has too many names or one of them has too many
 * bytes; the message says what the limit is. It is thrown where the path is made, before anybody is
 * asked; what the cluster refuses for this reason fails with {@link
 * org.quorama.protocol.ErrorCode#PATH_TOO_LONG}.
 */
public final class PathTooLongException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PathTooLongException(String message) {
    super(message);
  }
}
