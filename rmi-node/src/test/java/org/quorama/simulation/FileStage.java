package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.trace.TraceEvent;

/** Five nodes with files, and one client in front of each node; every rule is checked. */
final class FileStage {
  static final FilePath FILE = FilePath.ROOT.resolve("file");

  /** The number of a client that asks no master. */
  private static final int STUBBORN = 1_000_000;

  private final Stage stage;
  private final List<ChunkCalls> clients = new ArrayList<>();
  private final int leaderAtStart;
  private long orders;

  FileStage(Set<PlantedBug> bugs) {
    this(Stage.Setting.USUAL, bugs);
  }

  FileStage(Stage.Setting setting, Set<PlantedBug> bugs) {
    this(setting, bugs, null);
  }

  /** Makes one that tells somebody of all that happens. */
  FileStage(Stage.Setting setting, Set<PlantedBug> bugs, @Nullable Consumer<TraceEvent> sink) {
    stage = new Stage(setting, bugs, sink);
    int leader = stage.elected();
    leaderAtStart = leader;
    stage.run(5_000);
    for (int node = 0; node < stage.cluster().size(); node++) {
      MasterCalls master = stage.client((node + leader) % stage.cluster().size());
      int endpoint = stage.endpoint((node + leader) % stage.cluster().size());
      clients.add(new ChunkCalls(stage.cluster().world(), master, endpoint));
    }
  }

  Stage stage() {
    return stage;
  }

  SimulatedCluster cluster() {
    return stage.cluster();
  }

  SimulatedNode node(int index) {
    return stage.node(index);
  }

  /** Returns which node the first client asks first: the leader of then. */
  int leaderAtStart() {
    return leaderAtStart;
  }

  MasterCalls.Result perform(FileOperation operation) {
    return stage.performed(clients.get(0).master(), operation);
  }

  void creates(FilePath path) {
    require(perform(new FileOperation.CreateFile(path)).isOk(), "it is created");
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("This does not come about: " + what);
    }
  }

  AtomicReference<ChunkCalls.Outcome> begins(
      int client, FilePath path, int chunk, Mutation mutation, Bytes data) {
    AtomicReference<ChunkCalls.Outcome> outcome = new AtomicReference<>();
    clients
        .get(client)
        .change(
            new ChunkCalls.Target(path, chunk),
            data,
            id ->
                mutation instanceof Mutation.WriteData write
                    ? new Mutation.WriteData(write.range(), id, true)
                    : new Mutation.AppendData(data.length(), id, true),
            outcome::set);
    return outcome;
  }

  ChunkCalls.Outcome ended(AtomicReference<ChunkCalls.Outcome> begun) {
    stage.until("an outcome", () -> begun.get() != null, Stage.BOUND.multipliedBy(10));
    return begun.get();
  }

  ChunkCalls.Outcome writes(int client, FilePath path, int chunk, int offset, Bytes data) {
    return ended(begins(client, path, chunk, write(offset, data), data));
  }

  ChunkCalls.Outcome appends(int client, FilePath path, int chunk, Bytes data) {
    return ended(begins(client, path, chunk, append(data), data));
  }

  /** Has the primary of a location order a write from the first byte, whatever the master says. */
  AtomicReference<ChunkMessage.MutationReply> orders(
      OperationValue.ChunkLocation location, Bytes data) {
    DataId id = new DataId(STUBBORN, ++orders);
    for (NodeId replica : location.replicas()) {
      node(index(replica)).runner().chunks().push(id, data, pushed -> {});
    }
    Mutation write = new Mutation.WriteData(new ByteRange(0, data.length()), id, true);
    AtomicReference<ChunkMessage.MutationReply> reply = new AtomicReference<>();
    node(index(location.primary()))
        .runner()
        .chunks()
        .write(new ChunkMessage.Write(location.chunk(), location.version(), write), reply::set);
    return reply;
  }

  static Mutation write(int offset, Bytes data) {
    return new Mutation.WriteData(new ByteRange(offset, data.length()), new DataId(1, 1), true);
  }

  static Mutation append(Bytes data) {
    return new Mutation.AppendData(data.length(), new DataId(1, 1), true);
  }

  OperationValue.Locations locations(FilePath path) {
    MasterCalls.Result result = perform(new FileOperation.Locate(path));
    if (result.reply().value() instanceof OperationValue.Locations locations) {
      return locations;
    }
    throw new IllegalStateException("No locations of " + path + ": " + result);
  }

  OperationValue.ChunkLocation location(FilePath path, int chunk) {
    return locations(path).chunks().get(chunk);
  }

  ChunkRunner.ReadAnswer reads(NodeId replica, ChunkId chunk, ChunkVersion version) {
    ByteRange whole = new ByteRange(0, NodeMaker.CHUNK_BYTES);
    return stage.read(clients.get(0), replica, new ChunkMessage.Read(chunk, version, whole));
  }

  int index(NodeId node) {
    return cluster().world().indexOf(node);
  }

  ChunkDisk disk(NodeId node) {
    return cluster().chunkDisk(index(node));
  }

  /** Returns the nodes whose disks hold a chunk at a version or a later one. */
  List<NodeId> holders(ChunkId chunk, ChunkVersion atLeast) {
    return cluster().world().nodes().stream()
        .filter(
            node -> {
              ChunkVersion held = disk(node).version(chunk);
              return held != null && held.compareTo(atLeast) >= 0;
            })
        .toList();
  }

  static Bytes filled(int length, int with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return Bytes.wrap(bytes);
  }
}
