package org.quorama.trace.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.TraceStore;

/**
 * Answers questions to a trace store. It may read only: it is let in as a user who has no other
 * right. One question at a time; {@link #cancel} may be called by any thread.
 */
public final class TraceQueries implements AutoCloseable {
  private final Connection connection;

  /** The question that is being answered, null between two. */
  private volatile @Nullable Statement current;

  /**
   * What a question may cost at most. Immutable.
   *
   * @param time how long it may take, at least a second
   * @param rows how many rows are told
   */
  public record Limits(Duration time, int rows) {
    /** Returns what suits a person who waits: 10 s and 2,000 rows. */
    public static Limits ofPerson() {
      return new Limits(Duration.ofSeconds(10), 2_000);
    }
  }

  private TraceQueries(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a way to ask.
   *
   * @param store what to ask; it stays open longer than this
   */
  public static TraceQueries of(TraceStore store) {
    return new TraceQueries(store.reader());
  }

  /**
   * Answers a question; blocks until it is answered.
   *
   * @param sql one select
   * @param limits what it may cost
   * @throws SqlProblem if it cannot be answered; the message says why
   */
  public synchronized Answer ask(String sql, Limits limits) throws SqlProblem {
    long began = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      current = statement;
      statement.setQueryTimeout((int) Math.max(1, limits.time().toSeconds()));
      statement.setMaxRows(limits.rows() + 1);
      return read(statement, sql, limits.rows(), began);
    } catch (SQLException e) {
      throw SqlProblem.of(e, sql);
    } catch (OutOfMemoryError e) {
      throw new SqlProblem(SqlProblem.Kind.MEMORY, "", -1);
    } finally {
      current = null;
    }
  }

  private static Answer read(Statement statement, String sql, int most, long began)
      throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      List<Answer.Column> columns = columns(result.getMetaData());
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (rows.size() < most && result.next()) {
        rows.add(row(result, columns.size()));
      }
      boolean isCut = rows.size() == most && result.next();
      return new Answer(columns, rows, isCut, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static List<Answer.Column> columns(ResultSetMetaData meta) throws SQLException {
    List<Answer.Column> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          new Answer.Column(
              meta.getColumnLabel(i).toLowerCase(Locale.ROOT), isNumber(meta.getColumnType(i))));
    }
    return columns;
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE ->
          true;
      default -> false;
    };
  }

  private static List<@Nullable Object> row(ResultSet result, int count) throws SQLException {
    List<@Nullable Object> row = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      row.add(result.getObject(i));
    }
    return row;
  }

  /** Stops the question that is being answered; nothing happens if none is. */
  public void cancel() {
    Statement statement = current;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException ignored) {
        // it has just been answered
      }
    }
  }

  /** Closes the connection. */
  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Closing the reader failed: " + e.getMessage(), e);
    }
  }
}
