package org.quorama.monitor.model.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceStore;
import org.quorama.trace.sql.Answer;
import org.quorama.trace.sql.SqlProblem;
import org.quorama.trace.sql.TraceQueries;

/**
 * The newest events of a history as a table, in a database on disk that is gone when this is
 * closed. It is filled when somebody asks. Confined to one thread, but for {@link #cancel}.
 */
public final class TraceTable implements AutoCloseable {
  /** How many events the table holds at most. */
  public static final int MAX_EVENTS = 100_000;

  private static final int BATCH = 2_000;

  private @Nullable Path directory;
  private @Nullable TraceStore store;
  private volatile @Nullable TraceQueries queries;
  private @Nullable History filledFrom;
  private long begin;
  private long end;

  /** Makes an empty one. */
  public TraceTable() {}

  /**
   * What a question was asked of, and its answer. Immutable.
   *
   * @param answer the answer
   * @param begin the position of the first event in the table
   * @param end the position after the last
   * @param before how many events of the history are older and not in the table
   */
  public record Asked(Answer answer, long begin, long end, long before) {}

  /**
   * Fills the table and asks.
   *
   * @param history what the question is about
   * @param sql one select
   * @param progress told from 0 to 1 while the table is filled
   * @throws SqlProblem if it cannot be answered; the message says why
   */
  public Asked ask(History history, String sql, DoubleConsumer progress) throws SqlProblem {
    fill(history, progress);
    TraceQueries asked = queries;
    if (asked == null) {
      throw new IllegalStateException("The table was closed");
    }
    Answer answer = asked.ask(sql, TraceQueries.Limits.ofPerson());
    return new Asked(answer, begin, end, Math.max(0, begin - history.first()));
  }

  private void fill(History history, DoubleConsumer progress) {
    long size = history.size();
    long oldest = Math.max(history.first(), size - MAX_EVENTS);
    boolean isGone = end > begin && history.first() >= end;
    boolean isOther = filledFrom != history || isGone;
    if (store == null || isOther || size - begin > MAX_EVENTS + MAX_EVENTS / 2) {
      close();
      open();
      begin = oldest;
      end = oldest;
      filledFrom = history;
    }
    TraceStore target = store;
    long from = end;
    if (target == null) {
      return;
    }
    while (end < size) {
      List<TraceEvent> events = history.events(end, (int) Math.min(size - end, BATCH));
      if (events.isEmpty()) {
        break;
      }
      target.addForQuestions(events.stream().map(TraceEvent::light).toList());
      end += events.size();
      progress.accept((double) (end - from) / (size - from));
    }
    target.index();
  }

  private void open() {
    try {
      Path made = Files.createTempDirectory("quorama-sql");
      directory = made;
      made.toFile().deleteOnExit();
      made.resolve("trace.mv.db").toFile().deleteOnExit();
      TraceStore opened = TraceStore.forQuestions(made.resolve("trace"));
      store = opened;
      queries = TraceQueries.of(opened);
    } catch (IOException e) {
      throw new UncheckedIOException("No place for the table of the trace", e);
    }
  }

  /** Stops the question that is being answered; any thread may. */
  public void cancel() {
    TraceQueries asked = queries;
    if (asked != null) {
      asked.cancel();
    }
  }

  /** Removes the database. */
  @Override
  public void close() {
    if (queries != null) {
      queries.close();
      queries = null;
    }
    if (store != null) {
      store.close();
      store = null;
    }
    if (directory != null) {
      remove(directory);
      directory = null;
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }
}
