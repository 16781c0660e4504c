package org.quorama.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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

  private final MasterState state;
  private final ChunkOpening opening;
  private final LinkedHashMap<CallId, Task> tasks = new LinkedHashMap<>();

  /** When to ask again, of chunks whose leases are being taken back. */
  private final TreeMap<ChunkId, MonotonicTime> askAgain = new TreeMap<>();

  /** One operation that waits. */
  private static final class Task {
    final Asked asked;
    final FileOperation.Mutation mutation;
    final FilePath path;
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
    return askAgain.containsKey(chunk);
  }

  private void proceed(Task task) {
    if (!state.leads) {
      end(task, OperationReply.notLeader(Optional.empty()));
      return;
    }
    FileNode node = state.namespace.find(task.path).node();
    List<ChunkId> below = node == null ? List.of() : node.chunksBelow();
    boolean isFree = true;
    for (ChunkId chunk : below) {
      ChunkEntry entry = state.namespace.chunk(chunk).orElseThrow();
      boolean isHeld = !state.leases.endOf(entry).isDue(state.now);
      if (isHeld) {
        revoke(entry);
      } else {
        askAgain.remove(chunk);
      }
      isFree &= !isHeld && !opening.isOpening(chunk);
    }
    if (isFree) {
      propose(task);
    }
  }

  private void revoke(ChunkEntry entry) {
    ChunkId chunk = entry.chunk();
    MonotonicTime again = askAgain.getOrDefault(chunk, MonotonicTime.ZERO);
    if (!again.isDue(state.now)) {
      return;
    }
    MonotonicTime deadline = state.now.plus(state.config.chunkserverTimeout());
    askAgain.put(chunk, deadline);
    ChunkMessage.Revoke revoke = new ChunkMessage.Revoke(chunk, entry.granted().version());
    state.rounds.begin(
        state.leases.holders(entry),
        deadline,
        (call, to) -> new MasterEffect.SendRevoke(call, to, revoke),
        round -> {
          if (round.refused.isEmpty()) {
            state.leases.giveUp(chunk);
            askAgain.remove(chunk);
            reconsider();
          }
        });
  }

  private void propose(Task task) {
    task.isProposed = true;
    MetadataCommand.Perform perform =
        new MetadataCommand.Perform(
            task.asked.request().id(), task.asked.request().acknowledgedUpTo(), task.mutation);
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
    state.answer(task.asked.call(), reply);
    opening.resume();
  }

  /** Looks again at what waits: a lease ended, or a chunk is no longer being opened. */
  void reconsider() {
    List.copyOf(tasks.values()).stream().filter(task -> !task.isProposed).forEach(this::proceed);
  }

  void timePassed() {
    if (state.leasesChanged || nextWakeup().isDue(state.now)) {
      state.leasesChanged = false;
      reconsider();
    }
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (var each : askAgain.entrySet()) {
      ChunkEntry entry = state.namespace.chunk(each.getKey()).orElse(null);
      if (entry != null) {
        next = next.earliest(each.getValue()).earliest(state.leases.endOf(entry));
      }
    }
    return next;
  }

  /** Ends what only a leader can go on with; proposals end by themselves. */
  void leadershipLost() {
    askAgain.clear();
    reconsider();
  }
}
