package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.CopyChunk;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Copies replicas: fences the chunk if somebody may be writing, has the copies made, and joins them
 * to the chunk through the log [GFS §4.3].
 *
 * <p>Invariant: a copy joins only if its version is still the only one, and nobody could write
 * under that version from before the copy began: so the copy lacks nothing.
 */
final class CopyWork {
  private static final Duration LEAST_TIME = Duration.ofSeconds(30);
  private static final long LEAST_BYTES_PER_SECOND = 1 << 20;

  private final CareState state;
  private final Fencing fencing;
  private final TreeMap<ChunkId, RepairTask> tasks = new TreeMap<>();
  private final TreeMap<CallId, Sent> sent = new TreeMap<>();

  /** Tasks that wait until a source may send one more copy; all of them are in {@link #tasks}. */
  private final ArrayDeque<RepairTask> waiting = new ArrayDeque<>();

  private final TreeMap<CallId, Sent> joining = new TreeMap<>();

  /** Proposals whose outcome only ends a task. */
  private final TreeMap<CallId, RepairTask> relieving = new TreeMap<>();

  private long finished;

  private record Sent(RepairTask task, RepairTask.Copy copy) {}

  CopyWork(CareState state) {
    this.state = state;
    this.fencing = new Fencing(state, this::copy, this::failed);
  }

  boolean isBusy(ChunkId chunk) {
    return tasks.containsKey(chunk);
  }

  /** Returns how many tasks have ended: when it grows, servers may have become free. */
  long finished() {
    return finished;
  }

  /** Returns how many copies are under way or about to be; a task without any counts as one. */
  int size() {
    return tasks.values().stream().mapToInt(task -> Math.max(1, task.targets.size())).sum();
  }

  /** Returns how many copies are on their way to a server. */
  int copiesTo(NodeId node) {
    return (int) tasks.values().stream().filter(task -> task.targets.contains(node)).count();
  }

  /** Tells whether one more copy may be on its way to a server. */
  boolean mayReceive(NodeId node) {
    return copiesTo(node) < state.config.repair().copiesPerServer();
  }

  /** Tells whether a server may send one more copy. */
  boolean maySend(NodeId node) {
    return copiesFrom(node) < state.config.repair().copiesPerServer();
  }

  /** Begins a task; no other is under way for its chunk. One without targets is a fence alone. */
  void start(RepairTask task, ChunkView view) {
    tasks.put(task.chunk, task);
    if (view.isSettled() && !state.desk.mayBeWritten(task.chunk)) {
      copy(task, view.version());
    } else {
      fencing.begin(task);
    }
  }

  private void copy(RepairTask task, ChunkVersion version) {
    task.version = version;
    if (state.locations.holders(task.chunk, version).isEmpty()) {
      failed(task);
      return;
    }
    if (task.targets.isEmpty()) {
      finish(task);
      return;
    }
    task.unsent.addAll(task.targets);
    waiting.add(task);
    sendWaiting();
  }

  /** Sends what waits for a source, the oldest first. */
  private void sendWaiting() {
    for (int count = waiting.size(); count > 0; count--) {
      RepairTask task = waiting.remove();
      sendUnsent(task);
      if (!task.unsent.isEmpty()) {
        waiting.add(task);
      }
    }
  }

  private void sendUnsent(RepairTask task) {
    ChunkVersion version = Objects.requireNonNull(task.version);
    List<NodeId> holders = state.locations.holders(task.chunk, version);
    List<NodeId> sources = sources(holders);
    while (!task.unsent.isEmpty() && !sources.isEmpty()) {
      NodeId from = sources.get(state.failures(task.chunk) % sources.size());
      send(task, version, from, task.unsent.removeFirst());
      sources = sources(holders);
    }
    if (holders.isEmpty()) {
      task.unsent.clear();
      task.failed = true;
      endIfDone(task);
    }
  }

  /** Returns who may send one more, the one that sends the least first. */
  private List<NodeId> sources(List<NodeId> holders) {
    return holders.stream()
        .filter(this::maySend)
        .sorted(Comparator.comparingLong(this::copiesFrom))
        .toList();
  }

  private long copiesFrom(NodeId node) {
    return sent.values().stream().filter(one -> one.copy().from.equals(node)).count();
  }

