package org.quorama.lab.cli;

/** Says in one line why a command failed, and what to do. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }
}
