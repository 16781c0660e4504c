package org.quorama.lab.shell;

/** Says why a request makes no sense; certainly nothing happened. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  BadRequestException(String message) {
    this(ShellResponse.BAD_REQUEST, message);
  }

  BadRequestException(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