  private void send(RepairTask task, ChunkVersion version, NodeId from, NodeId to) {
    Duration time = Duration.ofSeconds(lengthOf(task.chunk, from) / LEAST_BYTES_PER_SECOND);
    MonotonicTime deadline = state.now().plus(LEAST_TIME).plus(time);
    RepairTask.Copy copy = new RepairTask.Copy(from, to, deadline);
    task.copies.add(copy);
    CallId call = state.desk.draw();
    sent.put(call, new Sent(task, copy));
    state.desk.emit(new MasterEffect.SendCopy(call, to, new CopyChunk(task.chunk, version, from)));
    state.observe(new MasterFact.CopyOrdered(task.chunk, version, from, to, task.cause));
  }

  /** Returns how long a replica is, 0 if that is not known. */
  long lengthOf(ChunkId chunk, NodeId node) {
    ReportedServer server = state.locations.server(node);
    ReportedServer.Held held = server == null ? null : server.replica(chunk);
    return held == null ? 0 : held.lengthBytes();
  }

  /** Takes a chunkserver's answer to a fence; returns false if it was none. */
  boolean grantAnswered(CallId call, boolean accepted) {
    return fencing.grantAnswered(call, accepted);
  }

  void copyAnswered(CallId call, ErrorCode code) {
    Sent answered = sent.remove(call);
    if (answered == null) {
      return;
    }
    RepairTask task = answered.task();
    RepairTask.Copy copy = answered.copy();
    ChunkVersion version = Objects.requireNonNull(task.version);
    state.observe(new MasterFact.CopyDone(task.chunk, version, copy.to, code));
    if (code == ErrorCode.NONE) {
      copy.landed = true;
      long length = lengthOf(task.chunk, copy.from);
      state.locations.copied(copy.to, task.chunk, version, length, state.now());
      MetadataCommand join = new MetadataCommand.JoinReplica(task.chunk, version, copy.to);
      joining.put(state.propose(join), answered);
    } else {
      ended(task, copy, false);
    }
    sendWaiting();
  }

  /** Takes the end of a proposal; returns false if it was none of a copy. */
  boolean proposalEnded(CallId proposal, boolean applied) {
    Sent joined = joining.remove(proposal);
    if (joined != null) {
      ended(joined.task(), joined.copy(), applied);
      return true;
    }
    RepairTask relieved = relieving.remove(proposal);
    if (relieved != null) {
      finish(relieved);
      return true;
    }
    return fencing.proposalEnded(proposal, applied);
  }

  private void ended(RepairTask task, RepairTask.Copy copy, boolean joined) {
    task.copies.remove(copy);
    task.failed |= !joined;
    endIfDone(task);
  }

  private void endIfDone(RepairTask task) {
    if (!task.copies.isEmpty() || !task.unsent.isEmpty()) {
      return;
    }
    if (task.relieved != null && !task.failed) {
      relieve(task, task.relieved);
    } else {
      finish(task);
    }
  }

  /** The copy is durable and in the log: now the replica that it relieves may go. */
  private void relieve(RepairTask task, NodeId node) {
    ChunkVersion version = Objects.requireNonNull(task.version);
    state.observe(new MasterFact.ReplicaTrimmed(task.chunk, node, "moved"));
    relieving.put(
        state.propose(new MetadataCommand.RetireReplica(task.chunk, version, node)), task);
  }

  private void failed(RepairTask task) {
    task.failed = true;
    finish(task);
  }

  private void finish(RepairTask task) {
    tasks.remove(task.chunk, task);
    if (task.failed) {
      state.failed(task.chunk);
    } else {
      state.succeeded(task.chunk);
    }
    state.dirty.add(task.chunk);
    finished++;
    state.copied = true;
  }

  /** Gives up what nobody answers. */
  void timePassed() {
    fencing.timePassed();
    List<CallId> late = new ArrayList<>();
    sent.forEach(
        (call, one) -> {
          if (one.copy().deadline.isDue(state.now())) {
            late.add(call);
          }
        });
    late.forEach(call -> copyAnswered(call, ErrorCode.INDETERMINATE));
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = fencing.nextWakeup();
    for (Sent one : sent.values()) {
      next = next.earliest(one.copy().deadline);
    }
    return next;
  }

  void clear() {
    tasks.clear();
    sent.clear();
    waiting.clear();
    joining.clear();
    relieving.clear();
    fencing.clear();
  }
}
