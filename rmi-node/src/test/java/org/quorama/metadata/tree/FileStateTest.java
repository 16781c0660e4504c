package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.ChunkCopy;
import org.quorama.metadata.command.MetadataCommand.Perform;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;

/** Random commands of every kind, most of which fit the state that they meet. */
class FileStateTest {
  private static final int CHUNK = 1024;
  private static final int COMMANDS = 1500;
  private static final List<NodeId> NODES =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"));

  private final Map<String, Integer> applied = new TreeMap<>();
  private SplittableRandom random = new SplittableRandom(1);
  private Namespace state = new Namespace(CHUNK);
  private long index;
  private long session;

  @Test
  @DisplayName(
      "F-28 A restored master goes on like one that applied everything; ids are not reused")
  void restoredStateGoesOnAlike() {
    for (int seed = 1; seed <= 6; seed++) {
      random = new SplittableRandom(seed);
      state = new Namespace(CHUNK);
      index = 0;
      session = 0;
      Namespace other = new Namespace(CHUNK);
      TreeSet<ChunkId> ever = new TreeSet<>();
      for (int i = 0; i < COMMANDS; i++) {
        if (i % 97 == 0) {
          Bytes snapshot = state.snapshot();
          other = new Namespace(CHUNK);
          other.restore(index, snapshot);
          assertThat(other.snapshot()).isEqualTo(snapshot);
        }
        TreeSet<ChunkId> before = new TreeSet<>(state.chunks().keySet());
        Bytes command = MetadataCommand.encode(command());
        index++;
        assertThat(other.perform(index, command)).isEqualTo(perform(command));
        assertThat(other.digest()).isEqualTo(state.digest());
        assertReferencesAreCounted();
        state.chunks().keySet().stream()
            .filter(chunk -> !before.contains(chunk))
            .forEach(chunk -> assertThat(ever.add(chunk)).as("%s is new", chunk).isTrue());
      }
    }
    assertThat(applied.keySet())
        .contains(
            "ReservePlaced",
            "CreateWritten",
            "FillFile",
            "EndSession",
            "StartClone",
            "EndClone",
            "ExpireDeleted",
            "SettleLength")
        .contains("Snapshot", "Truncate", "DeleteTree", "Undelete", "JoinReplica");
  }

  private OperationReply perform(Bytes encoded) {
    OperationReply reply = state.perform(index, encoded);
    if (reply.outcome() == Outcome.OK) {
      applied.merge(kind(MetadataCommand.decode(encoded)), 1, Integer::sum);
    }
    return reply;
  }

  private static String kind(MetadataCommand command) {
    if (command instanceof Perform perform) {
      return perform.mutation().getClass().getSimpleName();
    }
    return command instanceof MetadataCommand.PerformUnleased unleased
        ? kind(unleased.perform())
        : command.getClass().getSimpleName();
  }

  private void assertReferencesAreCounted() {
    TreeMap<ChunkId, Integer> counted = new TreeMap<>();
    count(node(FilePath.ROOT), counted);
    state.deleted().forEach(entry -> count(node(entry.now().path()), counted));
    state.reserved(session).forEach(entry -> counted.merge(entry.chunk(), 1, Integer::sum));
    TreeMap<ChunkId, Integer> known = new TreeMap<>();
    state.chunks().forEach((chunk, entry) -> known.put(chunk, entry.references()));
    assertThat(known).isEqualTo(counted);
  }

  private FileNode node(FilePath path) {
    return Objects.requireNonNull(state.find(path).node(), () -> "nothing at " + path);
  }

  private static void count(FileNode node, Map<ChunkId, Integer> counted) {
    node.chunks().forEach(chunk -> counted.merge(chunk, 1, Integer::sum));
    node.copiesUnderWay().forEach(chunk -> counted.merge(chunk, 1, Integer::sum));
    node.children().values().forEach(child -> count(child, counted));
  }

