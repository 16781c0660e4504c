package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.simulation.SimulationPlan;

/**
 * Whatever the log says, the master keeps to the rules of its tree and its chunks. Commands are
 * drawn from few names, so that most meet others: also those that no simulated client sends.
 */
class ShadowMasterTest {
  private static final int CHUNK_BYTES = 64;
  private static final int SEEDS = 60;
  private static final int COMMANDS = 300;
  private static final NodeId NODE = NodeId.of("n1");
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Says which commands make sense, and is restored from its own snapshots now and then. */
  private final Namespace known = new Namespace(CHUNK_BYTES);

  private final CommittedLog log = new CommittedLog();
  private SplittableRandom random = new SplittableRandom(0);
  private int effective;

  @Test
  @DisplayName("D.1 14, 18, 20: no commands break the tree, the counts or the versions")
  void keepsTheRulesWhateverIsCommitted() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ShadowMasterTest run = new ShadowMasterTest();
      run.random = new SplittableRandom(seed);
      assertThatCode(run::run).as("seed %d", seed).doesNotThrowAnyException();
      assertThat(run.effective).as("commands with an effect").isGreaterThan(COMMANDS / 8);
    }
  }

  private void run() {
    Rules rules = new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0);
    ShadowMaster shadow = new ShadowMaster(rules, CHUNK_BYTES, log);
    for (long index = 1; index <= COMMANDS; index++) {
      Bytes command = MetadataCommand.encode(any());
      if (known.perform(index, command).outcome() == Outcome.OK) {
        effective++;
      }
      log.add(LogEntry.command(new LogPosition(1, index), command), 1);
      shadow.catchUp();
      if (random.nextInt(20) == 0) {
        known.restore(index, known.snapshot());
      }
    }
    shadow.ended();
  }

  private MetadataCommand any() {
    int kind = random.nextInt(10);
    if (kind < 5) {
      return new MetadataCommand.Perform(RequestId.NONE, 0, ofTree());
    } else if (kind < 8) {
      return ofChunk(path());
    }
    return kind == 8 ? ofSession() : new MetadataCommand.ExpireDeleted(oldestDeleted());
  }

  private FileOperation.Mutation ofTree() {
    List<FileOperation.Mutation> all =
        List.of(
            new FileOperation.MakeDirectory(path()),
            new FileOperation.MakeDirectory(path()),
            new FileOperation.CreateFile(path()),
            new FileOperation.CreateFile(path()),
            new FileOperation.Delete(path()),
            new FileOperation.DeleteTree(path()),
            new FileOperation.Undelete(path()),
            new FileOperation.Rename(path(), path()),
            new FileOperation.Replace(path(), path()),
            new FileOperation.Snapshot(path(), path()),
            new FileOperation.Truncate(path(), random.nextInt(CHUNK_BYTES)));
    return all.get(random.nextInt(all.size()));
  }

  private FilePath path() {
    FilePath path = FilePath.ROOT;
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path;
  }

  private List<Long> oldestDeleted() {
    return known.deletedAfter(0).stream().limit(1).toList();
  }

  /** Returns something of a chunk of a file, or gives it one. */
  private MetadataCommand ofChunk(FilePath path) {
    FileNode file = known.find(path).node();
    List<ChunkId> chunks = file == null ? List.of() : file.chunks();
    ChunkId next = new ChunkId(known.nextChunk());
    if (file == null || chunks.isEmpty() || random.nextInt(4) == 0) {
      return new MetadataCommand.PlaceChunk(path, chunks.size(), next, placement(1));
    }
    int at = random.nextInt(chunks.size());
    ChunkEntry entry = known.chunk(chunks.get(at)).orElseThrow();
    long granted = entry.granted().version().number();
    ChunkId copied = file.copiesUnderWay().stream().findFirst().orElse(next);
    List<MetadataCommand> all =
        List.of(
            new MetadataCommand.GrantLease(
                entry.chunk(), placement(granted + random.nextInt(2)), entry.confirmedNumber()),
            new MetadataCommand.FenceChunk(
                entry.chunk(), placement(granted + 1), entry.confirmedNumber()),
            new MetadataCommand.ConfirmGrant(
                entry.chunk(), new ChunkVersion(Math.max(1, granted - random.nextInt(2)))),
            new MetadataCommand.AdoptVersion(entry.chunk(), new ChunkVersion(granted + 1)),
            new MetadataCommand.StartClone(
                new MetadataCommand.ChunkCopy(path, at, entry.chunk(), next), placement(1)),
            new MetadataCommand.EndClone(
                new MetadataCommand.ChunkCopy(path, at, entry.chunk(), copied)));
    return all.get(random.nextInt(all.size()));
  }

  private static Placement placement(long version) {
    return new Placement(new ChunkVersion(version), NODE, List.of(NODE));
  }

  /** Returns the beginning of a session, its end, or what it does between. */
  private MetadataCommand ofSession() {
    long session = known.sessionTimeouts().keySet().stream().findFirst().orElse(0L);
    if (session == 0) {
      return new MetadataCommand.OpenSession(Duration.ofSeconds(4));
    } else if (random.nextInt(8) == 0) {
      return new MetadataCommand.EndSession(session, MetadataCommand.EndCause.EXPIRED);
    }
    RequestId id = new RequestId(session, 1 + random.nextInt(1000));
    List<ChunkEntry> reserved = known.reserved(session);
    if (!reserved.isEmpty() && random.nextBoolean()) {
      ChunkId chunk = reserved.get(0).chunk();
      return new MetadataCommand.Perform(
          id, 0, new FileOperation.CreateWritten(path(), SyncMode.ALWAYS, chunk, 8));
    }
    List<ChunkId> givenUp = reserved.stream().limit(1).map(ChunkEntry::chunk).toList();
    return new MetadataCommand.ReservePlaced(
        new MetadataCommand.Perform(id, 0, new FileOperation.ReserveChunks(1, givenUp)),
        List.of(new MetadataCommand.PlacedChunk(new ChunkId(known.nextChunk()), placement(1))));
  }
}
