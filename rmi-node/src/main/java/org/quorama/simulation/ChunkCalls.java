package org.quorama.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/**
 * A client's way to chunks: opens them, pushes data to all replicas, has the primary order it, and
 * tries again without the replicas that failed [GFS §3.1].
 */
final class ChunkCalls {
  private static final long CALL_TIMEOUT = 1_500_000_000;
  private static final int MAX_ATTEMPTS = 4;

  private final World world;
  private final MasterCalls master;
  private final SplittableRandom random;
  private final int endpoint;

  /** Where chunks were when they were opened last; may be out of date. */
  private final Map<Target, OperationValue.ChunkLocation> cache = new HashMap<>();

  /** Primaries from which no answer came: a message to them may still be on its way. */
  private final Map<Target, NodeId> suspects = new HashMap<>();

  private long pushes;

  ChunkCalls(World world, MasterCalls master, int endpoint) {
    this.world = world;
    this.master = master;
    this.random = world.chances().workload().split();
    this.endpoint = endpoint;
  }

  /** A chunk as clients name it. */
  record Target(FilePath path, int index) {}

  /**
   * What became of a change after all attempts.
   *
   * @param code NONE if it is acknowledged, CHUNK_FULL if a record did not fit
   * @param offset where a record went
   * @param repeated whether an earlier attempt may have happened as well
   * @param version under which it was ordered last, null if it never was
   */
  record Outcome(ErrorCode code, long offset, boolean repeated, @Nullable ChunkVersion version) {
    boolean isOk() {
      return code == ErrorCode.NONE;
    }
  }

  MasterCalls master() {
    return master;
  }

  /**
   * Changes a chunk; the outcome comes later, and surely.
   *
   * @param target which
   * @param data what is pushed
   * @param mutation what is ordered
   * @param done gets the outcome
   */
  void change(
      Target target, Bytes data, Function<DataId, Mutation> mutation, Consumer<Outcome> done) {
    new Change(target, data, mutation, done).begin();
  }

  /** Forgets where the chunks of a file are. */
  void forget(FilePath path) {
    cache.keySet().removeIf(target -> target.path().equals(path));
  }

  /** Asks one replica; exactly one of the answer and the loss comes. */
  void read(
      NodeId replica,
      ChunkMessage.Read message,
      Consumer<ChunkRunner.ReadAnswer> answered,
      Runnable lost) {
    ChunkRunner to = peer(replica);
    world.network().call(link(replica), caller -> to.read(message, caller), answered, lost);
  }

  /**
   * Makes a new chunk with its first bytes; tried once. The client may take it for a chunk that it
   * may write to, though nobody has a lease of it: then its primary refuses.
   *
   * @param target which
   * @param location what the master said of it
   * @param write makes the write of what was pushed
   * @param data what is pushed
   * @param done gets NONE if all replicas have it
   */
  void writeFirst(
      Target target,
      OperationValue.ChunkLocation location,
      Function<DataId, Mutation.WriteData> write,
      Bytes data,
      Consumer<ErrorCode> done) {
    if (random.nextInt(4) == 0) {
      cache.put(target, location);
    }
    push(
        location,
        data,
        id ->
            order(
                location,
                new Mutation.FirstWrite(write.apply(id), location.primaryFirst()),
                reply -> done.accept(reply.code()),
                () -> done.accept(ErrorCode.REPLICA_FAILED)),
        missing -> done.accept(ErrorCode.REPLICA_FAILED));
  }

  /** Pushes data to all replicas of a chunk. */
  private void push(
      OperationValue.ChunkLocation location,
      Bytes data,
      Consumer<DataId> pushed,
      Consumer<List<NodeId>> failed) {
    pushes++;
    DataId id = new DataId(endpoint, pushes);
    ArrayList<NodeId> missing = new ArrayList<>();
    int[] open = {location.replicas().size()};
    Consumer<Boolean> counted =
        ok -> {
          open[0]--;
          if (open[0] == 0 && missing.isEmpty()) {
            pushed.accept(id);
          } else if (open[0] == 0) {
            failed.accept(missing);
          }
        };
    for (NodeId replica : location.replicas()) {
      ChunkRunner to = peer(replica);
      world
          .network()
          .<Boolean>call(
              link(replica),
              caller -> to.push(id, data, caller),
              counted,
              () -> {
                missing.add(replica);
                counted.accept(false);
              });
    }
  }

