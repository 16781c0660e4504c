package org.quorama.lab.demos.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The folder that scripts are kept in. Immutable.
 *
 * @param folder where they are
 */
public record ScriptFolder(Path folder) {
  private static final String ENDING = ".md";
  private static final String README = "README";

  /**
   * Returns the folder that belongs to this program: beside the launcher in a clone, beside the
   * libraries in a distribution.
   */
  public static ScriptFolder ofProgram() {
    Path home = Path.of(System.getProperty("quorama.home", "")).toAbsolutePath().normalize();
    return Stream.of(home.resolve("demos"), home.resolve("../../demos"), Path.of("demos"))
        .map(path -> path.toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst()
        .map(ScriptFolder::new)
        .orElseGet(() -> new ScriptFolder(home.resolve("demos")));
  }

  /** Returns the names of all scripts, in the order in which the folder's page lists them. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(ScriptFolder::nameOf)
          .flatMap(Optional::stream)
          .filter(name -> !name.equals(README))
          .sorted(Comparator.comparingInt(place()).thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  /** Returns where the page lists a name; what it does not list comes last. */
  private ToIntFunction<String> place() throws IOException {
    Path page = folder.resolve(README + ENDING);
    String text = Files.isRegularFile(page) ? Files.readString(page) : "";
    return name -> {
      int place = text.indexOf("| `" + name + "` |");
      return place < 0 ? Integer.MAX_VALUE : place;
    };
  }

  private static Optional<String> nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(ENDING)
        ? Optional.of(name.substring(0, name.length() - ENDING.length()))
        : Optional.empty();
  }

  /** Returns all scripts. */
  public List<DemoScript> all() {
    return names().stream().map(name -> read(folder.resolve(name + ENDING))).toList();
  }

  /**
   * Returns a script by its name, or by the path of its file; empty if there is none.
   *
   * @param name its name, or a path that ends in .md
   * @throws ScriptException if something is wrong with it
   */
  public Optional<DemoScript> find(String name) {
    if (name.endsWith(ENDING)) {
      Path file = Path.of(name);
      return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }
    return names().contains(name)
        ? Optional.of(read(folder.resolve(name + ENDING)))
        : Optional.empty();
  }

  /**
   * Reads one file.
   *
   * @param file which
   * @throws ScriptException if something is wrong with it
   * @throws UncheckedIOException if it cannot be read
   */
  public static DemoScript read(Path file) {
    try {
      String name = nameOf(file).orElse(String.valueOf(file.getFileName()));
      return ScriptReader.read(
          name, file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
