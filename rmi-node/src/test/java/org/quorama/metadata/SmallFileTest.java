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
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class SmallFileTest {
  private static final FilePath F = FilePath.parse("/f");

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));
  private final long session = openSession();
  private long sequence;

  private long openSession() {
    return masters.require(new FileOperation.OpenSession()).index();
  }

  private OperationReply perform(FileOperation operation) {
    CallId call = masters.ask(operation, new RequestId(session, ++sequence));
    masters.run();
    return masters.replyTo(call);
  }

  private ErrorCode code(FileOperation operation) {
    return perform(operation).code();
  }

  private List<OperationValue.ChunkLocation> reserve(int count, ChunkId... givenUp) {
    return locations(perform(new FileOperation.ReserveChunks(count, List.of(givenUp))));
  }

  private static List<OperationValue.ChunkLocation> locations(OperationReply reply) {
    return FakeMasters.value(reply, OperationValue.ReservedChunks.class).locations();
  }

  private static FileOperation made(FilePath path, OperationValue.ChunkLocation of, long length) {
    return new FileOperation.CreateWritten(path, SyncMode.CLOSE, of.chunk(), length);
  }

  @Test
  @DisplayName("A small file costs two entries of the log and one round; the next ones cost one")
  void smallFileCostsOneEntryAndOneRound() {
    int before = masters.log.size();
    List<OperationValue.ChunkLocation> reserved = reserve(8);
    assertThat(masters.log).hasSize(before + 1);
    for (OperationValue.ChunkLocation chunk : reserved) {
      write(chunk);
      assertThat(code(made(FilePath.parse("/" + chunk.chunk()), chunk, 100)))
          .isEqualTo(ErrorCode.NONE);
    }

    assertThat(masters.log).hasSize(before + 1 + 8);
    assertThat(masters.effects)
        .as("the one round is the client's write")
        .noneMatch(MasterEffect.SendGrant.class::isInstance);
    assertThat(reserved)
        .allSatisfy(chunk -> assertThat(chunk.version()).isEqualTo(ChunkVersion.FIRST))
        .allSatisfy(chunk -> assertThat(chunk.replicas()).hasSize(3))
        .extracting(OperationValue.ChunkLocation::chunk)
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("A file that is made empty and filled costs two entries of the log and one round")
  void fillingAFileCostsOneEntryAndOneRound() {
    List<OperationValue.ChunkLocation> reserved = reserve(8);
    int before = masters.log.size();
    for (OperationValue.ChunkLocation chunk : reserved) {
      FilePath path = FilePath.parse("/" + chunk.chunk());
      assertThat(code(new FileOperation.CreateFile(path))).isEqualTo(ErrorCode.NONE);
      write(chunk);
      assertThat(code(filled(path, chunk))).isEqualTo(ErrorCode.NONE);
    }

    assertThat(masters.log).hasSize(before + 2 * 8);
    assertThat(masters.effects).noneMatch(MasterEffect.SendGrant.class::isInstance);
  }

  private static FileOperation filled(FilePath path, OperationValue.ChunkLocation of) {
    return new FileOperation.FillFile(path, 100, of.chunk(), 1_700_000_000_123L);
  }

  @Test
  void aFileThatIsFilledIsAFileLikeOthers() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    masters.require(new FileOperation.CreateFile(F, SyncMode.CLOSE));
    long made = masters.log.size();
    write(chunk);
    assertThat(code(filled(F, chunk))).isEqualTo(ErrorCode.NONE);

    assertThat(told(MasterFact.ChunkPlaced.class))
        .containsExactly(new MasterFact.ChunkPlaced(F, 0, chunk.chunk(), chunk.replicas()));
    assertThat(masters.require(new FileOperation.Stat(F)).value())
        .isEqualTo(
            new OperationValue.Attributes(
                F, false, 100, 1, made, SyncMode.CLOSE, 1_700_000_000_123L));
    assertThat(masters.locate("/f").chunks()).containsExactly(chunk);
    assertThat(masters.open("/f", 0).version()).isEqualTo(ChunkVersion.FIRST.next());
  }

  @Test
  @DisplayName("Only an empty file is filled, by the session that reserved; else nothing happens")
  void whatIsNotEmptyIsNotFilled() {
    List<OperationValue.ChunkLocation> reserved = reserve(4);
    reserved.forEach(this::write);
    assertThat(code(filled(F, reserved.get(0)))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(filled(FilePath.ROOT, reserved.get(0)))).isEqualTo(ErrorCode.IS_A_DIRECTORY);
    perform(made(F, reserved.get(0), 100));
    assertThat(code(filled(F, reserved.get(1)))).isEqualTo(ErrorCode.EXISTS);
    perform(new FileOperation.Truncate(F, 0));
    assertThat(code(filled(F, reserved.get(0)))).isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(code(new FileOperation.FillFile(F, 0, reserved.get(1).chunk(), null)))
        .isEqualTo(ErrorCode.INVALID);
    long other = openSession();
    CallId call = masters.ask(filled(F, reserved.get(1)), new RequestId(other, 1));
    masters.run();
    assertThat(masters.replyTo(call).code()).isEqualTo(ErrorCode.STALE_VERSION);

    assertThat(masters.locate("/f").chunks()).isEmpty();
    assertThat(code(filled(F, reserved.get(1)))).isEqualTo(ErrorCode.NONE);
    assertThat(masters.open("/f", 1).chunk()).isNotEqualTo(reserved.get(1).chunk());
    FilePath open = FilePath.parse("/open");
    masters.require(new FileOperation.CreateFile(open));
    masters.open("/open", 0);
    assertThat(code(filled(open, reserved.get(2))))
        .as("empty, but somebody is writing")
        .isEqualTo(ErrorCode.EXISTS);
  }

  @Test
  void aFileOfAReservedChunkIsAFileLikeOthers() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    assertThat(code(made(F, chunk, 100))).isEqualTo(ErrorCode.NONE);

    assertThat(told(MasterFact.ChunkPlaced.class))
        .containsExactly(new MasterFact.ChunkPlaced(F, 0, chunk.chunk(), chunk.replicas()));
    OperationReply stat = masters.require(new FileOperation.Stat(F));
    assertThat(stat.value())
        .isEqualTo(
            new OperationValue.Attributes(F, false, 100, 1, masters.log.size(), SyncMode.CLOSE));
    OperationValue.ChunkLocation opened = masters.open("/f", 0);
    assertThat(opened.chunk()).isEqualTo(chunk.chunk());
    assertThat(opened.version()).isEqualTo(ChunkVersion.FIRST.next());
    masters.require(new FileOperation.ExtendFile(F, 500));
    masters.require(new FileOperation.Delete(F));
  }

  @Test
  void whoConfirmsAVersionSaysWhereItIs() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    perform(made(F, chunk, 100));

    assertThat(masters.locate("/f").chunks()).containsExactly(chunk);
    assertThat(health().replicas())
        .extracting(OperationValue.ReplicaHealth::node)
        .isEqualTo(chunk.replicas());
    assertThat(told(MasterFact.HealthChanged.class)).isEmpty();
    masters.pass(Duration.ofSeconds(10));
    assertThat(masters.locate("/f").chunks()).as("as reported").containsExactly(chunk);
    assertThat(told(MasterFact.HealthChanged.class)).isEmpty();
  }

  @Test
  @DisplayName("F-18 What an earlier leader confirmed says nothing of who has it now")
  void aNewLeaderLearnsOnlyFromReports() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    perform(made(F, chunk, 100));
    NodeId lost = NodeId.of("n2");
    masters.heldBy(lost).clear();
    masters.crash();

    assertThat(masters.locate("/f").chunks().get(0).replicas()).doesNotContain(lost).isNotEmpty();
  }

  @Test
  @DisplayName("A reservation outlives its leader, and is the same when it is asked for again")
  void reservationIsInTheLog() {
    RequestId id = new RequestId(session, ++sequence);
    FileOperation wish = new FileOperation.ReserveChunks(3, List.of());
    CallId first = masters.ask(wish, id);
    masters.append(masters.runUntil(MasterEffect.Propose.class).orElseThrow().command());
    masters.crash();
    CallId again = masters.ask(wish, id);
    masters.run();

    assertThat(masters.replies).doesNotContainKey(first);
    List<OperationValue.ChunkLocation> reserved = locations(masters.replyTo(again));
    assertThat(reserved).hasSize(3);
    assertThat(reserve(3)).doesNotContainAnyElementsOf(reserved);
    write(reserved.get(2));
    masters.crash();
    assertThat(code(made(F, reserved.get(2), 7))).isEqualTo(ErrorCode.NONE);
    assertThat(masters.locate("/f").lengthBytes()).isEqualTo(7);
  }

  @Test
  @DisplayName("F-14 What a session reserved is no orphan while the session is open, then it is")
  void reservedChunksGoWithTheirSession() {
    OperationValue.ChunkLocation chunk = reserve(2).get(1);
    write(chunk);
    masters.require(new FileOperation.CreateFile(F));
    masters.open("/f", 0);
    masters.pass(Duration.ofSeconds(3));
    assertThat(garbageOf(chunk.primary())).as("it may still become a file").isEmpty();

    perform(new FileOperation.CloseSession());
    masters.pass(Duration.ofSeconds(3));
    assertThat(garbageOf(chunk.primary())).containsExactly(chunk.chunk());
    assertThat(code(made(FilePath.parse("/g"), chunk, 100))).isEqualTo(ErrorCode.SESSION_EXPIRED);
  }

  @Test
  void whatIsGivenUpIsCollected() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    reserve(1, chunk.chunk());
    masters.pass(Duration.ofSeconds(3));
    assertThat(garbageOf(chunk.primary())).containsExactly(chunk.chunk());
    assertThat(code(made(F, chunk, 100))).isEqualTo(ErrorCode.STALE_VERSION);
  }

  @Test
  @DisplayName("A reserved chunk is one file's, and nobody else's to give up")
  void aReservedChunkIsUsedOnce() {
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    RequestId other = new RequestId(openSession(), 1);
    CallId taken = masters.ask(made(F, chunk, 100), other);
    masters.ask(
        new FileOperation.ReserveChunks(1, List.of(chunk.chunk())),
        new RequestId(other.session(), 2));
    masters.run();
    assertThat(masters.replyTo(taken).code()).isEqualTo(ErrorCode.STALE_VERSION);

    assertThat(code(made(F, chunk, 100))).isEqualTo(ErrorCode.NONE);
    assertThat(code(made(FilePath.parse("/g"), chunk, 100))).isEqualTo(ErrorCode.STALE_VERSION);
    reserve(1, chunk.chunk());
    assertThat(masters.chunksOf("/f")).containsExactly(chunk.chunk());
  }

  @Test
  void aNameThatIsTakenOrALengthThatCannotBeMakesNothing() {
    masters.require(new FileOperation.CreateFile(F));
    OperationValue.ChunkLocation chunk = reserve(1).get(0);
    write(chunk);
    assertThat(code(made(F, chunk, 100))).isEqualTo(ErrorCode.EXISTS);
    assertThat(code(made(FilePath.parse("/no/f"), chunk, 9))).isEqualTo(ErrorCode.NOT_FOUND);
    FilePath other = FilePath.parse("/g");
    assertThat(code(made(other, chunk, 0))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(made(other, chunk, FakeMasters.CHUNK_SIZE + 1))).isEqualTo(ErrorCode.INVALID);
    assertThat(masters.locate("/f").lengthBytes()).isZero();
    assertThat(code(made(other, chunk, FakeMasters.CHUNK_SIZE))).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aSessionReservesNoMoreThanSoMany() {
    for (int i = 0; i < 4; i++) {
      assertThat(reserve(1000)).as("as many as there may be at once").hasSize(64);
    }
    FileOperation more = new FileOperation.ReserveChunks(1, List.of());
    assertThat(code(more)).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(code(new FileOperation.ReserveChunks(0, List.of()))).isEqualTo(ErrorCode.INVALID);
    assertThat(masters.perform(more))
        .as("without a session")
        .extracting("code")
        .isEqualTo(ErrorCode.INVALID);
  }

  @Test
  @DisplayName("F-08 A first write that comes when its chunk has another version is stale")
  void lateFirstWriteIsStale() {
    masters.pass(FakeMasters.TIMEOUT);
    OperationValue.ChunkLocation first = reserve(1).get(0);
    write(first);
    perform(made(F, first, 100));
    NodeId late = NodeId.of("n2");
    FileOperation without = new FileOperation.OpenChunk(F, 0, List.of(late));
    OperationValue.ChunkLocation second =
        masters.require(without, OperationValue.WritableChunk.class).location();
    assertThat(second.replicas()).doesNotContain(late);
    masters.require(new FileOperation.ExtendFile(F, 5));
    masters.heldBy(late).put(first.chunk(), first.version());
    masters.pass(Duration.ofSeconds(2));

    assertThat(masters.locate("/f").chunks().get(0).replicas()).doesNotContain(late).hasSize(2);
    assertThat(health().replicas())
        .filteredOn(replica -> replica.node().equals(late))
        .extracting(OperationValue.ReplicaHealth::state)
        .containsExactly(OperationValue.ReplicaHealth.ReplicaState.STALE);
  }

  @Test
  void deadChunkserverIsLeftOut() {
    masters.pass(FakeMasters.TIMEOUT);
    NodeId dead = NodeId.of("n2");
    masters.unreachable.add(dead);
    assertThat(reserve(1).get(0).replicas()).as("nobody knows it yet").contains(dead);
    masters.pass(FakeMasters.TIMEOUT);
    assertThat(reserve(1).get(0).replicas()).doesNotContain(dead).hasSize(2);
    masters.unreachable.add(NodeId.of("n1"));
    masters.pass(FakeMasters.TIMEOUT);
    assertThat(code(new FileOperation.ReserveChunks(1, List.of())))
        .isEqualTo(ErrorCode.NO_CHUNKSERVERS);
  }

  @Test
  void manyReservedInOneBatchAreDifferentChunks() {
    List<CallId> calls =
        IntStream.range(0, 20)
            .mapToObj(i -> new RequestId(session, ++sequence))
            .map(id -> masters.ask(new FileOperation.ReserveChunks(2, List.of()), id))
            .toList();
    masters.run();
    List<ChunkId> chunks =
        calls.stream()
            .flatMap(call -> locations(masters.replyTo(call)).stream())
            .map(OperationValue.ChunkLocation::chunk)
            .toList();
    assertThat(chunks).doesNotHaveDuplicates().hasSize(40);
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

  private List<ChunkId> garbageOf(NodeId node) {
    CallId report = masters.report(node, List.of());
    masters.run();
    return masters.ordersTo(report).garbage();
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
}
