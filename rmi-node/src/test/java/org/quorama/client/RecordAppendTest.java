package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quorama.protocol.RandomBytes.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.client.record.FoundRecord;
import org.quorama.client.record.RecordFormat;
import org.quorama.client.record.RecordId;
import org.quorama.client.record.RecordReader;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

class RecordAppendTest {
  private static final FilePath FILE = FilePath.parse("/log");
  private static final int CHUNK = FakeCluster.CHUNK;
  private static final int MOST = CHUNK / 4;

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

  private static Bytes record(int sequence, int length) {
    return RecordFormat.encode(new RecordId(1, sequence), random(length));
  }

  private void assertStored(long offset, Bytes record) {
    assertThat(client.read(FILE, new ByteRange(offset, record.length()))).isEqualTo(record);
  }

  private List<FoundRecord> readAll() {
    RecordReader reader = new RecordReader(part -> client.read(FILE, part), CHUNK);
    List<FoundRecord> all = new ArrayList<>();
    for (Optional<FoundRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      all.add(next.get());
    }
    return all;
  }

  @Test
  @DisplayName("F-04 an acknowledged record is at its offset, which only grows")
  void recordsGoWhereTheirOffsetsSay() {
    long first = client.append(FILE, random(100));
    long second = client.append(FILE, random(7));
    assertThat(first).isZero();
    assertThat(second).isEqualTo(100);
    assertStored(first, random(100));
    assertStored(second, random(7));
    assertThat(client.stat(FILE).lengthBytes()).isEqualTo(107);
  }

  @Test
  @DisplayName("F-05 a lost acknowledgement makes two copies; the reader returns one")
  void aRecordWithoutAllAcknowledgementsIsAppendedAgain() {
    Bytes record = record(1, 500);
    cluster.node("n1").acksToLose = 1;
    long offset = client.append(FILE, record);
    assertThat(offset).isEqualTo(record.length());
    assertStored(offset, record);
    assertStored(0, record);
    assertThat(readAll()).hasSize(1);
    assertThat(client.locate(FILE).chunks().get(0).replicas()).doesNotContain(NodeId.of("n2"));
  }

  @Test
  @DisplayName("F-06 a record that does not fit goes to the next chunk, and the rest is padding")
  void aRecordIsNeverInTwoChunks() {
    Bytes large = record(1, MOST - RecordFormat.HEADER_BYTES);
    for (int i = 0; i < 3; i++) {
      client.append(FILE, large);
    }
    client.append(FILE, record(2, 100));
    long pauses = cluster.waitedNanos;
    long next = client.append(FILE, record(3, MOST - RecordFormat.HEADER_BYTES));
    assertThat(next).isEqualTo(CHUNK);
    assertThat(cluster.waitedNanos).as("a full chunk costs no pause").isEqualTo(pauses);
    assertThat(readAll()).extracting(it -> it.id().sequence()).containsExactly(1L, 2L, 3L);
  }

  @Test
  @DisplayName("F-06 a record of no bytes, one that fills the chunk, the most, and one more")
  void theSizesAtTheLimits() {
    assertThat(client.append(FILE, Bytes.EMPTY)).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(client.append(FILE, random(MOST))).isEqualTo((long) i * MOST);
    }
    assertThat(client.append(FILE, random(1))).isEqualTo(CHUNK);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, random(MOST + 1)))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .withMessageContaining("1,048,576")
        .withMessageContaining("split it");
  }

  @Test
  @DisplayName("F-13 data that was evicted is pushed again")
  void lostDataIsPushedAgain() {
    cluster.node("n1").dataToLose = 2;
    assertThat(client.append(FILE, random(10))).isZero();
    assertStored(0, random(10));
  }

  @Test
  void aLeaseThatIsOverIsRenewedWithoutACopy() {
    cluster.node("n1").refuseOnce.add(ErrorCode.NO_LEASE);
    assertThat(client.append(FILE, random(10))).isZero();
  }

  @Test
  void aPrimaryThatDiesIsLeftOut() {
    client.append(FILE, random(10));
    cluster.leader = NodeId.of("n5");
    cluster.node("n1").down = true;
    long offset = client.append(FILE, random(10));
    assertThat(offset).isEqualTo(10);
    assertThat(client.locate(FILE).chunks().get(0).replicas()).doesNotContain(NodeId.of("n1"));
  }

  @Test
  void whatCannotBeWrittenAnywhereHasCertainlyFailed() {
    cluster.nodes.values().forEach(node -> node.refuseOnce.clear());
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.OpenChunk
                ? OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)
                : null;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, random(10)))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_CHUNKSERVERS));
  }

  @Test
  @DisplayName("F-03 a record that some replicas have without an acknowledgement is unknown")
  void whatMayBeOnSomeReplicaIsUnknown() {
    cluster.node("n1").acksToLose = 1;
    cluster.whilePausing =
        () ->
            cluster.interceptor =
                operation ->
                    operation instanceof FileOperation.OpenChunk
                        ? OperationReply.fail(ErrorCode.NOT_FOUND)
                        : null;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, random(10)))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .withMessageContaining("inconsistent: replicas may differ there, behind the last record");
  }

  @Test
  void aLengthThatCannotBeRecordedLeavesTheAppendUnknown() {
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.ExtendFile
                ? OperationReply.fail(ErrorCode.NOT_FOUND)
                : null;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, random(10)))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  @Test
  void appendingToNoFileSaysSo() {
    cluster.interceptor = operation -> OperationReply.fail(ErrorCode.NOT_FOUND);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, random(10)))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .withMessageContaining("/log does not exist");
  }
}