  /** Has a primary order a mutation. */
  private void order(
      OperationValue.ChunkLocation location,
      Mutation mutation,
      Consumer<ChunkMessage.MutationReply> ordered,
      Runnable lost) {
    ChunkMessage.Write message =
        new ChunkMessage.Write(location.chunk(), location.version(), mutation);
    ChunkRunner primary = peer(location.primary());
    world
        .network()
        .<ChunkMessage.MutationReply>callOnce(
            link(location.primary()), caller -> primary.write(message, caller), ordered, lost);
  }

  private ChunkRunner peer(NodeId id) {
    return world.peers().get(world.indexOf(id)).runner().chunks();
  }

  private SimulatedNetwork.Link link(NodeId to) {
    return new SimulatedNetwork.Link(endpoint, world.indexOf(to), CALL_TIMEOUT);
  }

  /** One change on its way. */
  private final class Change {
    private final Target target;
    private final Bytes data;
    private final Function<DataId, Mutation> mutation;
    private final Consumer<Outcome> done;
    private final TreeSet<NodeId> failed = new TreeSet<>();
    private int attempts;
    private boolean repeated;
    private @Nullable ChunkVersion version;

    /** The version of the attempt before, which failed; null in the first one. */
    private @Nullable ChunkVersion unusable;

    Change(Target target, Bytes data, Function<DataId, Mutation> mutation, Consumer<Outcome> done) {
      this.target = target;
      this.data = data;
      this.mutation = mutation;
      this.done = done;
    }

    void begin() {
      OperationValue.ChunkLocation known = cache.get(target);
      NodeId suspect = suspects.get(target);
      if (suspect != null) {
        failed.add(suspect);
      }
      if (known != null && suspect == null && random.nextInt(4) > 0) {
        attempts++;
        push(known);
      } else {
        open();
      }
    }

    private void open() {
      attempts++;
      if (attempts > MAX_ATTEMPTS) {
        end(ErrorCode.INDETERMINATE, -1);
        return;
      }
      cache.remove(target);
      List<NodeId> without = List.copyOf(failed);
      failed.clear();
      master.perform(
          new FileOperation.OpenChunk(target.path(), target.index(), without, unusable),
          result -> {
            if (result.reply().value() instanceof OperationValue.WritableChunk chunk) {
              suspects.remove(target);
              cache.put(target, chunk.location());
              push(chunk.location());
            } else {
              end(result.isOk() ? ErrorCode.INVALID : result.reply().code(), -1);
            }
          });
    }

    private void push(OperationValue.ChunkLocation location) {
      unusable = location.version();
      ChunkCalls.this.push(location, data, id -> order(location, id), this::again);
    }

    private void order(OperationValue.ChunkLocation location, DataId id) {
      version = location.version();
      ChunkCalls.this.order(location, mutation.apply(id), this::ordered, () -> lost(location));
    }

    private void lost(OperationValue.ChunkLocation location) {
      repeated = true;
      suspects.put(target, location.primary());
      again(List.of(location.primary()));
    }

    private void ordered(ChunkMessage.MutationReply reply) {
      if (reply.code() == ErrorCode.NONE || reply.code() == ErrorCode.CHUNK_FULL) {
        end(reply.code(), reply.offset());
      } else {
        repeated |= reply.code() == ErrorCode.REPLICA_FAILED;
        again(reply.failed());
      }
    }

    private void again(List<NodeId> alsoFailed) {
      failed.addAll(alsoFailed);
      open();
    }

    private void end(ErrorCode code, long offset) {
      done.accept(new Outcome(code, offset, repeated, version));
    }
  }

  /** Returns the location of a chunk that the client holds for known, null if none. */
  OperationValue.@Nullable ChunkLocation cached(Target target) {
    return cache.get(target);
  }
}
