package org.quorama.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Found;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Opens chunks for writing: a version goes into the log, then to its replicas, then is confirmed in
 * the log, and only then the client learns it [GFS §3.1, §4.5].
 *
 * <p>Invariant: a client never learns a version that is not durable on all its replicas, but for
 * the first one of a chunk that it reserved: that is on none of them ({@link ChunkReserving}). A
 * new version goes only to replicas that hold at least the confirmed one, so one replica of every
 * older version has moved on and the older primary can have no mutation confirmed, however long its
 * lease. Differs from [GFS §3.1]: a new lease is granted without waiting for the end of the old
 * one; because here all replicas confirm a mutation, and one of them would refuse the old version.
 */
final class ChunkOpening {
  private static final int MAX_ATTEMPTS = 6;

  private final MasterState state;
  private final ReplicaChoice choice;
  private final GrantRounds grants;
  private final ChunkCopying copying;
  private final LinkedHashMap<OpenTask.Key, OpenTask> active = new LinkedHashMap<>();

  /** The chunks that tasks are about, and how many of them. */
  private final TreeMap<ChunkId, Integer> busy = new TreeMap<>();

  private final List<OpenTask> awaitingReports = new ArrayList<>();

  /** Wishes for chunks that are being copied: a new version would make the copy useless. */
  private final List<OpenTask> awaitingCopies = new ArrayList<>();

  /** Wishes for chunks whose leases are being taken back. */
  private final List<OpenTask> heldBack = new ArrayList<>();

  private long lastDrawn;

  ChunkOpening(MasterState state) {
    this.state = state;
    this.choice = new ReplicaChoice(state);
    this.grants = new GrantRounds(state, this);
    this.copying = new ChunkCopying(state, this, choice);
  }

  /** Takes up a wish; the leader was confirmed after it came. */
  void begin(OpenTask task) {
    leave(task);
    if (!state.reign.leads()) {
      end(task, lost(task));
    } else if (state.revocations.blocks(task.wish.path())) {
      heldBack.add(task);
    } else {
      find(task);
    }
  }

  private void find(OpenTask task) {
    Found found = state.namespace.find(task.wish.path());
    ErrorCode refusal = refusal(found, task.wish);
    if (found.node() == null || refusal != ErrorCode.NONE) {
      fail(task, refusal);
    } else if (enter(task, found.node().id())) {
      choose(task, found.node());
    }
  }

  private static ErrorCode refusal(Found found, FileOperation.OpenChunk wish) {
    if (found.node() == null) {
      return found.code();
    }
    if (found.node().isDirectory()) {
      return ErrorCode.IS_A_DIRECTORY;
    }
    int index = wish.chunkIndex();
    boolean outside = index < 0 || index > found.node().chunks().size();
    return outside || FileNode.isHidden(wish.path()) ? ErrorCode.INVALID : ErrorCode.NONE;
  }

  /** Makes a task the one that opens a chunk of a file; false if it has to follow another. */
  private boolean enter(OpenTask task, long file) {
    int index = task.isRecovery ? OpenTask.Key.LAST : task.wish.chunkIndex();
    OpenTask.Key key = new OpenTask.Key(file, index);
    OpenTask first = active.putIfAbsent(key, task);
    if (first != null) {
      first.followers.add(task);
      return false;
    }
    task.key = key;
    return true;
  }

  private void choose(OpenTask task, FileNode file) {
    if (task.isRecovery) {
      recover(task, file);
      return;
    }
    int index = task.wish.chunkIndex();
    int last = file.chunks().size() - 1;
    if (index > last && file.cutBytes() < 0) {
      place(task);
      return;
    }
    ChunkEntry entry = entryOf(file.chunks().get(Math.min(index, last)));
    if (state.care.isCopying(entry.chunk())) {
      awaitingCopies.add(task);
      return;
    }
    work(task, entry.chunk());
    if (entry.isFixed() || file.isCopied(index)) {
      copying.begin(task, file, Math.min(index, last), entry);
      return;
    }
    LeaseTable.Lease lease =
        state.leases.usable(entry, task, state.now()).filter(this::isAlive).orElse(null);
    if (lease != null) {
      end(task, writable(task.wish, entry.chunk(), lease.placement()));
    } else {
      renew(task, entry);
    }
  }

