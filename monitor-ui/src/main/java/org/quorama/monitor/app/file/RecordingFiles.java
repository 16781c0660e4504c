package org.quorama.monitor.app.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;
import org.quorama.trace.recording.Recording;

/** Makes, opens, copies and exports recordings. Stateless. */
public final class RecordingFiles {
  /** How every recording's name ends: that of an H2 file. */
  public static final String SUFFIX = ".mv.db";

  private static final System.Logger LOG = System.getLogger(RecordingFiles.class.getName());
  private static final int KEPT = 5;
  private static final int AT_ONCE = 2_000;
  private static final long IMPORT_BYTES = 256L << 20;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss-SSS", Locale.ROOT);

  private RecordingFiles() {}

  /**
   * Returns an empty history that is recorded as planned; in memory only if that fails, which is
   * logged. Of older recordings in the directory the newest four are kept.
   *
   * @param plan where and how much
   */
  public static History begin(RecordingPlan plan) {
    if (plan.limitBytes() <= 0) {
      return History.inMemory();
    }
    try {
      Files.createDirectories(plan.directory());
      removeOld(plan.directory());
      Path file =
          plan.directory().resolve(NAME.format(LocalDateTime.now(ZoneId.systemDefault())) + SUFFIX);
      return History.recordingTo(Recording.create(file, plan.limitBytes()));
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.WARNING, "Nothing is recorded in " + plan.directory(), e);
      return History.inMemory();
    }
  }

  private static void removeOld(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> old =
          files
              .filter(file -> file.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(Path::toString).reversed())
              .skip(KEPT - 1)
              .toList();
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Opens a recording that a window made.
   *
   * @param file which, ends in {@value #SUFFIX}
   * @throws IllegalStateException if it is absent, in use, or no recording; the message says which
   */
  public static History open(Path file) {
    return History.of(Recording.open(file));
  }

  /**
   * Returns whether a file is a recording that a window made, by its name.
   *
   * @param file which
   */
  public static boolean isRecording(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  /**
   * Returns the history of events that nodes recorded themselves. A node whose events end while
   * those of others go on is shown as not answering.
   *
   * @param events of all nodes, in any order
   */
  public static History of(List<TraceEvent> events) {
    return of(events, Recording.inMemory(IMPORT_BYTES));
  }

  private static History of(List<TraceEvent> events, Recording recording) {
    History history = History.recordingTo(recording);
    new SilentNodes(history).tell(events);
    return history;
  }

  /**
   * Writes all that is at hand, with its bookmarks, into a new recording.
   *
   * @param history what to write
   * @param file the new file, ends in {@value #SUFFIX}
   * @throws IllegalStateException if it exists or cannot be written; the message says which
   */
  public static void copy(History history, Path file) {
    try (Recording copy = Recording.create(file, Long.MAX_VALUE)) {
      history.copyTo(copy);
    }
  }

  /**
   * Writes the events that are at hand as lines of JSON, as nodes record them.
   *
   * @param history what to write
   * @param file which; replaced if it exists
   * @throws UncheckedIOException if it cannot be written
   */
  public static void export(History history, Path file) {
    TraceJson json = new TraceJson();
    long end = history.size();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (long next = history.first(); next < end; next += AT_ONCE) {
        for (TraceEvent event : history.events(next, AT_ONCE)) {
          out.write(json.write(event));
          out.write('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
