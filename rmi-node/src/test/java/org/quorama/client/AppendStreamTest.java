package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quorama.protocol.RandomBytes.random;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

class AppendStreamTest {
  private static final FilePath FILE = FilePath.parse("/log");
  private static final FileOperation RECOVER = new FileOperation.RecoverLength(FILE);

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);

  @BeforeEach
  void create() {
    client.require(new FileOperation.CreateFile(FILE));
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** Appends records that the master never hears of, as a writer does that is killed. */
  private void appendAndDie(Bytes... records) {
    AppendStream writer = client.appends(FILE);
    for (Bytes record : records) {
      long unused = writer.append(record, true);
    }
    cluster.operations.clear();
  }

  private List<FileOperation> recoveries() {
    return cluster.operations.stream().filter(RECOVER::equals).toList();
  }

  @Test
  @DisplayName("F-29 A stream of appends begins with what an earlier writer left")
  void whatAWriterLeftThatDiedIsKnownBeforeTheFirstAppend() {
    appendAndDie(random(100), random(7));
    assertThat(cluster.length()).as("nobody was told").isZero();

    AppendStream next = client.appends(FILE);
    assertThat(next.append(random(50), true)).isEqualTo(107);

    assertThat(cluster.operations)
        .containsExactly(
            RECOVER,
            new FileOperation.Locate(FILE),
            new FileOperation.OpenChunk(FILE, 0, List.of()));
    assertThat(client.stat(FILE).lengthBytes()).as("the dead writer's records").isEqualTo(107);
    assertThat(client.read(FILE, new ByteRange(100, 7))).isEqualTo(random(7));

    next.close();
    assertThat(cluster.operations)
        .last()
        .isEqualTo(new FileOperation.ExtendFile(FILE, 157, new ChunkId(1)));
    assertThat(client.read(FILE, new ByteRange(107, 50))).isEqualTo(random(50));
  }

  @Test
  void aStreamRecoversOnceThoughItOpensAgain() {
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(10), true)).isZero();
      Bytes large = random(PieceWriter.MAX_RIDER_BYTES + 1);
      assertThat(stream.append(large, true)).as("the slow way").isEqualTo(10);
      assertThat(stream.append(random(10), true)).isEqualTo(10 + large.length());
    }
    assertThat(recoveries()).hasSize(1);
    assertThat(cluster.length()).isEqualTo(PieceWriter.MAX_RIDER_BYTES + 21);
  }

  @Test
  void aRecoveryThatFailsHoldsNoAppendUpAndIsTriedAtTheNextOpening() {
    AtomicInteger refusals = new AtomicInteger(1);
    cluster.interceptor =
        operation ->
            operation.equals(RECOVER) && refusals.getAndDecrement() > 0
                ? OperationReply.fail(ErrorCode.REPLICA_FAILED)
                : null;
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(10), true)).isZero();
      assertThat(recoveries()).hasSize(1);
      long unused = stream.append(random(PieceWriter.MAX_RIDER_BYTES + 1), true);
      assertThat(stream.append(random(10), true)).isPositive();
      assertThat(recoveries()).hasSize(2);
    }
  }

  @Test
  void aFileThatTakesTheNameDoesNotGetTheLengthOfAppendedRecords() {
    AppendStream stream = client.appends(FILE);
    assertThat(stream.append(random(10), true)).isZero();
    cluster.replaceFile();

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(stream::close)
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(cluster.length()).isZero();
  }
}