  /** Tells whether no replica is silent: a write would wait for it in vain. */
  private boolean isAlive(LeaseTable.Lease lease) {
    return lease.placement().replicas().stream().allMatch(state.locations::isAlive);
  }

  /**
   * Gives the last chunk that was ever confirmed a version under which nobody writes. A file that
   * was cut, and not written since, has just the length that is known.
   */
  private void recover(OpenTask task, FileNode file) {
    ChunkEntry entry = lastConfirmed(file);
    if (entry == null || file.cutBytes() >= 0) {
      endRecovery(task);
    } else if (state.care.isCopying(entry.chunk())) {
      awaitingCopies.add(task);
    } else {
      work(task, entry.chunk());
      renew(task, entry);
    }
  }

  /** What comes behind it was never confirmed, so nothing of it was acknowledged. */
  private @Nullable ChunkEntry lastConfirmed(FileNode file) {
    for (int i = file.chunks().size() - 1; i >= 0; i--) {
      ChunkEntry entry = entryOf(file.chunks().get(i));
      if (entry.confirmed() != null) {
        return entry;
      }
    }
    return null;
  }

  /** Answers who wanted to know the length of a file. */
  void endRecovery(OpenTask task) {
    FilePath path = task.wish.path();
    FileNode file = state.namespace.find(path).node();
    end(
        task,
        file == null
            ? OperationReply.unknown()
            : OperationReply.ok(file.describe(path), state.appliedIndex));
  }

  private ChunkEntry entryOf(ChunkId chunk) {
    return state.namespace.chunk(chunk).orElseThrow();
  }

  /** Draws an id that no chunk has, unless the leader is behind the log. */
  ChunkId drawChunk() {
    lastDrawn = Math.max(state.namespace.nextChunk(), lastDrawn + 1);
    return new ChunkId(lastDrawn);
  }

  private void place(OpenTask task) {
    ReplicaChoice.Choice chosen = choice.forNew(task.excluded);
    if (isChosen(task, chosen)) {
      ChunkId chunk = drawChunk();
      Placement placement = ReplicaChoice.placeNew(chunk, chosen.replicas());
      OpenTask.Grant grant = new OpenTask.Grant(chunk, placement, true);
      FileOperation.OpenChunk wish = task.wish;
      work(task, chunk);
      propose(
          task,
          new MetadataCommand.PlaceChunk(wish.path(), wish.chunkIndex(), chunk, placement),
          () -> grants.send(task, grant));
    }
  }

  void tellPlaced(OpenTask task, ChunkId chunk, Placement placement) {
    state.observe(
        new MasterFact.ChunkPlaced(
            task.wish.path(), task.wish.chunkIndex(), chunk, placement.replicas()));
  }

  private void renew(OpenTask task, ChunkEntry entry) {
    boolean fresh = entry.confirmed() == null;
    ReplicaChoice.Choice chosen =
        fresh ? choice.forNew(task.excluded) : choice.forNext(entry, task.excluded);
    if (isChosen(task, chosen)) {
      Placement last = entry.granted();
      Placement next =
          ReplicaChoice.place(
              entry.chunk(), last.version().next(), chosen.replicas(), List.of(last.primary()));
      OpenTask.Grant grant = new OpenTask.Grant(entry.chunk(), next, fresh);
      propose(
          task,
          task.isRecovery
              ? new MetadataCommand.FenceChunk(entry.chunk(), next, entry.confirmedNumber())
              : new MetadataCommand.GrantLease(entry.chunk(), next, entry.confirmedNumber()),
          () -> grants.send(task, grant));
    }
  }

  /** Tells whether a choice can be used; if not, the task waits or ends. */
  boolean isChosen(OpenTask task, ReplicaChoice.Choice chosen) {
    if (chosen.verdict() == ReplicaChoice.Verdict.WAIT) {
      awaitingReports.add(task);
    } else if (chosen.verdict() == ReplicaChoice.Verdict.TOO_FEW) {
      fail(task, ErrorCode.NO_CHUNKSERVERS);
    }
    return chosen.verdict() == ReplicaChoice.Verdict.CHOSEN;
  }

