package org.quorama.client.nio;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a path. Immutable.
 *
 * @param path whose
 */
record PathAttributeView(QuoramaPath path) implements BasicFileAttributeView {
  @Override
  public String name() {
    return "basic";
  }

  @Override
  public BasicFileAttributes readAttributes() throws IOException {
    return new PathAttributes(path.getFileSystem().files().stat(path));
  }

  /** Sets the time of the last change; the cluster keeps no other one. */
  @Override
  public void setTimes(
      @Nullable FileTime lastModified, @Nullable FileTime lastAccess, @Nullable FileTime create)
      throws IOException {
    if (lastModified != null) {
      path.getFileSystem().files().setModified(path, lastModified.toMillis());
    }
  }
}
