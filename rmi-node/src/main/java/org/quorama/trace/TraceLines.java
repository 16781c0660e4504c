package org.quorama.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The events of a text, line by line. Confined to the reader of the stream. */
final class TraceLines implements Iterator<TraceEvent> {
  private final TraceJson json = new TraceJson();
  private final BufferedReader in;
  private final String name;
  private @Nullable String line;
  private long lineNumber;
  private @Nullable TraceEvent next;

  private TraceLines(BufferedReader in, String name) {
    this.in = in;
    this.name = name;
    this.line = readLine();
    advance();
  }

  static Stream<TraceEvent> read(BufferedReader in, String name) {
    Iterator<TraceEvent> lines = new TraceLines(in, name);
    int nature = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, nature), false)
        .onClose(() -> close(in));
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TraceEvent next() {
    TraceEvent event = next;
    if (event == null) {
      throw new NoSuchElementException();
    }
    advance();
    return event;
  }

  private void advance() {
    String current = line;
    next = null;
    if (current == null) {
      return;
    }
    line = readLine();
    lineNumber++;
    try {
      next = json.read(current);
    } catch (IllegalArgumentException e) {
      if (line != null) {
        throw new IllegalArgumentException(
            name + ", line " + lineNumber + ": " + e.getMessage(), e);
      }
    }
  }

  private @Nullable String readLine() {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(BufferedReader in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
