package org.quorama.chunk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Write;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Three cores with disks in memory and a network that delivers in any order, and some orders twice.
 * What happens next is drawn from a seed; every disk keeps its order.
 */
final class ThreeChunkservers {
  static final NodeId N1 = NodeId.of("n1");
  static final NodeId N2 = NodeId.of("n2");
  static final NodeId N3 = NodeId.of("n3");
  static final List<NodeId> ALL = List.of(N1, N2, N3);
  static final int CHUNK_BYTES = 64 << 10;
  static final Duration LEASE = Duration.ofSeconds(60);
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SplittableRandom random;
  private final Map<NodeId, Server> servers = new LinkedHashMap<>();
  private final List<Runnable> network = new ArrayList<>();
  private final Map<CallId, MutationReply> answers = new LinkedHashMap<>();
  private final Map<DataId, byte[]> pushed = new LinkedHashMap<>();
  private final Set<NodeId> mute = new HashSet<>();
  private long calls = 1_000_000;

  /** Who ordered something from whom, and how it is called there. */
  private record Origin(NodeId primary, CallId forward) {}

  private static final class Server {
    final NodeId id;
    final ChunkCore core;
    final ArrayDeque<Runnable> disk = new ArrayDeque<>();
    final Map<ChunkId, byte[]> chunks = new LinkedHashMap<>();
    final Map<CallId, Origin> origins = new LinkedHashMap<>();
    final Set<DataId> evicted = new HashSet<>();
    MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));
    boolean isDead;

    Server(NodeId id) {
      this.id = id;
      this.core =
          new ChunkCore(
              new ChunkConfig(id, CHUNK_BYTES, Duration.ofSeconds(1), PATIENCE, 512), List.of(), 1);
    }
  }

  ThreeChunkservers(long seed) {
    random = new SplittableRandom(seed);
    ALL.forEach(id -> servers.put(id, new Server(id)));
  }

  /** Grants a chunk and runs until the version is durable. */
  void grant(ChunkId chunk, long version, List<NodeId> replicas) {
    Grant grant =
        new Grant(chunk, new ChunkVersion(version), version == 1, replicas.get(0), replicas, LEASE);
    replicas.forEach(to -> step(to, new ChunkInput.GrantArrived(call(), grant)));
    run();
  }

  /** Has all servers hold data under a name. */
  void push(DataId data, byte[] bytes) {
    pushed.put(data, bytes);
  }

  /** Has a server's buffer lose data. */
  void evict(NodeId from, DataId data) {
    server(from).evicted.add(data);
  }

  /** A client asks a primary; the answer comes some time. */
  CallId write(NodeId primary, ChunkId chunk, long version, Mutation mutation) {
    CallId call = call();
    Write write = new Write(chunk, new ChunkVersion(version), mutation);
    network.add(() -> step(primary, new ChunkInput.WriteArrived(call, write)));
    return call;
  }

  MutationReply answerTo(CallId call) {
    return Objects.requireNonNull(answers.get(call), "the answer");
  }

  boolean isAnswered(CallId call) {
    return answers.containsKey(call);
  }

  byte[] bytes(NodeId node, ChunkId chunk) {
    return server(node).chunks.getOrDefault(chunk, new byte[0]);
  }

  void kill(NodeId node) {
    Server server = server(node);
    server.isDead = true;
    server.disk.clear();
  }

  /** Loses every answer of a secondary from now on, or no more. */
  void mute(NodeId node, boolean isMute) {
    if (isMute) {
      mute.add(node);
    } else {
      mute.remove(node);
    }
  }

  /** Lets time pass on some clocks only: the others sleep, or lag. */
  void pass(Duration time, List<NodeId> on) {
    for (NodeId node : on) {
      Server server = server(node);
      server.now = server.now.plus(time);
      step(node, new ChunkInput.TimePassed());
    }
  }

  /** Runs until nothing is left to happen. */
  void run() {
    run(Integer.MAX_VALUE);
  }

  /** Lets so many things happen, fewer if there are no more. */
  void run(int events) {
    for (int i = 0; i < events; i++) {
      List<ArrayDeque<Runnable>> disks =
          servers.values().stream().map(server -> server.disk).filter(d -> !d.isEmpty()).toList();
      int choices = disks.size() + network.size();
      if (choices == 0) {
        return;
      }
      int choice = random.nextInt(choices);
      if (choice < disks.size()) {
        disks.get(choice).remove().run();
      } else {
        network.remove(choice - disks.size()).run();
      }
    }
  }

  private Server server(NodeId node) {
    return Objects.requireNonNull(servers.get(node), "a server of the three");
  }

  private CallId call() {
    calls++;
    return new CallId(calls);
  }

  private void step(NodeId node, ChunkInput input) {
    Server server = server(node);
    if (!server.isDead) {
      server.core.step(server.now, input).forEach(effect -> execute(server, effect));
    }
  }

  private void execute(Server server, ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      server.disk.add(
          () -> {
            server.chunks.putIfAbsent(store.chunk(), new byte[0]);
            step(server.id, new ChunkInput.Stored(store.call(), ErrorCode.NONE));
          });
    } else if (effect instanceof ChunkEffect.ApplyMutation apply) {
      server.disk.add(
          () -> {
            ErrorCode code = apply(server, apply);
            step(server.id, new ChunkInput.Stored(apply.call(), code));
          });
    } else if (effect instanceof ChunkEffect.Forward forward) {
      forward(server, forward);
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      answer(server, answer);
    }
  }

  private void forward(Server server, ChunkEffect.Forward forward) {
    Origin origin = new Origin(server.id, forward.call());
    int times = random.nextInt(10) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      CallId there = call();
      server(forward.to()).origins.put(there, origin);
      network.add(() -> step(forward.to(), new ChunkInput.MutateArrived(there, forward.mutate())));
    }
  }

  private void answer(Server server, ChunkEffect.AnswerMutation answer) {
    Origin origin = server.origins.remove(answer.call());
    if (origin == null) {
      answers.put(answer.call(), answer.reply());
    } else if (!mute.contains(server.id)) {
      ErrorCode code = answer.reply().code();
      network.add(
          () ->
              step(
                  origin.primary(),
                  new ChunkInput.ForwardAnswered(origin.forward(), server.id, code)));
    }
  }

  private ErrorCode apply(Server server, ChunkEffect.ApplyMutation effect) {
    Mutation mutation = effect.mutation();
    if (mutation instanceof Mutation.WriteData write) {
      if (server.evicted.contains(write.data())) {
        return ErrorCode.DATA_NOT_FOUND;
      }
      byte[] bytes = Objects.requireNonNull(pushed.get(write.data()), "pushed data");
      change(server, effect.chunk(), write.range(), bytes);
    } else if (mutation instanceof Mutation.Pad pad) {
      change(server, effect.chunk(), pad.range(), new byte[pad.range().length()]);
    }
    return ErrorCode.NONE;
  }

  private static void change(Server server, ChunkId chunk, ByteRange range, byte[] bytes) {
    byte[] old = Objects.requireNonNull(server.chunks.get(chunk), "a chunk that is held");
    server.chunks.put(chunk, changed(old, range, bytes));
  }

  static byte[] changed(byte[] old, ByteRange range, byte[] bytes) {
    byte[] changed = Arrays.copyOf(old, (int) Math.max(old.length, range.end()));
    System.arraycopy(bytes, 0, changed, (int) range.offset(), bytes.length);
    return changed;
  }
}
