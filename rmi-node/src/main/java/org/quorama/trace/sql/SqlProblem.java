package org.quorama.trace.sql;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a question has no answer, in plain words, and where the mistake is. */
public final class SqlProblem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SYNTAX = 42000;
  private static final int SYNTAX_EXPECTED = 42001;
  private static final int NO_TABLE = 42102;
  private static final int NO_TABLE_LIKE = 42103;
  private static final int NO_TABLE_IN_EMPTY = 42104;
  private static final int NO_COLUMN = 42122;
  private static final int NO_QUERY = 90002;
  private static final int NO_FUNCTION = 90022;
  private static final int NO_ADMIN = 90040;
  private static final int NO_RIGHTS = 90096;
  private static final int CANCELED = 57014;
  private static final int MAX_EXPECTED = 6;
  private static final Pattern EXPECTED = Pattern.compile("expected \"([^\"]*)\"");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
  private static final String MARK = "[*]";

  /** What is wrong. */
  public enum Kind {
    /** The statement is not SQL; the detail says what was expected, if anything. */
    SYNTAX("This is not SQL"),
    /** There is no such table; the detail is its name. */
    TABLE("There is no table of this name; there are events, timeline, messages and replicas"),
    /** There is no such column; the detail is its name. */
    COLUMN("No table here has a column of this name"),
    /** There is no such function; the detail is its name. */
    FUNCTION("There is no function of this name"),
    /** The statement is no select. */
    READ_ONLY("Only questions are allowed (SELECT): a recording is never changed"),
    /** It took too long or was stopped. */
    TIME("It took too long and was stopped: ask for less"),
    /** It needed too much memory. */
    MEMORY("It needs too much memory: ask for less"),
    /** Something else; the detail is the database's own sentence. */
    OTHER("The database says");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final String detail;
  private final int offset;

  SqlProblem(Kind kind, String detail, int offset) {
    super(kind.words + (detail.isEmpty() ? "" : ": " + detail));
    this.kind = kind;
    this.detail = detail;
    this.offset = offset;
  }

  static SqlProblem of(SQLException e, String sql) {
    String message = String.valueOf(e.getMessage());
    return switch (e.getErrorCode()) {
      case SYNTAX, SYNTAX_EXPECTED -> syntax(message, sql);
      case NO_TABLE, NO_TABLE_LIKE, NO_TABLE_IN_EMPTY -> named(Kind.TABLE, message, sql);
      case NO_COLUMN -> named(Kind.COLUMN, message, sql);
      case NO_FUNCTION -> named(Kind.FUNCTION, message, sql);
      case NO_QUERY, NO_ADMIN, NO_RIGHTS -> new SqlProblem(Kind.READ_ONLY, "", -1);
      case CANCELED -> new SqlProblem(Kind.TIME, "", -1);
      default -> new SqlProblem(Kind.OTHER, firstSentence(message), -1);
    };
  }

  /** H2 marks the place in the statement, which it tells in quotes. */
  private static SqlProblem syntax(String message, String sql) {
    Matcher quoted = QUOTED.matcher(message);
    int offset = quoted.find() ? quoted.group(1).replace("\"\"", "\"").indexOf(MARK) : -1;
    Matcher expected = EXPECTED.matcher(message);
    String words = expected.find() ? shortened(expected.group(1)) : "";
    boolean forbidden = words.contains("SAVEPOINT") || words.contains("SHUTDOWN");
    return new SqlProblem(Kind.SYNTAX, forbidden ? "" : words, Math.min(offset, sql.length()));
  }

  private static String shortened(String expected) {
    String[] words = expected.split(", ", -1);
    return words.length <= MAX_EXPECTED ? expected : "";
  }

  private static SqlProblem named(Kind kind, String message, String sql) {
    Matcher quoted = QUOTED.matcher(message);
    String name = quoted.find() ? quoted.group(1) : "";
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Matcher place = Pattern.compile("\\b" + Pattern.quote(last) + "\\b").matcher(lower(sql));
    return new SqlProblem(kind, name.toLowerCase(Locale.ROOT), place.find() ? place.start() : -1);
  }

  private static String lower(String sql) {
    return sql.toLowerCase(Locale.ROOT);
  }

  private static String firstSentence(String message) {
    int end = message.indexOf("; SQL statement");
    return (end < 0 ? message : message.substring(0, end)).replace('\n', ' ');
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns a name, or what was expected; empty if there is nothing to add. */
  public String detail() {
    return detail;
  }

  /** Returns where in the question the mistake is, from 0; -1 if that is not known. */
  public int offset() {
    return offset;
  }
}