  /** Proposes a step of a task, which goes on if that took effect, and begins anew if not. */
  void propose(OpenTask task, MetadataCommand command, Runnable next) {
    state.proposals.propose(
        state,
        command,
        (isCommitted, result) -> {
          boolean applied = isCommitted && result.code() == ErrorCode.NONE;
          task.tookEffect |= applied;
          if (!isCommitted) {
            end(task, task.tookEffect ? OperationReply.unknown() : result);
          } else if (!state.reign.leads()) {
            end(task, lost(task));
          } else if (applied) {
            next.run();
          } else {
            retry(task);
          }
        });
  }

  void retry(OpenTask task) {
    task.attempts++;
    if (task.attempts >= MAX_ATTEMPTS) {
      fail(task, ErrorCode.OVERLOADED);
    } else {
      begin(task);
    }
  }

  OperationReply writable(FileOperation.OpenChunk wish, ChunkId chunk, Placement placement) {
    return OperationReply.ok(
        new OperationValue.WritableChunk(
            placement.locationOf(chunk), state.config.chunkSizeBytes(), syncOf(wish, chunk)),
        state.appliedIndex);
  }

  /** Returns how the file wants it that has the chunk; the strictest, if it moved meanwhile. */
  private SyncMode syncOf(FileOperation.OpenChunk wish, ChunkId chunk) {
    FileNode file = state.namespace.find(wish.path()).node();
    if (file == null) {
      return SyncMode.ALWAYS;
    }
    int index = Math.min(wish.chunkIndex(), file.chunks().size() - 1);
    boolean isIts = index >= 0 && file.chunks().get(index).equals(chunk);
    return isIts ? file.sync() : SyncMode.ALWAYS;
  }

  private void fail(OpenTask task, ErrorCode code) {
    end(task, task.tookEffect ? OperationReply.unknown() : OperationReply.fail(code));
  }

  private static OperationReply lost(OpenTask task) {
    return task.tookEffect ? OperationReply.unknown() : OperationReply.notLeader(Optional.empty());
  }

  void end(OpenTask task, OperationReply reply) {
    leave(task);
    state.steps.answer(task.call, reply);
    List<OpenTask> followers = List.copyOf(task.followers);
    task.followers.clear();
    followers.forEach(this::begin);
  }

  private void leave(OpenTask task) {
    if (task.key != null) {
      active.remove(task.key, task);
      task.key = null;
    }
    ChunkId chunk = task.chunk;
    if (chunk != null) {
      busy.computeIfPresent(chunk, (key, count) -> count > 1 ? count - 1 : null);
      task.chunk = null;
      state.revocations.leasesChanged();
    }
  }

  private void work(OpenTask task, ChunkId chunk) {
    task.chunk = chunk;
    busy.merge(chunk, 1, Integer::sum);
  }

  /** Tells whether a lease of a chunk may be on its way. */
  boolean isOpening(ChunkId chunk) {
    return busy.containsKey(chunk);
  }

  /** Begins wishes again; one that must wait on goes back into the list. */
  private void beginAgain(List<OpenTask> waiting) {
    List<OpenTask> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(this::begin);
  }

  /** Begins again what a revocation held back. */
  void resume() {
    beginAgain(heldBack);
  }

  /** Looks again at what waits for reports. */
  void reconsider() {
    beginAgain(awaitingReports);
  }

  /** Looks again at what waits for copies. */
  void copied() {
    beginAgain(awaitingCopies);
  }

  /** Gives up waits that are over. */
  void timePassed() {
    if (state.reign.isSettled(state.now())) {
      reconsider();
    }
  }

  MonotonicTime nextWakeup() {
    return awaitingReports.isEmpty() ? MonotonicTime.NEVER : state.reign.settledAt();
  }

  /** Ends what only a leader can go on with; proposals and rounds end by themselves. */
  void leadershipLost() {
    lastDrawn = 0;
    resume();
    copied();
    reconsider();
  }
}
