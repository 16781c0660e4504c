package org.quorama.trace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What makes questions in SQL short: views on the table of events, and a user who may read and do
 * nothing else.
 */
final class TraceViews {
  /** Who may only select. */
  static final String READER = "reader";

  /** In floating point: H2 divides decimals a hundred times slower. */
  private static final String SECONDS =
      "cast(e.time_nanos - (select time_nanos from origin) as double precision)"
          + " / cast(1e9 as double precision)";

  private static final List<String> STATEMENTS =
      List.of(
          view(
              "timeline",
              SECONDS
                  + " as seconds, e.node, e.kind, e.term, e.role, e.voted_for, e.leader,"
                  + " e.last_index, e.commit_index, e.last_applied, e.incarnation, e.seq,"
                  + " e.lamport, e.detail from events e"),
          view(
              "messages",
              SECONDS
                  + " as seconds, e.node, e.kind as fate, "
                  + word("kind")
                  + " as message, coalesce("
                  + word("to")
                  + ", "
                  + word("from")
                  + ") as peer, e.term, "
                  + number("entries")
                  + " as entries, "
                  + word("messageId")
                  + " as id from events e where e.kind in ('Sent', 'Received', 'Dropped')"),
          view(
              "replicas",
              SECONDS
                  + " as seconds, e.node, "
                  + word("chunk")
                  + " as chunk, "
                  + number("version")
                  + " as version, e.kind from events e"
                  + " where e.kind in ('VersionStored', 'ReplicaCopied')"),
          "create user if not exists " + READER + " password ''",
          "grant select on events to " + READER,
          "grant select on timeline to " + READER,
          "grant select on messages to " + READER,
          "grant select on replicas to " + READER);

  private TraceViews() {}

  private static String view(String name, String select) {
    return "create view if not exists " + name + " as select " + select;
  }

  /** A word of the JSON of what happened; four times as fast as H2's JSON, and without quotes. */
  private static String word(String property) {
    return part("\"" + property + "\":\"([^\"]*)\"");
  }

  private static String number(String property) {
    return "cast(" + part("\"" + property + "\":(-?[0-9]+)") + " as bigint)";
  }

  private static String part(String pattern) {
    return "regexp_substr(e.detail, '" + pattern + "', 1, 1, null, 1)";
  }

  /** Makes what is missing; the statement is of an administrator. */
  static void make(Statement statement) throws SQLException {
    origin(statement);
    for (String sql : STATEMENTS) {
      statement.execute(sql);
    }
  }

  /** When the first event was: a table of one row costs less than an index on all times. */
  private static void origin(Statement statement) throws SQLException {
    statement.execute("create table if not exists origin(time_nanos bigint not null)");
    try (ResultSet rows = statement.executeQuery("select * from origin")) {
      if (rows.next()) {
        return;
      }
    }
    statement.execute(
        "insert into origin select coalesce(min(time_nanos), " + Long.MAX_VALUE + ") from events");
  }

  /** Takes into account that an event of this time is in the table. */
  static void since(Connection connection, long timeNanos) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update origin set time_nanos = least(time_nanos, ?)")) {
      update.setLong(1, timeNanos);
      update.executeUpdate();
    }
  }
}
