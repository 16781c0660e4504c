package org.quorama.node;

/** Says which setting is wrong and what it may be. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
