package org.quorama.client.nio;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The namespace of one cluster. Thread-safe. */
final class QuoramaFileSystem extends FileSystem {
  private final QuoramaFileSystemProvider provider;
  private final String authority;
  private final QuoramaFiles files;
  private volatile boolean open = true;

  QuoramaFileSystem(QuoramaFileSystemProvider provider, String authority, QuoramaFiles files) {
    this.provider = provider;
    this.authority = authority;
    this.files = files;
  }

  /** Returns what can be done with its paths. */
  QuoramaFiles files() {
    return files;
  }

  /** Returns the part of its URI between the slashes: host:port, with commas between several. */
  String authority() {
    return authority;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    open = false;
    provider.closed(this);
    files.close();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(new QuoramaPath(this, true, List.of()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new QuoramaFileStore(this));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder text = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        text.append(text.length() == 0 ? "" : "/").append(part);
      }
    }
    return QuoramaPath.parse(this, text.toString());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    String syntax = syntaxAndPattern.substring(0, Math.max(0, colon));
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern;
    if (syntax.equalsIgnoreCase("glob")) {
      pattern = GlobPattern.compile(text);
    } else if (syntax.equalsIgnoreCase("regex")) {
      pattern = Pattern.compile(text);
    } else if (colon <= 0) {
      throw new IllegalArgumentException("Not syntax:pattern: " + syntaxAndPattern);
    } else {
      throw new UnsupportedOperationException("Neither glob nor regex: " + syntaxAndPattern);
    }
    return path -> pattern.matcher(path.toString()).matches();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("A quorama file system knows no users");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("A quorama file system watches nothing");
  }

  @Override
  public String toString() {
    return QuoramaFileSystemProvider.SCHEME + "://" + authority;
  }
}
