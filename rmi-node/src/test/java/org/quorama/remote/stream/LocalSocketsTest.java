package org.quorama.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.Mutation;
import org.quorama.rmi.ClusterSecret;

@Timeout(30)
class LocalSocketsTest {
  private static final ClusterSecret SECRET = ClusterSecret.ofBytes(new byte[32]);
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final Duration POLLING = Duration.ofMillis(1);
  private static final StreamTimeouts PATIENT = new StreamTimeouts(LATE, LATE, LATE, POLLING);
  private static final InetSocketAddress PORT = port(4711);
  private static final ChunkMessage.Write QUESTION =
      new ChunkMessage.Write(new ChunkId(1), new ChunkVersion(1), new Mutation.Sync());

  private static InetSocketAddress port(int number) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
  }

  /** Short, unlike a directory of JUnit: the path of a socket has about a hundred characters. */
  private Path home;

  private Path directory;
  private LocalSockets sockets;

  @BeforeEach
  void makeHome() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    home = Files.createTempDirectory("q");
    directory = home.resolve("sockets");
    sockets = new LocalSockets(directory);
  }

  @AfterEach
  void deleteHome() throws IOException {
    if (home == null) {
      return;
    }
    if (Files.exists(directory)) {
      try (var names = Files.list(directory)) {
        for (Path name : names.toList()) {
          Files.delete(name);
        }
      }
      Files.delete(directory);
    }
    Files.delete(home);
  }

  @Test
  void aCallerOnThisMachineTakesTheSocketBesideThePort() throws IOException {
    try (StreamServer server =
            StreamServer.open("127.0.0.1", SECRET, new StreamTest.Recorder(), PATIENT, sockets);
        TimedChannel channel = TimedChannel.connect(beside(server), LATE, POLLING)) {
      channel.waitAtMost(LATE);
      new StreamProof(SECRET).give(channel);

      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private UnixDomainSocketAddress beside(StreamServer server) {
    return sockets.beside(port(server.address().port())).orElseThrow();
  }

  @Test
  void whereNobodyHearsTheSocketThePortIsTaken() throws IOException {
    LocalSockets elsewhere = new LocalSockets(home.resolve("elsewhere"));
    try (StreamServer server =
            StreamServer.open("127.0.0.1", SECRET, new StreamTest.Recorder(), PATIENT, elsewhere);
        StreamClient client = new StreamClient(server.address(), SECRET, PATIENT, sockets)) {
      makeDirectory("rwx------");
      leave(String.valueOf(server.address().port()));

      assertThat(client.write(QUESTION)).isEqualTo(StreamTest.Recorder.PUSHED);
    }
    Files.delete(home.resolve("elsewhere"));
  }

  private void makeDirectory(String permissions) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }

  /** Leaves a name as a killed process does. */
  private Path leave(String name) throws IOException {
    Path path = directory.resolve(name);
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  @Test
  void aNameThatAKilledProcessLeftIsTakenOver() throws IOException {
    sockets.close(sockets.listen(PORT, 1).orElseThrow());
    leave("4711");

    try (ServerSocketChannel listening = sockets.listen(PORT, 1).orElseThrow();
        SocketChannel caller = SocketChannel.open(sockets.beside(PORT).orElseThrow())) {
      assertThat(caller.isConnected()).isTrue();
      sockets.close(listening);
    }
  }

  @Test
  void namesThatNobodyHearsForAMinuteGo() throws IOException {
    ServerSocketChannel heard = sockets.listen(PORT, 1).orElseThrow();
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(2)));
    Path stale = Files.setLastModifiedTime(leave("1"), longAgo);
    Path fresh = leave("2");
    Path used = Files.setLastModifiedTime(directory.resolve("4711"), longAgo);

    sockets.close(sockets.listen(port(4712), 1).orElseThrow());

    assertThat(stale).doesNotExist();
    assertThat(fresh).exists();
    assertThat(used).exists();
    sockets.close(heard);
  }

  @Test
  void aDirectoryThatOthersCanEnterIsNotTrusted() throws IOException {
    makeDirectory("rwxr-xr-x");
    leave("4711");

    assertThat(sockets.listen(PORT, 1)).isEmpty();
    assertThat(sockets.beside(PORT)).isEmpty();
  }

  @Test
  void addressesOfOtherMachinesHaveNoSocket() throws IOException {
    InetSocketAddress other = new InetSocketAddress("192.0.2.1", 4711);

    assertThat(sockets.listen(other, 1)).isEmpty();
    assertThat(sockets.beside(other)).isEmpty();
  }
}
