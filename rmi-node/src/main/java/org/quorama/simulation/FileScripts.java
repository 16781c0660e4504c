package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Invariants;
import org.quorama.runtime.core.NodeInput;

/** Scenarios of files in which bugs show that chance rarely finds. */
final class FileScripts {
  private static final FilePath FILE = FilePath.ROOT.resolve("file");
  private static final Bytes CONTENT = Bytes.ofUtf8("content");
  private static final Duration REPAIRED = Duration.ofSeconds(40);

  private FileScripts() {}

  /**
   * A leader knows three replicas; another leader has one of them replaced, whose server is gone;
   * then the first one leads again, and may not take what it knew for a fourth replica.
   */
  static void leadsAgain(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    int first = stage.elected();
    stage.run(4_000);
    OperationValue.ChunkLocation chunk = written(stage, first);
    stage.run(1_500);

    int lost = -1;
    for (NodeId replica : chunk.replicas()) {
      int node = stage.cluster().world().indexOf(replica);
      lost = node == first || replica.equals(chunk.primary()) ? lost : node;
    }
    int second = (lost + 1) % stage.cluster().size();
    second = second == first ? (second + 1) % stage.cluster().size() : second;
    handOver(stage, second);
    int gone = lost;
    stage.cluster().crash(gone);
    stage.cluster().chunkDisk(gone).delete(chunk.chunk());
    stage.until("it is replaced", () -> holders(stage, chunk).size() == 3, REPAIRED);
    stage.run(1_000);

    handOver(stage, first);
    stage.run(15_000);
  }

  /** A byte of a replica is flipped on the disk; whoever reads it must not get it. */
  static void readsFlippedByte(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    int leader = stage.elected();
    stage.run(4_000);
    OperationValue.ChunkLocation chunk = written(stage, leader);

    NodeId bad = chunk.primary();
    stage.cluster().chunkDisk(stage.cluster().world().indexOf(bad)).flip(5, chunk.chunk()::equals);
    ChunkRunner.ReadAnswer answer = read(stage, leader, chunk, bad);

    Invariants.check(
        answer.code() != ErrorCode.NONE || answer.bytes().equals(CONTENT),
        "%s answers a read with a flipped byte",
        bad);
  }

  /** The order of a first write comes to a secondary again when another version is there. */
  static void firstWriteComesAgain(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    int leader = stage.elected();
    stage.run(4_000);
    MasterCalls client = stage.client(leader);
    OperationValue.ChunkLocation made = reserved(stage, client);
    AtomicReference<ErrorCode> code = new AtomicReference<>();
    ArrayList<Mutation.WriteData> first = new ArrayList<>();
    calls(stage, client, leader)
        .writeFirst(
            new ChunkCalls.Target(FILE, 0),
            made,
            id -> {
              first.add(new Mutation.WriteData(new ByteRange(0, CONTENT.length()), id, true));
              return first.get(0);
            },
            CONTENT,
            code::set);
    stage.until("the first write", () -> code.get() == ErrorCode.NONE);
    stage.performed(
        client,
        new FileOperation.CreateWritten(FILE, SyncMode.ALWAYS, made.chunk(), CONTENT.length()));
    OperationValue.ChunkLocation now = changed(stage, leader);
    NodeId secondary =
        now.replicas().stream().filter(id -> !id.equals(now.primary())).findFirst().orElseThrow();
    Mutation.FirstWrite again = new Mutation.FirstWrite(first.get(0), now.replicas());
    ChunkMessage.Mutate late = new ChunkMessage.Mutate(now.chunk(), ChunkVersion.FIRST, 1, again);
    CallId call = new CallId(Long.MAX_VALUE);
    stage
        .node(stage.cluster().world().indexOf(secondary))
        .take(new NodeInput.ForChunk(new ChunkInput.MutateArrived(call, late)));
    stage.run(1_000);
  }

  private static OperationValue.ChunkLocation reserved(Stage stage, MasterCalls client) {
    FileOperation wish = new FileOperation.ReserveChunks(1, List.of());
    if (stage.performed(client, wish).reply().value()
        instanceof OperationValue.ReservedChunks reserved) {
      return reserved.locations().get(0);
    }
    throw new IllegalStateException("Nothing was reserved");
  }

  private static ChunkRunner.ReadAnswer read(
      Stage stage, int leader, OperationValue.ChunkLocation chunk, NodeId replica) {
    ByteRange whole = new ByteRange(0, CONTENT.length());
    return stage.read(
        calls(stage, stage.client(leader), leader),
        replica,
        new ChunkMessage.Read(chunk.chunk(), chunk.version(), whole));
  }

  private static ChunkCalls calls(Stage stage, MasterCalls client, int leader) {
    return new ChunkCalls(stage.cluster().world(), client, stage.endpoint(leader));
  }

  private static OperationValue.ChunkLocation written(Stage stage, int leader) {
    stage.performed(stage.client(leader), new FileOperation.CreateFile(FILE));
    return changed(stage, leader);
  }

  /** Writes to the file; returns where its chunk is then. */
  private static OperationValue.ChunkLocation changed(Stage stage, int leader) {
    MasterCalls client = stage.client(leader);
    ChunkCalls calls = calls(stage, client, leader);
    AtomicReference<ChunkCalls.Outcome> outcome = new AtomicReference<>();
    calls.change(
        new ChunkCalls.Target(FILE, 0),
        CONTENT,
        id -> new Mutation.WriteData(new ByteRange(0, CONTENT.length()), id, true),
        outcome::set);
    stage.until("an acknowledgement", () -> outcome.get() != null && outcome.get().isOk());
    if (stage.performed(client, new FileOperation.Locate(FILE)).reply().value()
        instanceof OperationValue.Locations locations) {
      return locations.chunks().get(0);
    }
    throw new IllegalStateException("The file has no chunk");
  }

  private static void handOver(Stage stage, int to) {
    stage.cluster().transfer(to);
    stage.until("it leads", () -> stage.cluster().leader() == to);
  }

  /** Returns the nodes that hold a replica which lacks nothing. */
  private static List<NodeId> holders(Stage stage, OperationValue.ChunkLocation chunk) {
    ArrayList<NodeId> holders = new ArrayList<>();
    for (NodeId node : stage.cluster().world().nodes()) {
      int index = stage.cluster().world().indexOf(node);
      ChunkVersion held = stage.cluster().chunkDisk(index).version(chunk.chunk());
      if (held != null && held.compareTo(chunk.version()) >= 0) {
        holders.add(node);
      }
    }
    return holders;
  }
}
