package org.quorama.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.metadata.MasterInput.Asked;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Unleased;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Has leases end before a snapshot, a truncation or a deletion takes effect [GFS §3.4]: asks their
 * holders to give them up, and waits until a lease is over whose holder cannot be reached. Until
 * the operation has its answer nobody is granted a chunk below its path.
 *
 * <p>What this leader cannot hold back is what was proposed before: so the command says which state
 * was looked at, and has no effect if something was granted or moved since. Then it looks again.
 */
final class Revocations {
  private static final int MAX_ATTEMPTS = 20;

  /** So many leases are taken back at once: a tree may have many. */
  private static final int MAX_AT_ONCE = 512;

  private final MasterState state;
  private final ChunkOpening opening;
  private final LinkedHashMap<CallId, Task> tasks = new LinkedHashMap<>();

  /** When to ask again, of chunks whose holders were asked; at most so many at once. */
  private final TreeMap<ChunkId, MonotonicTime> askAgain = new TreeMap<>();

  /** How many holders have not answered yet. */
  private int asking;

  /** Whether a lease was given up, or a chunk is no longer being opened, since the last look. */
  private boolean leasesChanged;

  /** One operation that waits. */
  private static final class Task {
    final Asked asked;
    final FileOperation.Mutation mutation;
    final FilePath path;

    /** Chunks that were leased when somebody looked last. */
    final TreeSet<ChunkId> held = new TreeSet<>();

    /** Whether a chunk was being opened then. */
    boolean awaitsOpening;

    boolean isProposed;
    int attempts;

    Task(Asked asked, FileOperation.Mutation mutation, FilePath path) {
      this.asked = asked;
      this.mutation = mutation;
      this.path = path;
    }
  }

  Revocations(MasterState state, ChunkOpening opening) {
    this.state = state;
    this.opening = opening;
  }

  /** Tells whether an operation has to wait until leases end. */
  static boolean concerns(FileOperation operation) {
    return operation instanceof FileOperation.Mutation mutation
        && Unleased.pathOf(mutation).isPresent();
  }

  /** Takes up an operation that {@link #concerns} tells of. */
  void begin(Asked asked) {
    FileOperation.Mutation mutation = (FileOperation.Mutation) asked.request().operation();
    Task task = new Task(asked, mutation, Unleased.pathOf(mutation).orElseThrow());
    tasks.put(asked.call(), task);
    proceed(task);
  }

  /** Tells whether nobody may be granted a chunk of a file for now. */
  boolean blocks(FilePath path) {
    return tasks.values().stream().anyMatch(task -> path.startsWith(task.path));
  }

  /** Tells whether the lease of a chunk is being taken back. */
  boolean isRevoking(ChunkId chunk) {
    return tasks.values().stream().anyMatch(task -> task.held.contains(chunk));
  }

  private void proceed(Task task) {
    if (!state.reign.leads()) {
      end(task, OperationReply.notLeader(Optional.empty()));
      return;
    }
    FileNode node = state.namespace.find(task.path).node();
    List<ChunkId> below = node == null ? List.of() : node.chunksBelow();
    task.held.clear();
    task.awaitsOpening = false;
    for (ChunkId chunk : below) {
      look(task, state.namespace.chunk(chunk).orElseThrow());
    }
    if (task.held.isEmpty() && !task.awaitsOpening) {
      propose(task);
    }
  }

  private void look(Task task, ChunkEntry entry) {
    task.awaitsOpening |= opening.isOpening(entry.chunk());
    if (state.leases.endOf(entry).isDue(state.now())) {
      askAgain.remove(entry.chunk());
    } else {
      task.held.add(entry.chunk());
      revoke(entry);
    }
  }

  private void revoke(ChunkEntry entry) {
    ChunkId chunk = entry.chunk();
    if (askAgain.containsKey(chunk) || askAgain.size() >= MAX_AT_ONCE) {
      return;
    }
    MonotonicTime deadline = state.now().plus(state.config.chunkserverTimeout());
    askAgain.put(chunk, deadline);
    asking++;
    ChunkMessage.Revoke revoke = new ChunkMessage.Revoke(chunk, entry.granted().version());
    state.rounds.begin(
        state.leases.holders(entry),
        deadline,
        (call, to) -> new MasterEffect.SendRevoke(call, to, revoke),
        round -> answered(chunk, round.refused.isEmpty()));
  }

  /** Looks at whole trees only when all have answered that were asked. */
  private void answered(ChunkId chunk, boolean isGivenUp) {
    asking--;
    if (isGivenUp) {
      state.leases.giveUp(chunk);
      askAgain.remove(chunk);
    }
    if (asking == 0) {
      reconsider();
    }
  }

  private void propose(Task task) {
    task.isProposed = true;
    MetadataCommand.Perform perform =
        MetadataCommand.Perform.of(task.asked.request(), task.mutation);
    state.proposals.propose(
        state,
        new MetadataCommand.PerformUnleased(perform, state.appliedIndex),
        (isCommitted, result) -> proposed(task, isCommitted, result));
  }

  private void proposed(Task task, boolean isCommitted, OperationReply result) {
    task.isProposed = false;
    boolean changed = isCommitted && result.code() == ErrorCode.STALE_VERSION;
    task.attempts++;
    if (!changed) {
      end(task, result);
    } else if (task.attempts < MAX_ATTEMPTS) {
      proceed(task);
    } else {
      end(task, OperationReply.fail(ErrorCode.OVERLOADED));
    }
  }

  private void end(Task task, OperationReply reply) {
    tasks.remove(task.asked.call());
    if (tasks.isEmpty()) {
      askAgain.clear();
    }
    state.steps.answer(task.asked.call(), reply);
    opening.resume();
  }

  /** Looks again at what waits: a lease ended, or a chunk is no longer being opened. */
  void reconsider() {
    List.copyOf(tasks.values()).stream().filter(task -> !task.isProposed).forEach(this::proceed);
  }

  /** Takes notice that a lease was given up, or that a chunk is no longer being opened. */
  void leasesChanged() {
    leasesChanged = true;
  }

  void timePassed() {
    boolean opened = leasesChanged;
    leasesChanged = false;
    if (nextWakeup().isDue(state.now())) {
      askAgain.entrySet().removeIf(each -> dueAt(each).isDue(state.now()));
      reconsider();
    } else if (opened) {
      List.copyOf(tasks.values()).stream()
          .filter(task -> task.awaitsOpening && !task.isProposed)
          .forEach(this::proceed);
    }
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Map.Entry<ChunkId, MonotonicTime> each : askAgain.entrySet()) {
      next = next.earliest(dueAt(each));
    }
    return next;
  }

  /** Returns when to look again: who was asked did not answer, or the lease is over. */
  private MonotonicTime dueAt(Map.Entry<ChunkId, MonotonicTime> asked) {
    return state
        .namespace
        .chunk(asked.getKey())
        .map(state.leases::endOf)
        .orElse(MonotonicTime.ZERO)
        .earliest(asked.getValue());
  }

  /** Ends what only a leader can go on with; proposals end by themselves. */
  void leadershipLost() {
    askAgain.clear();
    reconsider();
  }
}
