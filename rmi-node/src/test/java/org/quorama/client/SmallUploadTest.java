package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PushedData;

class SmallUploadTest {
  private static final FilePath FILE = FilePath.parse("/file");

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(
          cluster, cluster.addresses().subList(2, 3), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  private void put(byte[] bytes) {
    client.put(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
  }

  private void putAndRead(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    put(bytes);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    client.get(FILE, read, TransferProgress.none());
    assertThat(read.toByteArray()).isEqualTo(bytes);
  }

  private List<FileOperation> asked(Class<? extends FileOperation> kind) {
    return cluster.operations.stream().filter(kind::isInstance).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PieceWriter.MAX_RIDER_BYTES, PieceWriter.MAX_RIDER_BYTES + 1})
  @DisplayName(
      "A small file is one first write that names its replicas, and one operation that makes it")
  void aSmallFileIsOneFirstWrite(int length) {
    putAndRead(length);
    assertThat(cluster.orders).hasSize(1);
    ChunkMessage.Write order = cluster.orders.get(0);
    assertThat(order.version()).isEqualTo(ChunkVersion.FIRST);
    assertThat(order.range().length()).isEqualTo(length);
    assertThat(((Mutation.FirstWrite) order.mutation()).replicas())
        .containsExactly(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"));
    assertThat(asked(FileOperation.OpenChunk.class)).isEmpty();
    assertThat(asked(FileOperation.CreateWritten.class)).hasSize(1);
    assertThat(asked(FileOperation.CreateFile.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PieceWriter.MAX_RIDER_BYTES, PieceWriter.MAX_RIDER_BYTES + 1})
  @DisplayName("The first write to an empty file is one round and one operation, with its time")
  void anEmptyFileIsFilledByOneFirstWrite(int length) {
    create();
    Bytes bytes = Bytes.wrap(new byte[length]);
    client.fill(FILE, bytes, 77);
    assertThat(client.read(FILE, new ByteRange(0, length))).isEqualTo(bytes);
    assertThat(firstWrites()).isEqualTo(1);
    assertThat(cluster.orders).hasSize(1);
    assertThat(asked(FileOperation.Mutation.class))
        .extracting(Object::getClass)
        .containsExactly(
            FileOperation.CreateFile.class,
            FileOperation.ReserveChunks.class,
            FileOperation.FillFile.class);
    assertThat(asked(FileOperation.FillFile.class))
        .extracting(fill -> ((FileOperation.FillFile) fill).modifiedMillis())
        .containsExactly(77L);
  }

  private void create() {
    client.require(new FileOperation.CreateFile(FILE));
  }

  @Test
  void aWriteToAnEmptyFileFillsIt() {
    create();
    QuoramaClient.Written written = client.write(FILE, 0, Bytes.ofUtf8("hello"));
    assertThat(written.region()).isEqualTo(QuoramaClient.RegionState.DEFINED);
    assertThat(asked(FileOperation.FillFile.class)).hasSize(1);
    assertThat(asked(FileOperation.OpenChunk.class)).isEmpty();
    client.write(FILE, 5, Bytes.ofUtf8(" world"));
    assertThat(client.read(FILE, new ByteRange(0, 100))).isEqualTo(Bytes.ofUtf8("hello world"));
    assertThat(asked(FileOperation.FillFile.class)).hasSize(1);
  }

  @Test
  @DisplayName("Who finds a file that is not empty any more writes it the usual way, and its time")
  void whatIsNotEmptyIsWrittenTheUsualWay() {
    create();
    client.write(FILE, 0, Bytes.ofUtf8("hello world"));
    client.fill(FILE, Bytes.ofUtf8("HELLO"), 77);
    assertThat(client.read(FILE, new ByteRange(0, 100))).isEqualTo(Bytes.ofUtf8("HELLO world"));
    assertThat(asked(FileOperation.OpenChunk.class)).hasSize(1);
    assertThat(asked(FileOperation.SetAttribute.class))
        .containsExactly(FileOperation.SetAttribute.ofModified(FILE, 77));
  }

  @Test
  void aFileThatIsGoneCertainlyIsNotFilled() {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.fill(FILE, Bytes.ofUtf8("x"), 77))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .withMessageContaining("/file does not exist");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, PushedData.MAX_BYTES + 1})
  void whatIsNotOnePieceIsWrittenTheUsualWay(int length) {
    create();
    client.fill(FILE, Bytes.wrap(new byte[length]), 77);
    assertThat(asked(FileOperation.FillFile.class)).isEmpty();
    assertThat(client.stat(FILE).lengthBytes()).isEqualTo(length);
    assertThat(asked(FileOperation.SetAttribute.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, PieceWriter.MAX_RIDER_BYTES + 1})
  @DisplayName("A first write that fails is not done again: the chunk is opened")
  void aFirstWriteIsDoneOnce(int length) {
    cluster.node("n1").dataToLose = 1;
    putAndRead(length);
    assertThat(firstWrites()).isEqualTo(1);
    assertThat(cluster.orders).hasSize(2);
    assertThat(asked(FileOperation.OpenChunk.class)).hasSize(1);
    assertThat(asked(FileOperation.CreateWritten.class)).isEmpty();
    assertThat(asked(FileOperation.CreateFile.class)).hasSize(1);
  }

  private long firstWrites() {
    return cluster.orders.stream()
        .filter(order -> order.mutation() instanceof Mutation.FirstWrite)
        .count();
  }

  @Test
  void aReplicaThatIsThereSendsTheClientTheUsualWay() {
    cluster.node("n1").refuseOnce.add(ErrorCode.STALE_VERSION);
    putAndRead(1_000);
    assertThat(firstWrites()).isEqualTo(1);
    assertThat(asked(FileOperation.OpenChunk.class)).hasSize(1);
  }

  @Test
  void anOverloadedPrimaryIsAskedAgain() {
    cluster.node("n1").refuseOnce.add(ErrorCode.OVERLOADED);
    putAndRead(1_000);
    assertThat(firstWrites()).isEqualTo(2);
    assertThat(asked(FileOperation.OpenChunk.class)).isEmpty();
  }
}
