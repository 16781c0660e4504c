package org.quorama.monitor.app;

/** Says that no window can be opened because there is no display. */
public final class NoDisplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoDisplayException(String message) {
    super(message);
  }
}
