package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class SmallFileTest {
  private static final FilePath F = FilePath.parse("/f");
  private static final FileOperation CREATE = new FileOperation.CreateAndOpen(F, SyncMode.CLOSE);

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));

  @Test
  @DisplayName("A small file costs two entries of the log and one round to the chunkservers")
  void smallFileCostsTwoEntriesAndOneRound() {
    int before = masters.log.size();
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    assertThat(masters.effects)
        .as("the one round is the client's write")
        .noneMatch(MasterEffect.SendGrant.class::isInstance)
        .contains(
            new MasterEffect.Observed(
                new MasterFact.ChunkPlaced(F, 0, opened.chunk(), opened.replicas())));
    write(opened);
    masters.require(finish(opened, 100));

    assertThat(masters.log).hasSize(before + 2);
    assertThat(masters.effects).noneMatch(MasterEffect.SendGrant.class::isInstance);
    assertThat(opened.version()).isEqualTo(ChunkVersion.FIRST);
    assertThat(opened.replicas()).hasSize(3);
    OperationReply stat = masters.require(new FileOperation.Stat(F));
    assertThat(stat.value())
        .isEqualTo(new OperationValue.Attributes(F, false, 100, 1, before + 1, SyncMode.CLOSE));
  }

  @Test
  void whoConfirmsAVersionSaysWhereItIs() {
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    write(opened);
    assertThat(masters.locate("/f").chunks().get(0).replicas()).as("before the end").isEmpty();
    masters.require(finish(opened, 100));

    assertThat(masters.locate("/f").chunks()).containsExactly(opened);
    assertThat(health().replicas())
        .extracting(OperationValue.ReplicaHealth::node)
        .isEqualTo(opened.replicas());
    assertThat(told(MasterFact.HealthChanged.class)).isEmpty();
    masters.pass(Duration.ofSeconds(10));
    assertThat(masters.locate("/f").chunks()).as("as reported").containsExactly(opened);
    assertThat(told(MasterFact.HealthChanged.class)).isEmpty();
  }

  @Test
  @DisplayName("F-18 What an earlier leader confirmed says nothing of who has it now")
  void aNewLeaderLearnsOnlyFromReports() {
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    write(opened);
    masters.require(finish(opened, 100));
    NodeId lost = NodeId.of("n2");
    masters.heldBy(lost).clear();
    masters.crash();

    assertThat(masters.locate("/f").chunks().get(0).replicas()).doesNotContain(lost).isNotEmpty();
  }

  @Test
  void fileIsMadeOnceAndMayBeAskedForAgain() {
    long session = masters.require(new FileOperation.OpenSession()).index();
    RequestId id = new RequestId(session, 1);
    CallId first = masters.ask(CREATE, id);
    masters.append(masters.runUntil(MasterEffect.Propose.class).orElseThrow().command());
    masters.crash();
    CallId again = masters.ask(CREATE, id);
    masters.run();

    assertThat(masters.replies).doesNotContainKey(first);
    OperationValue.ChunkLocation opened = location(masters.replyTo(again));
    assertThat(opened.version()).as("nobody was told of it").isEqualTo(ChunkVersion.FIRST);
    write(opened);
    masters.require(finish(opened, 7));
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(7);
    assertThat(masters.perform(CREATE)).extracting("code").isEqualTo(ErrorCode.EXISTS);

    CallId late = masters.ask(CREATE, id);
    masters.run();
    assertThat(location(masters.replyTo(late)).version())
        .as("a first version that is confirmed is not written again")
        .isEqualTo(opened.version().next());
  }

  @Test
  @DisplayName("A file whose writer is gone is healthy, and is written or deleted as any other")
  void unfinishedFileIsAFileLikeOthers() {
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    masters.heldBy(opened.primary()).put(opened.chunk(), opened.version());
    masters.pass(Duration.ofMinutes(2));
    assertThat(health()).extracting("health", "leased").containsExactly(HealthClass.HEALTHY, false);
    assertThat(masters.heldBy(opened.primary())).as("may be written still").isNotEmpty();
    assertThat(told(MasterFact.HealthChanged.class)).isEmpty();
    masters.require(new FileOperation.RecoverLength(F));

    OperationValue.ChunkLocation second = masters.open("/f", 0);
    assertThat(second.chunk()).isEqualTo(opened.chunk());
    assertThat(second.version()).isEqualTo(opened.version().next());
    masters.require(new FileOperation.ExtendFile(F, 5));
    masters.require(new FileOperation.Delete(F));
  }

  @Test
  @DisplayName("F-14 A first write that comes when its file is gone makes an orphan, collected")
  void replicasOfAFileThatIsGoneAreCollected() {
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    masters.require(new FileOperation.Truncate(F, 0));
    write(opened);
    assertThat(masters.perform(finish(opened, 100)))
        .extracting("code")
        .isEqualTo(ErrorCode.NOT_FOUND);
    masters.pass(Duration.ofSeconds(3));
    CallId report = masters.report(opened.primary(), List.of());
    masters.run();
    assertThat(masters.ordersTo(report).garbage()).containsExactly(opened.chunk());
  }

  @Test
  @DisplayName("F-08 A first write that comes when another version counts makes a stale replica")
  void lateFirstWriteIsStale() {
    masters.pass(FakeMasters.TIMEOUT);
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    NodeId late = NodeId.of("n2");
    FileOperation without = new FileOperation.OpenChunk(F, 0, List.of(late));
    OperationValue.ChunkLocation second = location(masters.require(without));
    assertThat(second.replicas()).doesNotContain(late);
    masters.require(new FileOperation.ExtendFile(F, 5));
    masters.heldBy(late).put(opened.chunk(), opened.version());
    masters.pass(Duration.ofSeconds(2));

    assertThat(masters.locate("/f").chunks().get(0).replicas()).doesNotContain(late).hasSize(2);
    assertThat(health().replicas())
        .filteredOn(replica -> replica.node().equals(late))
        .extracting(OperationValue.ReplicaHealth::state)
        .containsExactly(OperationValue.ReplicaHealth.ReplicaState.STALE);
  }

  @Test
  @DisplayName("F-09 What was written under a version that another one replaced does not count")
  void replacedVersionDoesNotCount() {
    OperationValue.ChunkLocation first = location(masters.require(CREATE));
    masters.crash();
    OperationValue.ChunkLocation second = masters.open("/f", 0);

    assertThat(second.version()).isEqualTo(first.version().next());
    assertThat(masters.perform(finish(first, 100)))
        .extracting("code")
        .isEqualTo(ErrorCode.STALE_VERSION);
    masters.require(finish(second, 50));
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(50);
  }

  @Test
  void deadChunkserverIsLeftOut() {
    masters.pass(FakeMasters.TIMEOUT);
    NodeId dead = NodeId.of("n2");
    masters.unreachable.add(dead);
    OperationValue.ChunkLocation opened = location(masters.require(CREATE));
    assertThat(opened.replicas()).as("nobody knows it yet").contains(dead);
    FileOperation without = new FileOperation.OpenChunk(F, 0, List.of(dead));
    OperationValue.ChunkLocation second = location(masters.require(without));

    assertThat(second.replicas()).doesNotContain(dead).hasSize(2);
    masters.require(finish(second, 1));

    masters.pass(FakeMasters.TIMEOUT);
    FileOperation other = new FileOperation.CreateAndOpen(FilePath.parse("/g"), SyncMode.CLOSE);
    assertThat(location(masters.require(other)).replicas()).doesNotContain(dead).hasSize(2);
  }

  @Test
  @DisplayName("F-30 A file that was deleted and made again is not finished by who wrote the first")
  void anotherFileIsNotFinished() {
    OperationValue.ChunkLocation first = location(masters.require(CREATE));
    masters.require(new FileOperation.Delete(F));
    masters.require(CREATE);
    assertThat(masters.perform(finish(first, 100)))
        .extracting("code")
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(masters.locate("/f").lengthBytes()).isZero();
  }

  @Test
  void manyAreMadeInOneBatchWithDifferentChunks() {
    List<CallId> calls =
        IntStream.range(0, 20)
            .mapToObj(i -> FilePath.parse("/f" + i))
            .map(path -> masters.ask(new FileOperation.CreateAndOpen(path, SyncMode.ALWAYS)))
            .toList();
    masters.run();
    List<ChunkId> chunks =
        calls.stream().map(call -> location(masters.replyTo(call)).chunk()).toList();
    assertThat(chunks).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  @DisplayName("A file is cut in one entry; its last chunk is copied to that length when written")
  void truncatedFileIsCopiedWhenWritten() {
    masters.write("/f", 3, 3000);
    List<ChunkId> before = masters.chunksOf("/f");
    masters.require(new FileOperation.Truncate(F, 1500));
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(1500);
    assertThat(masters.chunksOf("/f")).isEqualTo(before.subList(0, 2));
    assertThat(masters.perform(new FileOperation.ExtendFile(F, 1600)))
        .as("nobody wrote there since")
        .extracting("code")
        .isEqualTo(ErrorCode.STALE_VERSION);

    ChunkId third = masters.open("/f", 2).chunk();
    List<ChunkId> after = masters.chunksOf("/f");
    assertThat(after).hasSize(3).startsWith(before.get(0)).endsWith(third);
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
    assertThat(
            masters.effects.stream()
                .filter(MasterEffect.SendClone.class::isInstance)
                .map(effect -> ((MasterEffect.SendClone) effect).order().lengthBytes()))
        .containsExactly(476L, 476L, 476L);
    masters.require(new FileOperation.ExtendFile(F, 3000));
  }

  @Test
  @DisplayName("A length that ends in another chunk is that of a file that is gone")
  void theLengthOfAFileThatWasMadeAgainStaysAsItIs() {
    masters.write("/f", 1, 100);
    ChunkId written = masters.chunksOf("/f").get(0);
    masters.require(new FileOperation.Delete(F));
    masters.write("/f", 1, 50);
    assertThat(masters.perform(new FileOperation.ExtendFile(F, 200, written)))
        .extracting("code")
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(50);

    masters.require(new FileOperation.ExtendFile(F, 200, masters.chunksOf("/f").get(0)));
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(200);
  }

  @Test
  void truncationToTheEndOfAChunkCopiesNothing() {
    masters.write("/f", 2, 2000);
    ChunkId first = masters.chunksOf("/f").get(0);
    masters.require(new FileOperation.Truncate(F, 1024));
    assertThat(masters.open("/f", 0).chunk()).isEqualTo(first);
    masters.require(new FileOperation.Truncate(F, 0));
    assertThat(masters.chunksOf("/f")).isEmpty();
    assertThat(masters.perform(new FileOperation.Truncate(F, 1)))
        .as("a cut makes nothing longer")
        .extracting("code")
        .isEqualTo(ErrorCode.INVALID);
  }

  @Test
  @DisplayName("A cut at the length that a file has takes what failed writes left behind it")
  void truncationToTheSameLengthForgetsWhatIsBehind() {
    masters.write("/f", 2, 1500);
    ChunkId last = masters.chunksOf("/f").get(1);
    masters.require(new FileOperation.Truncate(F, 1500));
    ChunkId copy = masters.open("/f", 1).chunk();
    assertThat(copy).as("only 476 bytes of the old one count").isNotEqualTo(last);

    masters.open("/f", 2);
    masters.require(new FileOperation.Truncate(F, 1500));
    assertThat(masters.chunksOf("/f")).as("a chunk without a byte of the file").hasSize(2);
    masters.require(new FileOperation.Truncate(F, 0));
    masters.open("/f", 0);
    masters.require(new FileOperation.Truncate(F, 0));
    assertThat(masters.chunksOf("/f")).as("nothing of it was acknowledged").isEmpty();
  }

  /** Has all replicas take the first write. */
  private void write(OperationValue.ChunkLocation to) {
    to.replicas().forEach(node -> masters.heldBy(node).put(to.chunk(), to.version()));
  }

  private OperationValue.ChunkHealth health() {
    FileOperation check = new FileOperation.CheckFiles(F, null, 10);
    return masters.require(check, OperationValue.ChunkHealthList.class).chunks().get(0);
  }

  private <T extends MasterFact> List<T> told(Class<T> kind) {
    return masters.effects.stream()
        .filter(MasterEffect.Observed.class::isInstance)
        .map(effect -> ((MasterEffect.Observed) effect).fact())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static FileOperation finish(OperationValue.ChunkLocation opened, long length) {
    return new FileOperation.FinishFile(F, opened.chunk(), opened.version(), length);
  }

  private static OperationValue.ChunkLocation location(OperationReply reply) {
    return FakeMasters.value(reply, OperationValue.WritableChunk.class).location();
  }
}
