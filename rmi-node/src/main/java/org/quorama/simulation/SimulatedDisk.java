package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.simulation.check.DurableDisk;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.Fault.DiskTrouble;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.Schedule;
import org.quorama.trace.FaultTrace.DiskCondition;

/**
 * A disk with a page cache: writes are pending until a force ends, which takes a while and covers
 * all writes that waited when it began (group commit). A crash loses what is pending, but for some
 * of the oldest writes if the run says so.
 */
final class SimulatedDisk implements DurableDisk {
  private static final int SLOWNESS = 20;
  private static final long CROWDED_MIN = 500_000_000;
  private static final long CROWDED_RANGE = 1_500_000_000;

  private final Schedule schedule;
  private final SplittableRandom random;
  private FaultMix.Disk faults;
  private final Set<PlantedBug> bugs;

  /** What survives a crash. */
  private HardState hardState = HardState.INITIAL;

  /** What survives a crash: stands for all entries before the log's, null if there is none. */
  private @Nullable Snapshot snapshot;

  /** What survives a crash, from the index behind the snapshot, or from 1. */
  private final ArrayList<LogEntry> log = new ArrayList<>();

  /** Writes that are not yet forced, oldest first. */
  private final ArrayDeque<RaftEffect.Persist> pending = new ArrayDeque<>();

  private DiskTrouble trouble = DiskTrouble.MENDED;

  /** How much longer every force takes. */
  private long lag;

  /** The force that is under way, null if none is. */
  private @Nullable Force forcing;

  /** Counts the crashes, so that a force of before does not end after. */
  private int crashes;

  SimulatedDisk(
      Schedule schedule, SplittableRandom random, FaultMix.Disk faults, Set<PlantedBug> bugs) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
    this.bugs = bugs;
  }

  /** Holds this from now on, as if it had been written and forced before. */
  void restore(RecoveredState held) {
    hardState = held.hardState();
    snapshot = held.snapshot();
    log.clear();
    log.addAll(held.log());
  }

  /** A force of the oldest writes. Two are never equal. */
  private static final class Force {
    final int batch;
    final Listener listener;

    Force(int batch, Listener listener) {
      this.batch = batch;
      this.listener = listener;
    }
  }

  /** What a node is told of its disk. */
  @FunctionalInterface
  interface Listener {
    /** Tells the ticket up to which everything is durable. */
    void durable(long ticket);

    /** Tells that a write or a force failed: nothing that is pending may be counted on. */
    default void failed() {
      throw new IllegalStateException("No failure was arranged");
    }
  }

  void become(DiskTrouble other) {
    boolean hung = trouble == DiskTrouble.HANGING;
    trouble = other;
    Force stuck = forcing;
    if (hung && stuck != null) {
      begin(new Force(stuck.batch, stuck.listener));
    }
  }

  /** Behaves as a lab wants it. A force that fails ends the node, as on a real disk. */
  void become(DiskCondition condition, long lagNanos) {
    lag = condition == DiskCondition.SLOW ? lagNanos : 0;
    become(
        switch (condition) {
          case HEALTHY, SLOW -> DiskTrouble.MENDED;
          case FULL -> DiskTrouble.FULL;
          case FSYNC_ERROR -> DiskTrouble.FORCE_FAILS;
        });
  }

  /** Is quick from now on: an election needs forces that are shorter than its timeout. */
  void calm() {
    faults = faults.calm();
    trouble = DiskTrouble.MENDED;
    Force slow = forcing;
    if (slow != null) {
      begin(new Force(slow.batch, slow.listener));
    }
  }

  /** Writes, and forces soon. */
  void write(RaftEffect.Persist persist, Listener listener) {
    if (trouble == DiskTrouble.FULL) {
      schedule.after(0, unlessCrashed(listener::failed));
      return;
    }
    pending.add(persist);
    if (bugs.contains(PlantedBug.ACK_BEFORE_FSYNC)) {
      long ticket = persist.ticket();
      schedule.after(0, unlessCrashed(() -> listener.durable(ticket)));
      force(ignored -> {});
    } else {
      force(listener);
    }
  }

  private void force(Listener listener) {
    if (forcing == null && !pending.isEmpty()) {
      begin(new Force(pending.size(), listener));
    }
  }

  private void begin(Force force) {
    forcing = force;
    if (trouble != DiskTrouble.HANGING) {
      schedule.after(duration(), unlessCrashed(() -> ended(force)));
    }
  }

  private long duration() {
    if (trouble == DiskTrouble.CROWDED) {
      return CROWDED_MIN + random.nextLong(CROWDED_RANGE);
    }
    long delay = lag + faults.minForce() + Chances.exponential(random, faults.meanForce());
    return trouble == DiskTrouble.SLOW ? SLOWNESS * delay : delay;
  }

  private Runnable unlessCrashed(Runnable action) {
    int crashesNow = crashes;
    return () -> {
      if (crashes == crashesNow) {
        action.run();
      }
    };
  }

  private void ended(Force force) {
    if (forcing == force) {
      forced(force.batch, force.listener);
    }
  }

  private void forced(int batch, Listener listener) {
    if (trouble == DiskTrouble.FORCE_FAILS) {
      trouble = DiskTrouble.MENDED;
      listener.failed();
      return;
    }
    long ticket = keepOldest(batch);
    forcing = null;
    force(listener);
    listener.durable(ticket);
  }

  private long keepOldest(int count) {
    long ticket = 0;
    for (int i = 0; i < count; i++) {
      RaftEffect.Persist persist = pending.remove();
      ticket = persist.ticket();
      keep(persist);
    }
    return ticket;
  }

  private void keep(RaftEffect.Persist persist) {
    if (persist instanceof RaftEffect.PersistHardState state) {
      boolean forgets = bugs.contains(PlantedBug.VOTE_NOT_DURABLE);
      hardState =
          forgets ? new HardState(state.hardState().currentTerm(), null) : state.hardState();
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      log.addAll(append.entries());
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      log.subList(offset(truncate.fromIndex()), log.size()).clear();
    } else if (persist instanceof RaftEffect.SaveSnapshot save) {
      keep(save);
    }
  }

  private void keep(RaftEffect.SaveSnapshot save) {
    long lastIndex = durableSnapshotIndex() + log.size();
    boolean discards =
        save.suffix() == RaftEffect.LogSuffix.DISCARDED
            && !bugs.contains(PlantedBug.SNAPSHOT_KEEPS_DIVERGENT_LOG);
    long replaced = discards ? lastIndex : Math.min(save.snapshot().index(), lastIndex);
    log.subList(0, Math.max(0, (int) (replaced - durableSnapshotIndex()))).clear();
    snapshot = save.snapshot();
  }

  private int offset(long index) {
    return (int) (index - durableSnapshotIndex() - 1);
  }

  /** Loses what is pending; returns whether anything was lost. */
  boolean crash() {
    crashes++;
    forcing = null;
    int kept = 0;
    while (kept < pending.size() && Chances.happens(random, faults.survival() / 2)) {
      kept++;
    }
    keepOldest(kept);
    boolean lost = !pending.isEmpty();
    pending.clear();
    return lost;
  }

  RecoveredState recovered() {
    return new RecoveredState(hardState, snapshot, List.copyOf(log));
  }

  @Override
  public HardState durableHardState() {
    return hardState;
  }

  @Override
  public @Nullable LogEntry durableEntry(long index) {
    int offset = offset(index);
    return offset >= 0 && offset < log.size() ? log.get(offset) : null;
  }

  @Override
  public long durableSnapshotIndex() {
    return snapshot == null ? 0 : snapshot.index();
  }
}
