package org.quorama.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.RealDisk;

/**
 * A node's own directory, locked as long as this is open; the operating system frees the lock even
 * if the process is killed. Thread-safe.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path path;
  private final Disk disk;
  private final FileChannel lockFile;
  private final Identity identity;

  private DataDirectory(Path path, Disk disk, FileChannel lockFile, Identity identity) {
    this.path = path;
    this.disk = disk;
    this.lockFile = lockFile;
    this.identity = identity;
  }

  /**
   * Opens a node's directory, makes it if absent, and raises its incarnation by one.
   *
   * @param dir where
   * @param node whose
   * @param clusterId the name of its cluster
   * @throws StorageException if the directory belongs to another node or cluster, is in use, or
   *     cannot be read or written
   */
  public static DataDirectory open(Path dir, NodeId node, String clusterId) {
    return open(dir, node, clusterId, new RealDisk());
  }

  /**
   * Opens a node's directory on a disk that may be ill.
   *
   * @param dir where
   * @param node whose
   * @param clusterId the name of its cluster
   * @param disk all that the node keeps goes there
   * @throws StorageException as the other method
   */
  public static DataDirectory open(Path dir, NodeId node, String clusterId, Disk disk) {
    return open(dir, new Identity(node, clusterId, 0), disk);
  }

  static DataDirectory open(Path dir, Identity owner, Disk disk) {
    Path path = dir.toAbsolutePath().normalize();
    FileChannel lockFile = null;
    try {
      create(path, disk);
      lockFile = lock(path);
      return new DataDirectory(path, disk, lockFile, boot(path, owner, disk));
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw StorageException.of("Opening data directory " + path, e);
    } catch (StorageException e) {
      closeQuietly(lockFile);
      throw e;
    }
  }

  private static void create(Path path, Disk disk) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Files.createDirectories(path);
    Path parent = path.getParent();
    if (parent != null) {
      disk.forceDirectory(parent);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel) != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new StorageException(
          Kind.IN_USE,
          "Data directory " + path + " is in use by another process; stop that one first");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Identity boot(Path path, Identity owner, Disk disk) throws IOException {
    Identity last = Identity.read(path);
    if (last != null) {
      last.checkOwner(owner, path);
    } else {
      checkEmpty(path);
    }
    Identity next = (last == null ? owner : last).nextIncarnation();
    next.write(path, disk);
    return next;
  }

  /** A log without an owner may be anybody's. */
  private static void checkEmpty(Path path) {
    if (Files.exists(path.resolve(RaftStorage.DIRECTORY))
        || Files.exists(path.resolve(RaftStorage.OLD_FILE))) {
      throw new StorageException(
          Kind.FOREIGN,
          "Data directory "
              + path
              + " holds a log but not whose it is (file "
              + Identity.FILE
              + " is gone); restore that file, or use an empty directory");
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(DataDirectory.class.getName())
          .log(System.Logger.Level.WARNING, "Cannot close a lock file", e);
    }
  }

  /** Returns how often this directory was opened, this time included: from 1. */
  public long incarnation() {
    return identity.incarnation();
  }

  /** Returns the absolute path. */
  public Path path() {
    return path;
  }

  Disk disk() {
    return disk;
  }

  /** Frees the lock. Close what was opened in the directory first. */
  @Override
  public void close() {
    closeQuietly(lockFile);
  }
}
