package org.quorama.trace;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * Events as rows of an H2 database, for questions in SQL. It can always be rebuilt from the trace,
 * and is not durable against a power loss. Thread-safe.
 *
 * <p>Table {@code events}: node, incarnation, seq, lamport, time_nanos, kind, term, role,
 * voted_for, leader, last_index, last_term, commit_index, last_applied, detail (JSON of what
 * happened), event (JSON of the whole). Views: {@code timeline}, with seconds since the first
 * event, {@code messages} and {@code replicas}.
 */
public final class TraceStore implements AutoCloseable {
  private static final int MAX_BATCH = 1000;
  private static final String OPTIONS = ";DB_CLOSE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  private static final String COLUMNS =
      "create table if not exists events(node varchar(16) not null, incarnation bigint not null,"
          + " seq bigint not null, lamport bigint not null, time_nanos bigint not null,"
          + " kind varchar(64) not null, term bigint not null, role varchar(16) not null,"
          + " voted_for varchar(16), leader varchar(16), last_index bigint not null,"
          + " last_term bigint not null, commit_index bigint not null,"
          + " last_applied bigint not null, detail varchar not null, event varchar not null";
  private static final String KEYED = COLUMNS + ", primary key(node, incarnation, seq))";
  private static final String KIND_INDEX =
      "create index if not exists events_by_kind on events(kind, lamport)";
  private static final String ROW =
      " into events values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final TraceJson json = new TraceJson();
  private final String url;
  private final Connection connection;

  /** Merge, or insert if the table has no key. */
  private final String add;

  private TraceStore(String url, Connection connection, boolean isKeyed) {
    this.url = url;
    this.connection = connection;
    this.add = (isKeyed ? "merge" : "insert") + ROW;
  }

  /** Takes the rows of an answer, one by one. */
  @FunctionalInterface
  public interface RowHandler {
    /**
     * Takes a row.
     *
     * @param columns the labels of the columns, in order
     * @param values their values, null where SQL says null
     */
    void row(List<String> columns, List<@Nullable Object> values);
  }

  /**
   * Opens a store in a file, or makes an empty one.
   *
   * @param file which, without H2's suffix {@code .mv.db}
   * @throws IllegalStateException if it cannot be opened, or another process uses it
   */
  public static TraceStore open(Path file) {
    return connect(urlOf(file), true);
  }

  private static String urlOf(Path file) {
    String path = file.toAbsolutePath().normalize().toString();
    if (path.indexOf(';') >= 0) {
      throw new IllegalArgumentException("The path of a trace store has no semicolon: " + path);
    }
    return "jdbc:h2:file:" + path;
  }

  /**
   * Makes an empty store in a file that is filled quickly, for questions in SQL alone: it does not
   * notice an event that is added twice, and wants {@link #index} once it is filled.
   *
   * @param file which, without H2's suffix {@code .mv.db}; there is none yet
   */
  public static TraceStore forQuestions(Path file) {
    return connect(urlOf(file), false);
  }

  /** Returns an empty store that is gone when closed. */
  public static TraceStore inMemory() {
    return connect("jdbc:h2:mem:trace-" + UUID.randomUUID(), true);
  }

  private static TraceStore connect(String url, boolean isKeyed) {
    try {
      Connection connection = DriverManager.getConnection(url + OPTIONS, "sa", "");
      try (Statement statement = connection.createStatement()) {
        statement.execute(isKeyed ? KEYED : COLUMNS + ")");
        if (isKeyed) {
          statement.execute(KIND_INDEX);
        }
        TraceViews.make(statement);
      }
      connection.setAutoCommit(false);
      return new TraceStore(url, connection, isKeyed);
    } catch (SQLException e) {
      throw failed("Opening trace store " + url, e);
    }
  }

  /**
   * Adds events; an event that is there already is replaced, so that a trace may be read again.
   *
   * @param events in any order
   */
  public void addAll(List<TraceEvent> events) {
    write(events, true);
  }

