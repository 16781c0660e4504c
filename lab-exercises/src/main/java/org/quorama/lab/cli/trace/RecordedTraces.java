package org.quorama.lab.cli.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quorama.lab.cli.CliException;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceStore;
import org.quorama.trace.recording.PageCodec;
import org.quorama.trace.recording.Recording;

/** Reads recorded traces, whatever they are kept in. Stateless. */
final class RecordedTraces {
  private static final String STORE_SUFFIX = ".mv.db";
  private static final String LINES_SUFFIX = ".ndjson";

  private RecordedTraces() {}

  /**
   * Returns the events of files, and of the recordings in directories, without their inputs.
   *
   * @param paths what a person named
   * @throws CliException if one cannot be read, or holds no trace; the message says what to do
   */
  static List<TraceEvent> read(List<Path> paths) {
    List<TraceEvent> events = new ArrayList<>();
    forEach(paths, event -> events.add(event.light()));
    return events;
  }

  /**
   * Hands over the events of files one by one, those of a file in their order.
   *
   * @param paths what a person named
   * @param taker takes them
   * @throws CliException if one cannot be read, or holds no trace; the message says what to do
   */
  static void forEach(List<Path> paths, Consumer<TraceEvent> taker) {
    for (Path path : paths) {
      for (Path file : filesOf(path)) {
        readOne(file, taker);
      }
    }
  }

  /** Returns the time of the first event of all files, on the hosts' clocks. */
  static long firstNanos(List<Path> paths) {
    long first = Long.MAX_VALUE;
    for (Path path : paths) {
      for (Path file : filesOf(path)) {
        first = Math.min(first, firstOf(file));
      }
    }
    return first;
  }

  private static long firstOf(Path file) {
    if (file.toString().endsWith(STORE_SUFFIX)) {
      return fromStore(file).stream().mapToLong(TraceEvent::timeNanos).min().orElse(Long.MAX_VALUE);
    }
    try (Stream<TraceEvent> lines = read(() -> TraceFile.read(file), file)) {
      return lines.mapToLong(TraceEvent::timeNanos).findFirst().orElse(Long.MAX_VALUE);
    }
  }

  private static List<Path> filesOf(Path path) {
    if (!Files.isReadable(path)) {
      throw new CliException(path + " cannot be read: name a recorded trace");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      List<Path> found =
          inside.filter(file -> file.toString().endsWith(LINES_SUFFIX)).sorted().toList();
      if (found.isEmpty()) {
        throw new CliException(
            path + " holds no " + LINES_SUFFIX + " file: record one with quorama up --record");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + path, e);
    }
  }

  private static void readOne(Path file, Consumer<TraceEvent> taker) {
    long[] count = {0};
    Consumer<TraceEvent> counted =
        event -> {
          count[0]++;
          taker.accept(event);
        };
    if (file.toString().endsWith(STORE_SUFFIX)) {
      fromStore(file).forEach(counted);
    } else {
      fromLines(file, counted);
    }
    if (count[0] == 0) {
      throw new CliException(file + " holds no event: name a recorded trace");
    }
  }

  /** Tells whether a file is a recording of the monitor's window. */
  static boolean isRecording(Path file) {
    return Files.isReadable(file)
        && file.toString().endsWith(STORE_SUFFIX)
        && Recording.isOne(file);
  }

  private static List<TraceEvent> fromRecording(Path file) {
    PageCodec codec = new PageCodec();
    List<TraceEvent> events = new ArrayList<>();
    try (Recording recording = Recording.open(file)) {
      for (Recording.Span span : recording.spans()) {
        byte[] page = recording.page(span.position());
        events.addAll(page == null ? List.of() : codec.decode(page));
      }
    }
    return events;
  }

  private static List<TraceEvent> fromStore(Path file) {
    if (isRecording(file)) {
      return fromRecording(file);
    }
    String name = file.toString();
    try (TraceStore store =
        TraceStore.open(Path.of(name.substring(0, name.length() - STORE_SUFFIX.length())))) {
      return store.query();
    } catch (IllegalStateException e) {
      throw new CliException(file + " is no trace store, or it is in use: " + e.getMessage());
    }
  }

  private static void fromLines(Path file, Consumer<TraceEvent> taker) {
    try (Stream<TraceEvent> lines = read(() -> TraceFile.read(file), file)) {
      Iterator<TraceEvent> events = lines.iterator();
      while (events.hasNext()) {
        taker.accept(read(events::next, file));
      }
    }
  }

  /** Reads something of a trace. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading, Path file) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage() + "; name a trace that a node recorded");
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }
}
