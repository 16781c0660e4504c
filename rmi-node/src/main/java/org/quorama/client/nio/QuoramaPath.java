package org.quorama.client.nio;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.PathTooLongException;

/**
 * A path of a quorama file system: names with slashes between them, as on Unix. Immutable.
 *
 * <p>The empty path has one empty name, and means the root, which is the working directory.
 */
final class QuoramaPath implements Path {
  private static final String UP = "..";

  private final QuoramaFileSystem fileSystem;
  private final boolean absolute;

  /** The names in order; none for the root and for the empty path. */
  private final List<String> names;

  QuoramaPath(QuoramaFileSystem fileSystem, boolean absolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  /** Reads a path; several slashes count as one, a slash at the end as none. */
  static QuoramaPath parse(QuoramaFileSystem fileSystem, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "A path holds no NUL");
    }
    if (!FilePath.isUnicode(text)) {
      throw new InvalidPathException(text, "A path is Unicode, without halves of surrogate pairs");
    }
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new QuoramaPath(fileSystem, text.startsWith("/"), names);
  }

  /** Returns a path as one of this provider. */
  static QuoramaPath of(Path path) {
    if (path instanceof QuoramaPath ours) {
      return ours;
    }
    throw new ProviderMismatchException(path + " is no path of a quorama file system");
  }

  /** Returns what the cluster calls this path; throws if it can have no such name. */
  FilePath toFilePath() throws FileSystemException {
    try {
      return new FilePath(toAbsolutePath().normalize().names);
    } catch (PathTooLongException e) {
      throw new FileSystemException(toString(), null, "path too long: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new FileSystemException(toString(), null, e.getMessage());
    }
  }

  private QuoramaPath with(boolean isAbsolute, List<String> others) {
    return new QuoramaPath(fileSystem, isAbsolute, others);
  }

  private boolean isEmpty() {
    return !absolute && names.isEmpty();
  }

  @Override
  public QuoramaFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    if (names.isEmpty()) {
      return absolute ? null : this;
    }
    return with(false, names.subList(names.size() - 1, names.size()));
  }

  @Override
  public @Nullable Path getParent() {
    boolean hasNone = names.isEmpty() || (!absolute && names.size() == 1);
    return hasNone ? null : with(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return isEmpty() ? 1 : names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    if (beginIndex < 0 || endIndex <= beginIndex || endIndex > getNameCount()) {
      throw new IllegalArgumentException(
          "%s has no names from %d to %d".formatted(this, beginIndex, endIndex));
    }
    return isEmpty() ? this : with(false, names.subList(beginIndex, endIndex));
  }

  private boolean isComparable(Path other) {
    return other instanceof QuoramaPath that && that.fileSystem.equals(fileSystem);
  }

  @Override
  public boolean startsWith(Path other) {
    if (!isComparable(other)) {
      return false;
    }
    QuoramaPath that = of(other);
    if (that.isEmpty() || isEmpty()) {
      return that.isEmpty() && isEmpty();
    }
    return that.absolute == absolute
        && that.names.size() <= names.size()
        && names.subList(0, that.names.size()).equals(that.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!isComparable(other)) {
      return false;
    }
    QuoramaPath that = of(other);
    if (that.absolute || that.isEmpty() || isEmpty()) {
      return that.equals(this);
    }
    int from = names.size() - that.names.size();
    return from >= 0 && names.subList(from, names.size()).equals(that.names);
  }

  @Override
  public QuoramaPath normalize() {
    List<String> left = new ArrayList<>();
    for (String name : names) {
      boolean hasParent = !left.isEmpty() && !left.get(left.size() - 1).equals(UP);
      if (name.equals(UP) && hasParent) {
        left.remove(left.size() - 1);
      } else if (!name.equals(".") && !(name.equals(UP) && absolute)) {
        left.add(name);
      }
    }
    return with(absolute, left);
  }

  @Override
  public Path resolve(Path other) {
    QuoramaPath that = of(other);
    if (that.absolute || isEmpty()) {
      return that;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(that.names);
    return with(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    QuoramaPath that = of(other);
    if (that.absolute != absolute || !isComparable(other)) {
      throw new IllegalArgumentException(
          "%s and %s are not both absolute paths, or relative ones".formatted(this, other));
    }
    int common = 0;
    int least = Math.min(names.size(), that.names.size());
    while (common < least && names.get(common).equals(that.names.get(common))) {
      common++;
    }
    List<String> up = names.subList(common, names.size());
    if (up.contains(UP) || up.contains(".")) {
      throw new IllegalArgumentException(
          "Normalize " + this + " first: nobody knows where '..' is");
    }
    List<String> way = new ArrayList<>(up.stream().map(name -> UP).toList());
    way.addAll(that.names.subList(common, that.names.size()));
    return with(false, way);
  }

  @Override
  public URI toUri() {
    try {
      return new URI(
          QuoramaFileSystemProvider.SCHEME,
          fileSystem.authority(),
          toAbsolutePath().toString(),
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("No URI can hold " + this, e);
    }
  }

  @Override
  public QuoramaPath toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    QuoramaPath real = toAbsolutePath().normalize();
    fileSystem.files().stat(real);
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("A quorama file system watches nothing");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(((QuoramaPath) other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QuoramaPath that
        && that.fileSystem.equals(fileSystem)
        && that.absolute == absolute
        && that.names.equals(names);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Boolean.hashCode(absolute);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
