package org.quorama.tla;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tlc2.TLC;
import util.SimpleFilenameToStream;
import util.ToolIO;

/** Runs the TLC model checker in this JVM, on the specifications among the resources. */
final class Tlc {
  private static final Pattern STATES =
      Pattern.compile("([\\d,]+) distinct states found, 0 states");
  private static final Pattern VIOLATED =
      Pattern.compile("(?:Invariant|Action property) (\\w+)[^.]*is violated|property (\\w+) ");

  private Tlc() {}

  /**
   * What TLC said.
   *
   * @param code 0 if all is well
   * @param output its words
   */
  record Result(int code, String output) {
    boolean isClean() {
      return code == 0;
    }

    /** Returns how many states there are, 0 if not all were seen. */
    long states() {
      Matcher matcher = STATES.matcher(output);
      return matcher.find() ? Long.parseLong(matcher.group(1).replace(",", "")) : 0;
    }

    /** Returns the name of the invariant that broke, empty if none did. */
    String violated() {
      Matcher matcher = VIOLATED.matcher(output);
      return matcher.find() ? String.valueOf(matcher.group(1)) : "";
    }
  }

  /**
   * Checks a specification.
   *
   * @param module its name
   * @param config added to what its own configuration says; of two values of a constant the later
   *     holds
   * @param workers how many threads
   */
  static synchronized Result check(String module, List<String> config, int workers) {
    try {
      Path directory = Files.createTempDirectory("tlc");
      try {
        return checkIn(directory, module, config, workers);
      } finally {
        remove(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result checkIn(Path directory, String module, List<String> config, int workers)
      throws IOException {
    copySpecifications(directory);
    Path file = directory.resolve(module + ".cfg");
    Files.writeString(file, overridden(Files.readString(file), config));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = ToolIO.out;
    ToolIO.out = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      TLC tlc = new TLC();
      boolean understood =
          tlc.handleParameters(
              new String[] {
                "-workers",
                String.valueOf(workers),
                "-metadir",
                directory.resolve("states").toString(),
                "-checkpoint",
                "0",
                "-nowarning",
                module
              });
      if (!understood) {
        throw new IllegalStateException("TLC does not understand its arguments");
      }
      tlc.setResolver(new SimpleFilenameToStream(directory + File.separator));
      return new Result(tlc.process(), said.toString(StandardCharsets.UTF_8));
    } finally {
      ToolIO.out = before;
    }
  }

  /** Leaves out the lines of a configuration whose constants have another value. */
  private static String overridden(String base, List<String> config) {
    StringBuilder text = new StringBuilder();
    List<String> names = config.stream().map(Tlc::constant).toList();
    base.lines()
        .filter(line -> !names.contains(constant(line)))
        .forEach(line -> text.append(line).append('\n'));
    config.forEach(line -> text.append("CONSTANT ").append(line).append('\n'));
    return text.toString();
  }

  private static String constant(String line) {
    int end = line.indexOf(line.contains("<-") ? "<-" : "=");
    return end < 0 ? line : line.substring(0, end).strip();
  }

  private static void copySpecifications(Path directory) throws IOException {
    URL folder = Objects.requireNonNull(Tlc.class.getResource("/tla"), "no specifications");
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