  /**
   * Adds events for questions in SQL alone, as {@link #addAll} does but in half the room: the
   * column of whole events is empty, and {@link #query} does not tell them.
   *
   * @param events in any order
   */
  public void addForQuestions(List<TraceEvent> events) {
    write(events, false);
  }

  /** Makes the index that questions are answered faster with, if it is not there. */
  public synchronized void index() {
    try (Statement statement = connection.createStatement()) {
      statement.execute(KIND_INDEX);
    } catch (SQLException e) {
      throw failed("Indexing the trace store", e);
    }
  }

  private synchronized void write(List<TraceEvent> events, boolean isWhole) {
    if (events.isEmpty()) {
      return;
    }
    try (PreparedStatement row = connection.prepareStatement(add)) {
      for (int from = 0; from < events.size(); from += MAX_BATCH) {
        for (TraceEvent event : events.subList(from, Math.min(events.size(), from + MAX_BATCH))) {
          bind(row, event, isWhole);
          row.addBatch();
        }
        row.executeBatch();
      }
      long first = events.stream().mapToLong(TraceEvent::timeNanos).min().orElseThrow();
      TraceViews.since(connection, first);
      connection.commit();
    } catch (SQLException e) {
      throw failed("Adding to the trace store", e);
    }
  }

  private void bind(PreparedStatement row, TraceEvent event, boolean isWhole) throws SQLException {
    RaftSummary state = event.state();
    Object[] values = {
      event.node().value(),
      event.incarnation(),
      event.seq(),
      event.lamport(),
      event.timeNanos(),
      event.detail().kind(),
      state.term(),
      state.role().name(),
      text(state.votedFor()),
      text(state.leaderId()),
      state.lastIndex(),
      state.lastTerm(),
      state.commitIndex(),
      state.lastApplied(),
      json.write(event.detail()),
      isWhole ? json.write(event) : ""
    };
    for (int i = 0; i < values.length; i++) {
      row.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable String text(@Nullable NodeId node) {
    return node == null ? null : node.value();
  }

  /** Returns all events in causal order: by Lamport clock, then node, then seq. */
  public List<TraceEvent> query() {
    return query("true");
  }

  /**
   * Returns the events for which a condition holds, in causal order.
   *
   * @param condition an SQL condition on the columns of the table, with ? for each value
   * @param values for the question marks
   */
  public synchronized List<TraceEvent> query(String condition, Object... values) {
    String sql =
        "select event from events where event <> '' and ("
            + condition
            + ") order by lamport, node, incarnation, seq";
    List<TraceEvent> events = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        events.add(json.read(rows.getString(1)));
      }
      return events;
    } catch (SQLException e) {
      throw failed("Selecting events where " + condition, e);
    }
  }

  /**
   * Runs one select and hands over its rows; nothing is changed.
   *
   * @param sql the statement
   * @param handler takes each row; must not call this store
   * @throws IllegalArgumentException if the statement is wrong; the message says how
   */
  public synchronized void select(String sql, RowHandler handler) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnLabel(i));
      }
      while (rows.next()) {
        handler.row(columns, values(rows, columns.size()));
      }
    } catch (SQLException e) {
      throw new IllegalArgumentException("Cannot select: " + e.getMessage(), e);
    }
  }

  /**
   * Returns a connection of its own that may select and do nothing else: it changes nothing, runs
   * no code and sees no file. It sees what was added; the caller closes it.
   *
   * @throws IllegalStateException if the database does not let it in
   */
  public Connection reader() {
    try {
      return DriverManager.getConnection(url, TraceViews.READER, "");
    } catch (SQLException e) {
      throw failed("Reading the trace store", e);
    }
  }

  private static List<@Nullable Object> values(ResultSet row, int count) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      values.add(row.getObject(i));
    }
    return values;
  }

  private static IllegalStateException failed(String what, SQLException cause) {
    return new IllegalStateException(what + " failed: " + cause.getMessage(), cause);
  }

  /** Closes the database. */
  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("Closing the trace store", e);
    }
  }
}
