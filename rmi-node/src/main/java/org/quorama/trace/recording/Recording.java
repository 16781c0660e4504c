package org.quorama.trace.recording;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of events, one after the other, with states of a model between them and bookmarks. A
 * position is how many events precede. When the size passes its bound the oldest pages go, up to
 * the next state, from which a model can go on. Thread-safe.
 *
 * <p>All methods throw {@code IllegalStateException} if the file can no longer be used.
 */
public interface Recording extends AutoCloseable {
  /**
   * Where a page is. Immutable.
   *
   * @param position of its first event
   * @param count how many events it holds
   * @param untilNanos the latest time of its events and of all before
   */
  record Span(long position, int count, long untilNanos) {
    /** Returns the position after its last event. */
    public long end() {
      return position + count;
    }
  }

  /**
   * A moment worth finding again. Immutable.
   *
   * @param position where
   * @param timeNanos when, on the clock of the trace
   * @param kind what sort, as who marks it names it
   * @param untilNanos when it ends, if it lasts; else {@code timeNanos}
   * @param text in words
   */
  record Mark(long position, long timeNanos, String kind, long untilNanos, String text) {}

  /** Returns the pages that are there, oldest first. */
  List<Span> spans();

  /** Returns the position of the oldest page, {@code Long.MAX_VALUE} if there is none. */
  long first();

  /**
   * Returns a page's bytes, null if it has gone.
   *
   * @param position of its first event
   */
  byte @Nullable [] page(long position);

  /**
   * Adds a page after all others; the oldest go if there is no room.
   *
   * @param span where it is
   * @param bytes what it holds
   */
  void add(Span span, byte[] bytes);

  /** Returns the positions of which a state is kept, in their order. */
  List<Long> states();

  /**
   * Returns the state of a position, null if none is kept.
   *
   * @param position which
   */
  byte @Nullable [] state(long position);

  /**
   * Keeps the state of a position; it replaces one that is there.
   *
   * @param position where a page begins or will begin
   * @param bytes the state
   */
  void keep(long position, byte[] bytes);

  /** Returns the marks, in the order of their positions. */
  List<Mark> marks();

  /**
   * Adds a mark.
   *
   * @param mark which
   */
  void add(Mark mark);

  /**
   * Removes a mark.
   *
   * @param mark which
   */
  void remove(Mark mark);

  /**
   * Removes all before a position.
   *
   * @param position where a page begins or will begin
   */
  void dropBefore(long position);

  /** Returns how many bytes pages and states take. */
  long bytes();

  /** Closes it; what was added is in the file. */
  @Override
  void close();

  /**
   * Returns an empty recording that is gone when closed.
   *
   * @param limitBytes how large it may grow
   */
  static Recording inMemory(long limitBytes) {
    return new MemoryRecording(limitBytes);
  }

  /**
   * Makes an empty recording in a file.
   *
   * @param file which, with H2's suffix {@code .mv.db}; must not exist
   * @param limitBytes how large it may grow, about
   * @throws IllegalStateException if it cannot be made; the message says why
   */
  static Recording create(Path file, long limitBytes) {
    return FileRecording.create(file, limitBytes);
  }

  /**
   * Opens a recording to read; marks can be added and are kept.
   *
   * @param file which, with H2's suffix {@code .mv.db}
   * @throws IllegalStateException if it is absent, in use, or no recording; the message says which
   */
  static Recording open(Path file) {
    return FileRecording.open(file);
  }

  /**
   * Tells whether a file is a recording, also while it is being recorded to.
   *
   * @param file which, with H2's suffix {@code .mv.db}; exists
   */
  static boolean isOne(Path file) {
    return FileRecording.isOne(file);
  }
}
