package org.quorama.lab.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines of a bounded length; longer ones are skipped. One thread. */
final class RequestLines {
  private final InputStream in;
  private final int maxBytes;

  RequestLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** One line; its text is null if it was too long. */
  record Line(@Nullable String text) {}

  /** Returns the next line, null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    int read = in.read();
    if (read < 0) {
      return null;
    }
    while (read >= 0 && read != '\n') {
      tooLong |= line.size() >= maxBytes;
      if (!tooLong) {
        line.write(read);
      }
      read = in.read();
    }
    return new Line(tooLong ? null : line.toString(StandardCharsets.UTF_8));
  }
}
