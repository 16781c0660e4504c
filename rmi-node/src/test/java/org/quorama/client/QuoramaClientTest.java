package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.client.QuoramaClient.RegionState;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

class QuoramaClientTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final FileOperation CREATE = new FileOperation.CreateFile(FILE);
  private static final int CHUNK = FakeCluster.CHUNK;

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(
          cluster, cluster.addresses().subList(2, 3), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void oneServerIsEnoughToFindTheLeader() {
    cluster.leader = NodeId.of("n5");
    assertThat(client.perform(CREATE).outcome()).isEqualTo(Outcome.OK);
    assertThat(cluster.waitedNanos).isZero();
  }

  @Test
  void waitsForAnElectionAndAsksAgainWithTheSameId() {
    AtomicInteger replies = new AtomicInteger();
    cluster.interceptor =
        operation -> replies.incrementAndGet() < 3 ? OperationReply.unknown() : null;
    assertThat(client.perform(CREATE).outcome()).isEqualTo(Outcome.OK);
    assertThat(cluster.asked).hasSize(3).containsOnly(cluster.asked.get(0));
  }

  @Test
  void findsTheNextLeaderWhenTheLeaderDies() {
    client.perform(CREATE);
    cluster.node("n1").down = true;
    cluster.leader = null;
    cluster.whilePausing = () -> cluster.leader = NodeId.of("n4");
    assertThat(client.stat(FILE).lengthBytes()).isZero();
  }

  @Test
  void unknownStaysUnknown() {
    cluster.interceptor = operation -> OperationReply.unknown();
    OperationReply reply = client.perform(CREATE);
    assertThat(reply.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.require(CREATE))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN))
        .withMessageContaining("nobody knows");
  }

  @Test
  void unknownStaysUnknownWhenNobodyLeadsAfterwards() {
    cluster.interceptor =
        operation -> {
          cluster.leader = null;
          return OperationReply.unknown();
        };
    assertThat(client.perform(CREATE).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void noLeaderSaysWhoAnsweredAndWhatToDo() {
    cluster.leader = null;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.perform(CREATE))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_LEADER))
        .withMessageContaining("No leader within 15 s")
        .withMessageContaining("127.0.0.1:1003 NOT_LEADER")
        .withMessageContaining("quorama status");
    assertThat(cluster.waitedNanos).isBetween(14_000_000_000L, 16_000_000_000L);
  }

  @Test
  void noNodeAtAllSaysHowToStartThem() {
    cluster.nodes.values().forEach(node -> node.down = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.perform(CREATE))
        .withMessageContaining("quorama up");
  }

  @Test
  void certainFailuresSayWhatToDo() {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.stat(FILE))
        .withMessageContaining("/file does not exist");
    client.require(CREATE);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.require(CREATE))
        .withMessageContaining("/file exists already");
  }

  @Test
  void aFileGoesInAndComesOutIdentical() {
    byte[] bytes = random(2 * CHUNK + 12_345);
    List<Long> heard = new ArrayList<>();
    client.put(
        new ByteArrayInputStream(bytes),
        bytes.length,
        FILE,
        standing -> heard.add(standing.doneBytes()));
    assertThat(read()).isEqualTo(bytes);
    assertThat(heard).isSorted().endsWith((long) bytes.length);
  }

  @Test
  void anEmptyFileIsAFile() {
    put(new byte[0]);
    assertThat(read()).isEmpty();
  }

  @Test
  void theLengthIsAcknowledgedAtEveryChunkEnd() {
    put(random(2 * CHUNK + 1));
    assertThat(cluster.operations)
        .filteredOn(FileOperation.ExtendFile.class::isInstance)
        .containsExactly(
            new FileOperation.ExtendFile(FILE, CHUNK, new ChunkId(1)),
            new FileOperation.ExtendFile(FILE, 2L * CHUNK, new ChunkId(2)),
            new FileOperation.ExtendFile(FILE, 2L * CHUNK + 1, new ChunkId(3)));
  }

  /** Another file takes the name when all is written and its length is to be told. */
  private void replaceAtTheEnd() {
    AtomicBoolean once = new AtomicBoolean(true);
    cluster.interceptor =
        operation -> {
          if (operation instanceof FileOperation.ExtendFile && once.getAndSet(false)) {
            cluster.replaceFile();
          }
          return null;
        };
  }

  @Test
  void aFileThatTakesTheNameDuringAPutDoesNotGetTheLengthOfItsBytes() {
    replaceAtTheEnd();

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> put(random(2 * CHUNK)))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .withMessageContaining("another file has its name now");
    assertThat(cluster.length()).as("nothing was written to it").isZero();
  }

  @Test
  void aFileThatTakesTheNameDuringAWriteDoesNotGetTheLengthOfItsBytes() {
    put(random(10));
    replaceAtTheEnd();

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.write(FILE, 10, Bytes.wrap(random(20))))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN))
        .withMessageContaining("another file has its name now")
        .withMessageContaining("inconsistent: replicas may differ there until");
    assertThat(cluster.length()).isZero();
  }

  @Test
  void bytesThatAreWrittenIntoAFileNameTheirLastChunk() {
    put(random(CHUNK - 10));
    cluster.operations.clear();

    QuoramaClient.Written written = client.write(FILE, CHUNK - 10, Bytes.wrap(random(20)));

    assertThat(written.region()).as("two mutations").isEqualTo(RegionState.CONSISTENT);
    assertThat(cluster.operations)
        .last()
        .isEqualTo(new FileOperation.ExtendFile(FILE, CHUNK + 10, new ChunkId(2)));
    assertThat(cluster.length()).isEqualTo(CHUNK + 10);
  }

  @Test
  void aWriteThatIsOneMutationLeavesADefinedRegion() {
    put(random(10));
    QuoramaClient.Written written = client.write(FILE, 0, Bytes.wrap(random(10)));
    assertThat(written.region()).isEqualTo(RegionState.DEFINED);
  }

  @Test
  void aPrimaryThatDiesDuringAPutIsLeftOut() {
    byte[] bytes = random(2 * CHUNK);
    cluster.node("n1").writesUntilDeath = 2;
    cluster.leader = NodeId.of("n5");
    put(bytes);
    assertThat(read()).isEqualTo(bytes);
    assertThat(client.locate(FILE).chunks().get(0).replicas()).doesNotContain(NodeId.of("n1"));
  }

  @Test
  void aSecondaryThatCannotBeReachedIsLeftOut() {
    byte[] bytes = random(CHUNK);
    cluster.node("n2").down = true;
    put(bytes);
    assertThat(client.locate(FILE).chunks().get(0).replicas())
        .containsExactly(NodeId.of("n1"), NodeId.of("n3"));
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void lostDataIsPushedAgain() {
    byte[] bytes = random(CHUNK);
    cluster.node("n1").dataToLose = 2;
    put(bytes);
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void aChunkIsOpenedAgainWhenTheLeaseIsOver() {
    cluster.node("n1").refuseOnce.add(ErrorCode.NO_LEASE);
    byte[] bytes = random(CHUNK);
    put(bytes);
    assertThat(read()).isEqualTo(bytes);
    assertThat(cluster.operations)
        .filteredOn(FileOperation.OpenChunk.class::isInstance)
        .containsExactly(
            new FileOperation.OpenChunk(FILE, 0, List.of()),
            new FileOperation.OpenChunk(FILE, 0, List.of(), ChunkVersion.FIRST));
  }

  @Test
  void fullDisksEndThePutAndItSaysWhatToDo() {
    cluster.nodes.values().forEach(node -> node.full = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> put(random(1_000)))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_SPACE))
        .withMessageContaining("the disks of the nodes are full: remove files or make room")
        .withMessageContaining("quorama put --resume FILE /file");
  }

  @Test
  void aPutThatCannotFinishSaysHowMuchIsSafeAndResumeFinishesIt() {
    byte[] bytes = random(2 * CHUNK + 5);
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.OpenChunk open && open.chunkIndex() == 1
                ? OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)
                : null;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> put(bytes))
        .withMessageContaining("4,194,304 of 8,388,613 bytes are safely stored")
        .withMessageContaining("quorama put --resume FILE /file");
    cluster.interceptor = operation -> null;
    client.resume(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void resumeRefusesASourceThatIsShorterThanTheFile() {
    put(random(10));
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(
            () ->
                client.resume(
                    new ByteArrayInputStream(new byte[3]), 3, FILE, TransferProgress.none()))
        .withMessageContaining("longer than the source");
  }

  @Test
  void aSourceThatEndsEarlyIsNoSuccess() {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(
            () ->
                client.put(new ByteArrayInputStream(new byte[3]), 4, FILE, TransferProgress.none()))
        .withMessageContaining("The source ended");
  }

  @Test
  void anotherReplicaServesWhatOneHasCorrupt() {
    byte[] bytes = random(CHUNK + 7);
    put(bytes);
    cluster.node("n1").corrupt = true;
    cluster.node("n2").down = true;
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void aFileWithoutAReplicaFailsAndNamesTheReasons() {
    put(random(100));
    cluster.node("n1").corrupt = true;
    cluster.node("n2").down = true;
    cluster.node("n3").down = true;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(this::read)
        .withMessageContaining("no replica can be read at byte 0")
        .withMessageContaining("n1=damaged on the way")
        .withMessageContaining("n2=no answer");
  }

  private void put(byte[] bytes) {
    client.put(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
  }

  private byte[] read() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(FILE, out, TransferProgress.none());
    return out.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }
}
