package org.quorama.lab.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's text files, as the house rules read them. */
final class SourceTree {
  private static final Pattern TYPE =
      Pattern.compile(
          "^(public )?((?:abstract|final|sealed|non-sealed|static|strictfp) )*"
              + "(class|interface|enum|record|@interface) \\w+(?: extends (\\w+))?");
  private static final Set<String> TEXT =
      Set.of("java", "md", "xml", "fxml", "css", "properties", "cmd", "yml", "");

  private final Path root;

  private SourceTree(Path root) {
    this.root = root;
  }

  /** Returns the tree that holds this module. */
  static SourceTree ofProject() {
    Path here = Path.of("").toAbsolutePath();
    Path root = here;
    while (!Files.isDirectory(root.resolve("registry-bootstrap"))) {
      Path parent = root.getParent();
      if (parent == null) {
        throw new IllegalStateException("No project around " + here);
      }
      root = parent;
    }
    return new SourceTree(root);
  }

  Path root() {
    return root;
  }

  /** Returns every file that a person wrote, but for pictures. */
  List<SourceFile> texts() {
    return files(root).filter(file -> TEXT.contains(extension(file))).map(this::read).toList();
  }

  /** Returns the Java files below {@code src/main} and {@code src/test} of all modules. */
  List<SourceFile> java() {
    return texts().stream().filter(file -> file.name().endsWith(".java")).toList();
  }

  private static Stream<Path> files(Path below) {
    try (Stream<Path> walk = Files.walk(below)) {
      return walk.filter(Files::isRegularFile).filter(f -> !generated(below, f)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean generated(Path below, Path file) {
    for (Path part : below.relativize(file)) {
      String name = part.toString();
      if (name.equals("target") || name.equals(".git") || name.equals(".idea")) {
        return true;
      }
    }
    return false;
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  private SourceFile read(Path file) {
    try {
      return new SourceFile(
          root.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One text file.
   *
   * @param name its path below the root, with slashes
   * @param lines its lines
   */
  record SourceFile(String name, List<String> lines) {
    boolean isTest() {
      return name.contains("/src/test/");
    }

    boolean isMain() {
      return name.contains("/src/main/");
    }

    String folder() {
      return name.substring(0, name.lastIndexOf('/'));
    }

    long count(String start) {
      return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    boolean has(Pattern pattern) {
      return lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    /** Tells whether the file declares a public type that does something: not a record or enum. */
    boolean isPublicMachinery() {
      return lines.stream()
          .map(TYPE::matcher)
          .filter(Matcher::find)
          .anyMatch(type -> type.group(1) != null && isMachinery(type));
    }

    private static boolean isMachinery(Matcher type) {
      boolean data = type.group(3).equals("record") || type.group(3).equals("enum");
      boolean thrown = type.group(4) != null && type.group(4).endsWith("Exception");
      return !data && !thrown && !type.group().contains("sealed ");
    }
  }
}
