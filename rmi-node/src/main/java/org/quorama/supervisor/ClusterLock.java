package org.quorama.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second supervisor out of a directory; the system lets go of it when a process dies. */
final class ClusterLock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClusterLock.class.getName());
  private static final String FILE = "supervisor.lock";

  private final FileChannel channel;

  private ClusterLock(FileChannel channel) {
    this.channel = channel;
  }

  static ClusterLock take(Path dir) {
    ClusterLock taken;
    try {
      Files.createDirectories(dir);
      taken = tryTake(dir);
    } catch (IOException e) {
      throw new SupervisorException("Cannot use " + dir + " for a cluster", e);
    }
    if (taken == null) {
      throw new SupervisorException(
          "A cluster runs in " + dir + " already; stop it, or choose another directory");
    }
    return taken;
  }

  static boolean isHeld(Path dir) {
    if (!Files.exists(dir.resolve(FILE))) {
      return false;
    }
    try {
      ClusterLock taken = tryTake(dir);
      if (taken != null) {
        taken.close();
      }
      return taken == null;
    } catch (IOException e) {
      throw new SupervisorException("Cannot read the lock in " + dir, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Letting go of a lock failed", e);
    }
  }

  private static @Nullable ClusterLock tryTake(Path dir) throws IOException {
    FileChannel channel =
        FileChannel.open(dir.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      return null;
    }
    return new ClusterLock(channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This very process holds it.
    }
  }
}
