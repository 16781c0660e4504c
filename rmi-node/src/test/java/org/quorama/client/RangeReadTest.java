package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/** What the cache of locations may never do [GFS §2.3]. */
class RangeReadTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final int CHUNK = FakeCluster.CHUNK;
  private static final ByteRange PART = new ByteRange(100, 50);

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);
  private final byte[] content = new byte[CHUNK + 1000];

  @BeforeEach
  void put() {
    new SplittableRandom(5).nextBytes(content);
    client.put(new ByteArrayInputStream(content), content.length, FILE, TransferProgress.none());
    assertThat(client.read(FILE, PART)).isEqualTo(bytesAt(100));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Bytes bytesAt(int from) {
    return Bytes.wrap(Arrays.copyOfRange(content, from, from + PART.length()));
  }

  private int reads() {
    return cluster.nodes.values().stream().mapToInt(node -> node.reads).sum();
  }

  private void answerLocateWith(Locations where) {
    cluster.interceptor =
        operation -> operation instanceof FileOperation.Locate ? OperationReply.ok(where, 9) : null;
  }

  @Test
  @DisplayName("F-30 what is remembered is read once, and confirmed")
  void aSecondReadIsCorrectWithOneReadOfAReplica() {
    int before = reads();
    assertThat(client.read(FILE, PART)).isEqualTo(bytesAt(100));
    assertThat(reads()).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("F-30 after a delete and a new file of that name: the new file's bytes")
  void anotherFileAtThePathIsReadItself() {
    ChunkLocation other = client.locate(FILE).chunks().get(1);
    answerLocateWith(new Locations(1000, CHUNK, List.of(other)));
    assertThat(client.read(FILE, PART)).isEqualTo(bytesAt(CHUNK + 100));
  }

  @Test
  @DisplayName("F-30 after a rename: an error, never the bytes of the file that was there")
  void aPathThatIsGoneIsAnError() {
    cluster.interceptor = operation -> OperationReply.fail(ErrorCode.NOT_FOUND);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.read(FILE, PART))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  @DisplayName("F-30 after a version bump the bytes of the old version do not count")
  void aNewVersionIsReadAgainWhereItIs() {
    Locations old = client.locate(FILE);
    ChunkLocation first = old.chunks().get(0);
    NodeId only = first.replicas().get(2);
    ChunkLocation bumped =
        new ChunkLocation(
            first.chunk(), new ChunkVersion(first.version().number() + 1), only, List.of(only));
    answerLocateWith(new Locations(old.lengthBytes(), CHUNK, List.of(bumped)));
    int before = Objects.requireNonNull(cluster.nodes.get(only)).reads;
    assertThat(client.read(FILE, PART)).isEqualTo(bytesAt(100));
    assertThat(Objects.requireNonNull(cluster.nodes.get(only)).reads).isGreaterThan(before);
  }

  @Test
  @DisplayName("F-30 after a truncation less is read")
  void aFileThatIsShorterNowIsReadToItsEnd() {
    Locations old = client.locate(FILE);
    answerLocateWith(new Locations(120, CHUNK, old.chunks()));
    assertThat(client.read(FILE, PART).length()).isEqualTo(20);
  }

  @Test
  void whatIsRememberedExpiresAndIsBounded() {
    LocationCache cache = new LocationCache(cluster);
    Locations where = new Locations(0, CHUNK, List.of());
    cache.put(FILE, where);
    assertThat(cache.find(FILE)).contains(where);
    cluster.pause(Duration.ofSeconds(31));
    assertThat(cache.find(FILE)).isEmpty();
    cache.put(FILE, where);
    for (int i = 0; i < 1024; i++) {
      cache.put(FILE.resolve("f" + i), where);
    }
    assertThat(cache.find(FILE)).isEmpty();
  }
}
