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

  /** The most bytes a name may have in UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  /** The most names a path may have. */
  public static final int MAX_DEPTH = 64;

  /** So many characters of a long name are shown, at most twice as many of a short one. */
  private static final int SHOWN = 20;

  /**
   * Copies the names and checks them, also on arrival from another process.
   *
   * @throws PathTooLongException if there are more than {@link #MAX_DEPTH} names, or one has more
   *     than {@link #MAX_NAME_BYTES} bytes
   * @throws IllegalArgumentException if a name is empty, {@code .} or {@code ..}, holds a slash or
   *     NUL, or is no Unicode text
   */
  public FilePath {
    names = List.copyOf(names);
    if (names.size() > MAX_DEPTH) {
      throw new PathTooLongException(
          "A path has at most %d names, and this one has %d: take one that is less deep"
              .formatted(MAX_DEPTH, names.size()));
    }
    names.forEach(FilePath::checkName);
  }

  private static void checkName(String name) {
    boolean reserved = name.isEmpty() || name.equals(".") || name.equals("..");
    if (reserved || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "Not a file name: '%s': one is not empty, '.' nor '..', and holds no slash and no NUL"
              .formatted(shown(name)));
    }
    if (!isUnicode(name)) {
      throw new IllegalArgumentException(
          "Not a file name: '%s' is no Unicode text: where \uFFFD stands it needs both halves of a"
                  .formatted(shown(name))
              + " surrogate pair, or none");
    }
    boolean surelyShort = name.length() <= MAX_NAME_BYTES / 3;
    int bytes = surelyShort ? 0 : name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw new PathTooLongException(
          "A file name has at most %d bytes in UTF-8, and '%s' has %d: take a shorter one"
              .formatted(MAX_NAME_BYTES, shown(name), bytes));
    }
  }

  private static String shown(String name) {
    String readable = name.replaceAll("\\p{Cs}", "\uFFFD");
    return readable.length() <= 2 * SHOWN
        ? readable
        : readable.substring(0, readable.offsetByCodePoints(0, SHOWN)) + "...";
  }

  /**
   * Tells whether a text is Unicode: every surrogate in it has its other half. What is not has no
   * UTF-8, so the log could not keep it.
   *
   * @param text any text
   */
  public static boolean isUnicode(String text) {
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (Character.isBmpCodePoint(point) && Character.isSurrogate((char) point)) {
        return false;
      }
      at += Character.charCount(point);
    }
    return true;
  }

  /**
   * Reads {@code /a/b}; a slash at the end is ignored.
   *
   * @param text what to read
   * @throws PathTooLongException if it has too many names, or a name too many bytes
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
   * @throws PathTooLongException if the name has too many bytes, or the path then too many names
   * @throws IllegalArgumentException if the name is forbidden
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

  /**
   * Returns where this path is after one that it lies below, or is, became another one.
   *
   * @param from the earlier path; this one {@link #startsWith} it
   * @param to the later path
   * @throws PathTooLongException if the path then has too many names
   */
  public FilePath moved(FilePath from, FilePath to) {
    ArrayList<String> moved = new ArrayList<>(to.names);
    moved.addAll(names.subList(from.names.size(), names.size()));
    return new FilePath(moved);
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
