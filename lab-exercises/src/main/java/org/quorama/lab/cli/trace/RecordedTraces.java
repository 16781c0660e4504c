package org.quorama.lab.cli.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.quorama.lab.cli.CliException;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceStore;

/** Reads recorded traces, whatever they are kept in. Stateless. */
final class RecordedTraces {
  private static final String STORE_SUFFIX = ".mv.db";
  private static final String LINES_SUFFIX = ".ndjson";

  private RecordedTraces() {}

  /**
   * Returns the events of files, and of the recordings in directories.
   *
   * @param paths what a person named
   * @param change applied to each event as it is read
   * @throws CliException if one cannot be read, or holds no trace; the message says what to do
   */
  static List<TraceEvent> read(List<Path> paths, UnaryOperator<TraceEvent> change) {
    List<TraceEvent> events = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : filesOf(path)) {
        readOne(file, change, events);
      }
    }
    return events;
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

  private static void readOne(
      Path file, UnaryOperator<TraceEvent> change, List<TraceEvent> events) {
    int before = events.size();
    if (file.toString().endsWith(STORE_SUFFIX)) {
      fromStore(file).stream().map(change).forEach(events::add);
    } else {
      fromLines(file, change, events);
    }
    if (events.size() == before) {
      throw new CliException(file + " holds no event: name a recorded trace");
    }
  }

  private static List<TraceEvent> fromStore(Path file) {
    String name = file.toString();
    try (TraceStore store =
        TraceStore.open(Path.of(name.substring(0, name.length() - STORE_SUFFIX.length())))) {
      return store.query();
    } catch (IllegalStateException e) {
      throw new CliException(file + " is no trace store, or it is in use: " + e.getMessage());
    }
  }

  private static void fromLines(
      Path file, UnaryOperator<TraceEvent> change, List<TraceEvent> events) {
    try (Stream<TraceEvent> lines = TraceFile.read(file)) {
      lines.map(change).forEach(events::add);
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage() + "; name a trace that a node recorded");
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }
}
