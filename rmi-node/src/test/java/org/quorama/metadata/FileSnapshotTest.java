package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.log.LogEntry;

class FileSnapshotTest {
  private static final FilePath A = FilePath.parse("/a");
  private static final FilePath B = FilePath.parse("/b");
  private static final FileOperation SNAPSHOT = new FileOperation.Snapshot(A, B);

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));

  @Test
  @DisplayName("F-14 A snapshot takes leases back first and shares the chunks in one entry")
  void snapshotRevokesAndShares() {
    masters.write("/a", 2, 1500);
    ChunkId first = masters.chunksOf("/a").get(0);
    masters.effects.clear();
    masters.require(SNAPSHOT);

    assertThat(sent(MasterEffect.SendRevoke.class)).hasSize(2);
    assertThat(masters.chunksOf("/b")).isEqualTo(masters.chunksOf("/a"));
    assertThat(masters.locate("/b").lengthBytes()).isEqualTo(1500);
    assertThat(state().chunk(first).orElseThrow().references()).isEqualTo(2);
    assertThat(masters.commands())
        .last()
        .isInstanceOfSatisfying(
            MetadataCommand.Bounded.class,
            bounded ->
                assertThat(bounded.command()).isInstanceOf(MetadataCommand.PerformUnleased.class));
  }

  @Test
  @DisplayName("F-14 The first write after a snapshot copies the chunk on the same servers")
  void firstWriteCopies() {
    masters.write("/a", 2, 1500);
    List<ChunkId> shared = masters.chunksOf("/a");
    masters.require(SNAPSHOT);
    masters.effects.clear();
    ChunkId fresh = masters.open("/a", 0).chunk();

    assertThat(shared).doesNotContain(fresh);
    List<MasterEffect.SendClone> clones = sent(MasterEffect.SendClone.class);
    assertThat(clones.stream().map(MasterEffect.SendClone::to))
        .containsExactlyElementsOf(masters.servers.keySet());
    assertThat(clones.get(0).order().from()).isEqualTo(shared.get(0));
    assertThat(masters.chunksOf("/a")).containsExactly(fresh, shared.get(1));
    assertThat(masters.chunksOf("/b")).isEqualTo(shared);
    assertReferencesAreCounted();
    assertThat(masters.open("/b", 0).chunk()).as("no longer shared").isEqualTo(shared.get(0));
  }

  @Test
  @DisplayName("F-14 F-11 A snapshot waits for the end of a lease whose holder is silent")
  void snapshotWaitsForTheEndOfALease() {
    masters.write("/a", 1, 10);
    NodeId primary = masters.open("/a", 0).primary();
    masters.unreachable.add(primary);
    CallId snapshot = masters.ask(SNAPSHOT);
    masters.run();
    masters.pass(Duration.ofSeconds(15));
    assertThat(masters.replies.get(snapshot)).isNull();
    CallId open = masters.ask(new FileOperation.OpenChunk(A, 0, List.of(primary)));
    masters.run();
    assertThat(masters.replies.get(open)).as("nothing is granted meanwhile").isNull();

    masters.pass(Duration.ofSeconds(6));
    assertThat(masters.replies.get(snapshot)).extracting("code").isEqualTo(ErrorCode.NONE);
    assertThat(masters.replies.get(open)).isNotNull();
    assertThat(masters.chunksOf("/a")).isNotEqualTo(masters.chunksOf("/b"));
  }

  @Test
  @DisplayName("F-11 F-14 A new leader waits for the leases of its predecessor")
  void inheritedLeasesAreWaitedFor() {
    masters.write("/a", 1, 10);
    masters.unreachable.add(masters.open("/a", 0).primary());
    masters.crash();
    CallId snapshot = masters.ask(SNAPSHOT);
    masters.run();
    masters.pass(Duration.ofSeconds(15));
    assertThat(masters.replies.get(snapshot)).isNull();

    masters.pass(Duration.ofSeconds(6));
    assertThat(masters.replies.get(snapshot)).extracting("code").isEqualTo(ErrorCode.NONE);
  }

  @Test
  @DisplayName("F-14 A master that crashes at any step leaves as many references as there are")
  void crashAtAnyStepLeavesExactCounts() {
    int steps = stepsOf(Integer.MAX_VALUE);
    assertThat(steps).isGreaterThan(15);
    for (int crashAt = 0; crashAt < steps; crashAt++) {
      stepsOf(crashAt);
    }
  }

  /** Snapshots and writes; the master crashes before an effect; returns how many there were. */
  private int stepsOf(int crashAt) {
    FakeMasters run = new FakeMasters(Duration.ofSeconds(30));
    run.write("/a", 2, 1500);
    run.ask(SNAPSHOT);
    int steps = 0;
    for (int phase = 0; phase < 2; phase++) {
      while (!run.todo.isEmpty() && steps < crashAt) {
        run.doNext();
        steps++;
      }
      if (phase == 0 && steps < crashAt) {
        run.ask(new FileOperation.OpenChunk(A, 1, List.of()));
      }
    }
    if (crashAt < Integer.MAX_VALUE) {
      run.crash();
      run.pass(Duration.ofSeconds(1));
    }
    assertCounted(run);
    run.open("/a", 1);
    assertCounted(run);
    return steps;
  }

  @Test
  @DisplayName("F-14 Without any file that has it a chunk is garbage, and not before")
  void lastReferenceFreesTheChunk() {
    masters.write("/a", 1, 10);
    ChunkId shared = masters.chunksOf("/a").get(0);
    masters.require(SNAPSHOT);
    masters.require(new FileOperation.Snapshot(B, FilePath.parse("/c")));
    assertThat(state().chunk(shared).orElseThrow().references()).isEqualTo(3);
    masters.require(new FileOperation.Delete(A));
    masters.require(new FileOperation.Delete(B));
    masters.pass(Duration.ofSeconds(32));
    assertThat(state().chunk(shared).orElseThrow().references()).isEqualTo(1);
    masters.require(new FileOperation.Delete(FilePath.parse("/c")));
    masters.pass(Duration.ofSeconds(32));

    assertThat(state().isGarbage(shared)).isTrue();
  }

  @Test
  @DisplayName("F-14 A tree is copied as a whole; what was never confirmed is not in the copy")
  void treeIsCopied() {
    masters.require(new FileOperation.MakeDirectory(A));
    masters.write("/a/f", 1, 10);
    masters.require(new FileOperation.MakeDirectory(FilePath.parse("/a/d")));
    masters.write("/a/d/g", 2, 2000);
    masters.ask(new FileOperation.OpenChunk(FilePath.parse("/a/f"), 1, List.of()));
    masters.runUntil(MasterEffect.SendGrant.class);
    masters.todo.clear();
    masters.crash();
    masters.require(SNAPSHOT);

    assertThat(masters.chunksOf("/b/d/g")).isEqualTo(masters.chunksOf("/a/d/g"));
    assertThat(masters.chunksOf("/a/f")).hasSize(2);
    assertThat(masters.chunksOf("/b/f")).hasSize(1);
    OperationReply again = masters.perform(SNAPSHOT);
    assertThat(again).extracting("code").isEqualTo(ErrorCode.EXISTS);
    assertReferencesAreCounted();
  }

  @Test
  @DisplayName("F-14 A lease granted after the master looked makes it look again")
  void leaseThatComesInBetweenIsTakenBack() {
    masters.write("/a", 1, 10);
    masters.require(new FileOperation.CreateFile(FilePath.parse("/x")));
    masters.require(new FileOperation.OpenChunk(FilePath.parse("/x"), 0, List.of()));
    masters.require(SNAPSHOT);
    masters.require(new FileOperation.Delete(B));
    masters.ask(SNAPSHOT);
    Optional<MasterEffect.Propose> proposed = masters.runUntil(MasterEffect.Propose.class);
    masters.append(
        MetadataCommand.encode(
            new MetadataCommand.Perform(
                RequestId.NONE,
                new FileOperation.Rename(FilePath.parse("/x"), FilePath.parse("/y")))));
    masters.run();

    assertThat(proposed).isPresent();
    assertThat(
            masters.commands().stream()
                .map(it -> it instanceof MetadataCommand.Bounded bound ? bound.command() : it)
                .filter(MetadataCommand.PerformUnleased.class::isInstance)
                .count())
        .as("once in vain")
        .isEqualTo(4);
    assertThat(masters.chunksOf("/b")).isEqualTo(masters.chunksOf("/a"));
  }

  private <T extends MasterEffect> List<T> sent(Class<T> type) {
    return masters.effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Namespace state() {
    return stateOf(masters);
  }

  /** Applies the log once more. */
  private static Namespace stateOf(FakeMasters masters) {
    Namespace namespace = new Namespace(FakeMasters.CHUNK_SIZE);
    masters.log.stream()
        .filter(entry -> entry.kind() == LogEntry.Kind.COMMAND)
        .forEach(entry -> namespace.perform(entry.index(), entry.command()));
    return namespace;
  }

  private void assertReferencesAreCounted() {
    assertCounted(masters);
  }

  /** Every chunk has as many references as files, deleted ones too, and copies under way. */
  private static void assertCounted(FakeMasters masters) {
    Namespace namespace = stateOf(masters);
    List<FileNode> files = new ArrayList<>();
    collect(node(namespace, FilePath.ROOT), files);
    namespace.deleted().forEach(entry -> collect(node(namespace, entry.now().path()), files));
    TreeMap<ChunkId, Integer> counted = new TreeMap<>();
    for (FileNode file : files) {
      file.chunks().forEach(chunk -> counted.merge(chunk, 1, Integer::sum));
      file.copiesUnderWay().forEach(chunk -> counted.merge(chunk, 1, Integer::sum));
    }
    TreeMap<ChunkId, Integer> known = new TreeMap<>();
    namespace.chunks().forEach((chunk, entry) -> known.put(chunk, entry.references()));
    assertThat(known).isEqualTo(counted);
  }

  private static FileNode node(Namespace namespace, FilePath path) {
    return Objects.requireNonNull(namespace.find(path).node(), () -> "nothing at " + path);
  }

  private static void collect(FileNode node, List<FileNode> files) {
    files.add(node);
    node.children().values().forEach(child -> collect(child, files));
  }
}
