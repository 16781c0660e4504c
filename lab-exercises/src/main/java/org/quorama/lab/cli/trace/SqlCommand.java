package org.quorama.lab.cli.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceStore;
import org.quorama.trace.sql.Answer;
import org.quorama.trace.sql.Question;
import org.quorama.trace.sql.SqlProblem;
import org.quorama.trace.sql.TraceQueries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a recorded trace in SQL. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a recorded trace in SQL. Nothing is changed, no other file is read.",
      "Record with: quorama up --record DIRECTORY.",
      "",
      "Tables: timeline (seconds, node, kind, term, role, leader, last_index, commit_index,"
          + " last_applied, detail), messages (seconds, node, peer, message, fate),"
          + " replicas (node, chunk, version), events (all).",
      "--examples prints questions that have a name, such as leaders.",
      ""
    })
final class SqlCommand implements Callable<Integer> {
  private static final int BATCH = 1_000;

  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--csv", description = "Prints comma-separated values, for a spreadsheet.")
  private boolean csv;

  @Option(names = "--examples", description = "Prints questions that a class asks, and their SQL.")
  private boolean examples;

  @Option(
      names = "--rows",
      defaultValue = "1000",
      paramLabel = "N",
      description = "How many rows at most (default: 1000).")
  private int rows;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A trace (NDJSON, or an H2 store *.mv.db), or a directory of them; merged.")
  private @Nullable Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "QUERY",
      description = "One select, or the name of an example; from the input if it is left out.")
  private @Nullable String query;

  SqlCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (examples) {
      printExamples();
      return 0;
    }
    Path recorded = file;
    if (recorded == null) {
      throw new ParameterException(
          spec.commandLine(), "Name a recorded trace, as in: quorama sql FILE leaders");
    }
    if (rows < 1) {
      throw new ParameterException(spec.commandLine(), "--rows is at least 1");
    }
    print(ask(recorded, sql()));
    return 0;
  }

  private void printExamples() {
    for (Question question : Question.values()) {
      context.out().println(name(question) + ": " + question.words());
      question.sql().lines().forEach(line -> context.out().println("    " + line));
      context.out().println();
    }
  }

  private static String name(Question question) {
    return question.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String sql() {
    String text = query == null ? input() : query;
    for (Question question : Question.values()) {
      if (name(question).equals(text.strip().toLowerCase(Locale.ROOT))) {
        return question.sql();
      }
    }
    return text;
  }

  private String input() {
    if (context.interactive()) {
      throw new ParameterException(
          spec.commandLine(), "Ask something, as in: quorama sql FILE leaders (see --examples)");
    }
    try {
      return new String(context.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the question", e);
    }
  }

  private Answer ask(Path recorded, String sql) {
    Path directory = null;
    try {
      directory = Files.createTempDirectory("quorama-sql");
      try (TraceStore store = TraceStore.forQuestions(directory.resolve("trace"))) {
        fill(store, recorded);
        return ask(store, sql);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No place for the table of the trace", e);
    } finally {
      remove(directory);
    }
  }

  private static void fill(TraceStore store, Path recorded) {
    List<TraceEvent> batch = new ArrayList<>();
    RecordedTraces.forEach(
        List.of(recorded),
        event -> {
          batch.add(event.light());
          if (batch.size() == BATCH) {
            store.addForQuestions(batch);
            batch.clear();
          }
        });
    store.addForQuestions(batch);
    store.index();
  }

  private Answer ask(TraceStore store, String sql) {
    try (TraceQueries queries = TraceQueries.of(store)) {
      return queries.ask(sql, new TraceQueries.Limits(Duration.ofMinutes(1), rows));
    } catch (SqlProblem problem) {
      throw new CliException(place(problem, sql) + problem.getMessage());
    }
  }

  private static String place(SqlProblem problem, String sql) {
    if (problem.offset() < 0) {
      return "";
    }
    String before = sql.substring(0, Math.min(problem.offset(), sql.length()));
    long line = before.chars().filter(letter -> letter == '\n').count() + 1;
    return "Line " + line + ", column " + (before.length() - before.lastIndexOf('\n')) + ": ";
  }

  private static void remove(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Removing " + directory, e);
    }
  }

  private void print(Answer answer) {
    AnswerText text = new AnswerText(answer);
    (csv ? text.csv() : text.table()).forEach(context.out()::println);
    if (answer.isCut()) {
      context.err().println("There are more rows: ask for less, or for more with --rows");
    }
  }
}