  private MetadataCommand command() {
    FilePath path = path();
    FileNode file = state.find(path).node();
    boolean hasChunks = file != null && !file.chunks().isEmpty();
    if (!state.hasSession(session)) {
      session = index + 1;
      return new MetadataCommand.OpenSession(Duration.ofMinutes(1));
    }
    return switch (random.nextInt(hasChunks ? 22 : 10)) {
      case 0 -> perform(new FileOperation.MakeDirectory(path));
      case 1 -> perform(new FileOperation.CreateFile(path, SyncMode.CLOSE));
      case 2 ->
          new MetadataCommand.ReservePlaced(
              inSession(new FileOperation.ReserveChunks(2, givenUp())),
              List.of(
                  new MetadataCommand.PlacedChunk(fresh(), first()),
                  new MetadataCommand.PlacedChunk(fresh(), first())));
      case 3 ->
          perform(
              random.nextBoolean()
                  ? new FileOperation.Rename(path, path())
                  : new FileOperation.Replace(path, path()));
      case 4 -> perform(new FileOperation.Undelete(deletedPath()));
      case 5 -> new MetadataCommand.ExpireDeleted(state.deletedAfter(0).stream().limit(1).toList());
      case 6 -> unleased(new FileOperation.DeleteTree(path));
      case 7 -> new MetadataCommand.PlaceChunk(path, sizeOf(file), fresh(), first());
      case 8 ->
          inSession(
              random.nextBoolean()
                  ? new FileOperation.CreateWritten(path, SyncMode.CLOSE, reserved(), length())
                  : new FileOperation.FillFile(path, length(), reserved(), index));
      case 9 ->
          random.nextInt(4) > 0
              ? perform(new FileOperation.MakeDirectory(path))
              : new MetadataCommand.EndSession(session, MetadataCommand.EndCause.EXPIRED);
      default -> onChunk(path, Objects.requireNonNull(file));
    };
  }

  private long length() {
    return 1L + random.nextInt(CHUNK);
  }

  private MetadataCommand onChunk(FilePath path, FileNode file) {
    int at = random.nextInt(file.chunks().size());
    ChunkId chunk = file.chunks().get(at);
    ChunkEntry entry = state.chunk(chunk).orElseThrow();
    ChunkVersion version = entry.granted().version();
    NodeId node = NODES.get(random.nextInt(3));
    long length = random.nextLong((long) sizeOf(file) * CHUNK + 1);
    ChunkId copy = file.copiesUnderWay().stream().findFirst().orElse(fresh());
    return switch (random.nextInt(14)) {
      case 0 ->
          new MetadataCommand.GrantLease(
              chunk, placed(version.next()), random.nextInt(4) == 0 ? 1 : entry.confirmedNumber());
      case 1, 2 -> new MetadataCommand.ConfirmGrant(chunk, version);
      case 3 -> perform(new FileOperation.ExtendFile(path, length, chunk));
      case 4 -> perform(new FileOperation.ExtendFile(path, length));
      case 5 -> unleased(new FileOperation.Truncate(path, length));
      case 6, 7 -> unleased(new FileOperation.Snapshot(path, path()));
      case 8 -> new MetadataCommand.StartClone(new ChunkCopy(path, at, chunk, fresh()), first());
      case 9, 10 -> new MetadataCommand.EndClone(new ChunkCopy(path, at, chunk, copy));
      case 11 -> new MetadataCommand.JoinReplica(chunk, version, node);
      case 12 -> new MetadataCommand.RetireReplica(chunk, version, node);
      default ->
          new MetadataCommand.SettleLength(
              path, chunk, version, random.nextInt(CHUNK), random.nextBoolean());
    };
  }

  private static int sizeOf(@Nullable FileNode file) {
    return file == null ? 0 : file.chunks().size();
  }

  private Perform perform(FileOperation.Mutation mutation) {
    return new Perform(RequestId.NONE, mutation);
  }

  private Perform inSession(FileOperation.Mutation mutation) {
    return new Perform(new RequestId(session, index + 1), mutation);
  }

  /** Returns a chunk that is reserved, or one that is not. */
  private ChunkId reserved() {
    List<ChunkEntry> all = state.reserved(session);
    return all.isEmpty() ? fresh() : all.get(random.nextInt(all.size())).chunk();
  }

  private List<ChunkId> givenUp() {
    return random.nextInt(3) == 0 ? List.of(reserved()) : List.of();
  }

  private MetadataCommand unleased(FileOperation.Mutation mutation) {
    return new MetadataCommand.PerformUnleased(perform(mutation), index - random.nextInt(2));
  }

  private ChunkId fresh() {
    return new ChunkId(Math.max(1, state.nextChunk() - random.nextInt(2)));
  }

  private Placement first() {
    return placed(new ChunkVersion(1));
  }

  private Placement placed(ChunkVersion version) {
    List<NodeId> replicas = new ArrayList<>(NODES.subList(0, 1 + random.nextInt(3)));
    return new Placement(version, replicas.get(0), replicas);
  }

  private FilePath deletedPath() {
    var deleted = state.deleted();
    return deleted.isEmpty() ? path() : deleted.get(random.nextInt(deleted.size())).path();
  }

  private FilePath path() {
    String parent = random.nextInt(3) > 0 ? "" : "/" + (char) ('a' + random.nextInt(3));
    return FilePath.parse(parent + "/" + (char) ('a' + random.nextInt(3)));
  }
}
