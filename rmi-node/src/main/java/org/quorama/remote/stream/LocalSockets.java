package org.quorama.remote.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unix domain sockets beside the TCP ports of streams: between processes on one machine they carry
 * bytes for less than half of the processor's time (decision 31). Each is named after its port, in
 * a directory of the temporary ones that only its user can enter; where that cannot be had, there
 * is TCP only. Thread-safe.
 */
final class LocalSockets {
  private static final System.Logger LOG = System.getLogger(LocalSockets.class.getName());
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /** How long a name must be of no use before it goes. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Path directory;

  LocalSockets(Path directory) {
    this.directory = directory;
  }

  /** Returns those of this user. */
  static LocalSockets ofUser() {
    String name = "quorama-" + System.getProperty("user.name");
    return new LocalSockets(Path.of(System.getProperty("java.io.tmpdir"), name));
  }

  /** Returns where the socket beside a port is, if the port is one of this machine. */
  Optional<UnixDomainSocketAddress> beside(InetSocketAddress port) {
    boolean isHere = port.getAddress() != null && port.getAddress().isLoopbackAddress();
    Path path = directory.resolve(String.valueOf(port.getPort()));
    return isHere && isPrivate() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(UnixDomainSocketAddress.of(path))
        : Optional.empty();
  }

  /** Listens beside a port that the caller listens on, so that its name is free; empty if not. */
  Optional<ServerSocketChannel> listen(InetSocketAddress port, int backlog) {
    if (!port.getAddress().isLoopbackAddress()) {
      return Optional.empty();
    }
    ServerSocketChannel listening = null;
    try {
      prepare();
      Path path = directory.resolve(String.valueOf(port.getPort()));
      Files.deleteIfExists(path);
      listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.bind(UnixDomainSocketAddress.of(path), backlog);
      return Optional.of(listening);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(Level.DEBUG, "Streams are TCP only: {0}", e.getMessage());
      close(listening);
      return Optional.empty();
    }
  }

  private void prepare() throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    if (!isPrivate()) {
      throw new IOException(directory + " is not a directory of this user alone");
    }
    sweep();
  }

  /** Tells whether nobody else can put a socket there. */
  private boolean isPrivate() {
    try {
      PosixFileAttributes found =
          Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isDirectory()
          && found.permissions().equals(PRIVATE)
          && found.owner().getName().equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Removes what killed processes left. */
  private void sweep() throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(STALE));
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path name : names) {
        sweep(name, before);
      }
    }
  }

  private static void sweep(Path name, FileTime before) throws IOException {
    try {
      FileTime made = Files.getLastModifiedTime(name, LinkOption.NOFOLLOW_LINKS);
      if (made.compareTo(before) < 0 && !isHeard(name)) {
        Files.deleteIfExists(name);
      }
    } catch (NoSuchFileException e) {
      LOG.log(Level.DEBUG, "Another node removed {0}", name);
    }
  }

  private static boolean isHeard(Path name) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      boolean unused = channel.connect(UnixDomainSocketAddress.of(name));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Closes a socket, if it is one, and gives its name back. */
  void close(@Nullable ServerSocketChannel listening) {
    try {
      if (listening != null && listening.isOpen()) {
        SocketAddress at = listening.getLocalAddress();
        listening.close();
        if (at instanceof UnixDomainSocketAddress named) {
          Files.deleteIfExists(named.getPath());
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing a socket failed: {0}", e.getMessage());
    }
  }
}
