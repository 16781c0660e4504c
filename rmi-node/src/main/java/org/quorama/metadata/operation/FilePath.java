package org.quorama.metadata.operation;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An absolute path in the namespace: {@code /} or {@code /a/b}. Immutable.
 *
 * @param names the names from the root down, empty for the root
 */
public record FilePath(List<String> names) implements Comparable<FilePath>, Serializable {
  /** The root directory. */
  public static final FilePath ROOT = new FilePath(List.of());

  private static final int MAX_NAME_BYTES = 255;

  /** The most names a path may have. */
  public static final int MAX_DEPTH = 64;

  /**
   * Copies the names and checks them, also on arrival from another process.
   *
   * @throws IllegalArgumentException if a name is empty, too long, {@code .} or {@code ..}, or
   *     holds a slash or NUL, or the path is too deep
   */
  public FilePath {
    names = List.copyOf(names);
    if (names.size() > MAX_DEPTH) {
      throw new IllegalArgumentException("A path has at most " + MAX_DEPTH + " names");
    }
    names.forEach(FilePath::checkName);
  }

  private static void checkName(String name) {
    boolean reserved = name.isEmpty() || name.equals(".") || name.equals("..");
    if (reserved || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Not a file name: '" + name + "'");
    }
    boolean surelyShort = name.length() * 3 <= MAX_NAME_BYTES;
    if (!surelyShort && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("A file name has at most 255 bytes: " + name);
    }
  }

  /**
   * Reads {@code /a/b}; a slash at the end is ignored.
   *
   * @param text what to read
   * @throws IllegalArgumentException if it is not absolute or has a forbidden name
   */
  public static FilePath parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("A path starts with a slash, unlike '" + text + "'");
    }
    String inner = text.substring(1);
    String trimmed = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
    return trimmed.isEmpty() ? ROOT : new FilePath(Arrays.asList(trimmed.split("/", -1)));
  }

  /** Returns the directory that holds this path, nothing for the root. */
  public Optional<FilePath> parent() {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new FilePath(names.subList(0, names.size() - 1)));
  }

  /** Returns the last name, empty for the root. */
  public String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  /**
   * Returns a path below this one.
   *
   * @param name the name to go down to
   */
  public FilePath resolve(String name) {
    ArrayList<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new FilePath(longer);
  }

  /**
   * Tells whether this path is another one or lies below it.
   *
   * @param ancestor the other path
   */
  public boolean startsWith(FilePath ancestor) {
    return names.size() >= ancestor.names.size()
        && names.subList(0, ancestor.names.size()).equals(ancestor.names);
  }

  @Override
  public int compareTo(FilePath other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}
