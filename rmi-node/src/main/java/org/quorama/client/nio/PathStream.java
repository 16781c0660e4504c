package org.quorama.client.nio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** What a directory held when it was listed. Confined to its user. */
final class PathStream implements DirectoryStream<Path> {
  private final List<Path> paths;
  private final Filter<? super Path> filter;
  private boolean used;
  private volatile boolean closed;

  PathStream(List<Path> paths, Filter<? super Path> filter) {
    this.paths = paths;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    if (used || closed) {
      throw new IllegalStateException("A directory stream is read once, and not when it is closed");
    }
    used = true;
    return paths.stream().takeWhile(path -> !closed).filter(this::accepts).iterator();
  }

  private boolean accepts(Path path) {
    try {
      return filter.accept(path);
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
