package org.quorama.trace.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording in an H2 file. Thread-safe: one connection, guarded by this. */
final class FileRecording implements Recording {
  private static final String SUFFIX = ".mv.db";
  private static final String OPTIONS =
      ";DB_CLOSE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=0" + ";MAX_COMPACT_TIME=0";
  private static final String EXISTING = OPTIONS + ";IFEXISTS=TRUE";
  private static final String FORMAT = "quorama recording 1";

  /** H2 knows a file that another process uses by this number. */
  private static final int LOCKED = 90020;

  private static final List<String> TABLES =
      List.of(
          "create table about(format varchar not null)",
          "create table pages(position bigint primary key, events int not null,"
              + " until_nanos bigint not null, size int not null, bytes varbinary not null)",
          "create table states(position bigint primary key, size int not null,"
              + " bytes varbinary not null)",
          "create table marks(position bigint not null, time_nanos bigint not null,"
              + " kind varchar not null, until_nanos bigint not null, text varchar not null)",
          "insert into about values('" + FORMAT + "')");

  /** H2 keeps about as much again as what is still there, until it reuses the room. */
  private static final int SLACK = 2;

  private final Path file;
  private final long limitBytes;
  private Connection connection;
  private long bytes;

  private FileRecording(Path file, Connection connection, long limitBytes) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.limitBytes = limitBytes;
    bytes = sum("select sum(size) from pages") + sum("select sum(size) from states");
  }

  static FileRecording create(Path file, long limitBytes) {
    if (Files.exists(file)) {
      throw new IllegalStateException(file + " exists already: name another file");
    }
    try {
      Connection connection = DriverManager.getConnection(url(file) + OPTIONS, "sa", "");
      try (Statement statement = connection.createStatement()) {
        for (String table : TABLES) {
          statement.execute(table);
        }
      }
      return new FileRecording(file, connection, limitBytes);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot record to " + file + ": " + e.getMessage(), e);
    }
  }

  static FileRecording open(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalStateException(file + " cannot be read: name a recording");
    }
    try {
      return checked(file, DriverManager.getConnection(url(file) + EXISTING, "sa", ""));
    } catch (SQLException e) {
      throw new IllegalStateException(
          e.getErrorCode() == LOCKED
              ? file + " is being recorded to: close that window first, or copy the file"
              : file + " is no recording, or it is damaged: " + e.getMessage(),
          e);
    }
  }

  /** One that is in use cannot be looked into; whoever opens it is told so. */
  static boolean isOne(Path file) {
    try (Connection connection = DriverManager.getConnection(url(file) + EXISTING, "sa", "")) {
      return holdsRecording(connection);
    } catch (SQLException e) {
      return e.getErrorCode() == LOCKED;
    }
  }

  private static FileRecording checked(Path file, Connection connection) throws SQLException {
    if (!holdsRecording(connection)) {
      connection.close();
      throw new IllegalStateException(
          file + " holds no recording of a monitor: name one that 'quorama up' made");
    }
    return new FileRecording(file, connection, Long.MAX_VALUE);
  }

  private static boolean holdsRecording(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select format from about")) {
      return rows.next() && rows.getString(1).equals(FORMAT);
    } catch (SQLException noSuchTable) {
      return false;
    }
  }

  private static String url(Path file) {
    String path = file.toAbsolutePath().normalize().toString();
    if (path.indexOf(';') >= 0 || !path.endsWith(SUFFIX)) {
      throw new IllegalStateException(
          "A recording ends in " + SUFFIX + " and its path has no semicolon: " + path);
    }
    return "jdbc:h2:file:" + path.substring(0, path.length() - SUFFIX.length());
  }

  /** Makes something of a row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private synchronized <T> List<T> select(String sql, RowReader<T> reader, Object... values) {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = bound(sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failed("Reading", e);
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private synchronized void execute(String sql, Object... values) {
    try (PreparedStatement statement = bound(sql, values)) {
      statement.execute();
    } catch (SQLException e) {
      throw failed("Writing", e);
    }
  }

  private long sum(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static IllegalStateException failed(String what, SQLException cause) {
    return new IllegalStateException(what + " the recording failed: " + cause.getMessage(), cause);
  }

  @Override
  public List<Span> spans() {
    return select(
        "select position, events, until_nanos from pages order by position",
        row -> new Span(row.getLong(1), row.getInt(2), row.getLong(3)));
  }

  @Override
  public long first() {
    return select(
            "select coalesce(min(position), " + Long.MAX_VALUE + ") from pages",
            row -> row.getLong(1))
        .get(0);
  }

  @Override
  public byte @Nullable [] page(long position) {
    return bytes("select bytes from pages where position = ?", position);
  }

  private byte @Nullable [] bytes(String sql, long position) {
    List<byte[]> found = select(sql, row -> row.getBytes(1), position);
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public synchronized void add(Span span, byte[] page) {
    execute(
        "insert into pages values(?, ?, ?, ?, ?)",
        span.position(),
        span.count(),
        span.untilNanos(),
        page.length,
        page);
    bytes += page.length;
    if (bytes > limitBytes / SLACK) {
      makeRoom(span.position());
      compact();
    }
  }

  /** Removes the oldest tenth, up to a state. */
  private void makeRoom(long last) {
    long wanted = bytes - limitBytes / SLACK + limitBytes / 10;
    long from = 0;
    List<long[]> pages =
        select(
            "select position, size from pages order by position",
            row -> new long[] {row.getLong(1), row.getLong(2)});
    for (long[] page : pages) {
      from = page[0];
      if (wanted <= 0) {
        break;
      }
      wanted -= page[1];
    }
    List<Long> next =
        select(
            "select coalesce((select min(position) from states where position between ? and ?),"
                + " (select max(position) from states where position <= ?), 0)",
            row -> row.getLong(1),
            from,
            last,
            last);
    dropBefore(next.get(0));
  }

  /** Writes the file anew if H2 did not reuse the room, which it does unless all comes at once. */
  private void compact() {
    execute("checkpoint sync"); // what waits to be written counts
    if (isTooLarge()) {
      execute("shutdown compact");
      reopen();
    }
  }

  private boolean isTooLarge() {
    try {
      return Files.size(file) > limitBytes;
    } catch (IOException e) {
      throw new IllegalStateException("The size of the recording is unknown: " + file, e);
    }
  }

  private void reopen() {
    try {
      connection = DriverManager.getConnection(url(file) + EXISTING, "sa", "");
    } catch (SQLException e) {
      throw failed("Compacting", e);
    }
  }

  @Override
  public List<Long> states() {
    return select("select position from states order by position", row -> row.getLong(1));
  }

  @Override
  public byte @Nullable [] state(long position) {
    return bytes("select bytes from states where position = ?", position);
  }

  @Override
  public synchronized void keep(long position, byte[] state) {
    byte[] before = state(position);
    execute("merge into states key(position) values(?, ?, ?)", position, state.length, state);
    bytes += state.length - (before == null ? 0 : before.length);
  }

  @Override
  public List<Mark> marks() {
    return select(
        "select position, time_nanos, kind, until_nanos, text from marks order by position",
        row ->
            new Mark(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5)));
  }

  @Override
  public void add(Mark mark) {
    execute("insert into marks values(?, ?, ?, ?, ?)", values(mark));
  }

  @Override
  public void remove(Mark mark) {
    execute(
        "delete from marks where position = ? and time_nanos = ? and kind = ? and until_nanos = ?"
            + " and text = ?",
        values(mark));
  }

  private static Object[] values(Mark mark) {
    return new Object[] {
      mark.position(), mark.timeNanos(), mark.kind(), mark.untilNanos(), mark.text()
    };
  }

  @Override
  public synchronized void dropBefore(long position) {
    execute("delete from pages where position < ?", position);
    execute("delete from states where position < ?", position);
    execute("delete from marks where position < ?", position);
    try {
      bytes = sum("select sum(size) from pages") + sum("select sum(size) from states");
    } catch (SQLException e) {
      throw failed("Reading", e);
    }
  }

  @Override
  public synchronized long bytes() {
    return bytes;
  }

  /** What H2 writes at the end may make the file too large; then it is written anew. */
  @Override
  public synchronized void close() {
    execute("shutdown");
    if (isTooLarge()) {
      reopen();
      execute("shutdown compact");
    }
  }
}
