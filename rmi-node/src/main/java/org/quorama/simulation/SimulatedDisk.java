package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.simulation.World.Chances;

/**
 * A disk with a page cache: writes are pending until a force ends, which takes a while and covers
 * all writes that waited when it began (group commit). A crash loses what is pending, but for some
 * of the oldest writes if the run says so.
 */
final class SimulatedDisk {
  private final Schedule schedule;
  private final SplittableRandom random;
  private final FaultMix.Disk faults;
  private final Set<PlantedBug> bugs;

  /** What survives a crash. */
  private HardState hardState = HardState.INITIAL;

  /** What survives a crash, from index 1. */
  private final ArrayList<LogEntry> log = new ArrayList<>();

  /** Writes that are not yet forced, oldest first. */
  private final ArrayDeque<RaftEffect.Persist> pending = new ArrayDeque<>();

  private boolean forcing;

  /** Counts the crashes, so that a force of before does not end after. */
  private int crashes;

  SimulatedDisk(
      Schedule schedule, SplittableRandom random, FaultMix.Disk faults, Set<PlantedBug> bugs) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
    this.bugs = bugs;
  }

  /**
   * Writes, and forces soon.
   *
   * @param persist what to write
   * @param durable told the ticket up to which everything is durable
   */
  void write(RaftEffect.Persist persist, LongConsumer durable) {
    pending.add(persist);
    if (bugs.contains(PlantedBug.ACK_BEFORE_FSYNC)) {
      long ticket = persist.ticket();
      schedule.after(0, unlessCrashed(() -> durable.accept(ticket)));
      force(ignored -> {});
    } else {
      force(durable);
    }
  }

  private void force(LongConsumer durable) {
    if (forcing || pending.isEmpty()) {
      return;
    }
    forcing = true;
    int batch = pending.size();
    long delay = faults.minForce() + Chances.exponential(random, faults.meanForce());
    schedule.after(delay, unlessCrashed(() -> forced(batch, durable)));
  }

  private Runnable unlessCrashed(Runnable action) {
    int crashesNow = crashes;
    return () -> {
      if (crashes == crashesNow) {
        action.run();
      }
    };
  }

  private void forced(int batch, LongConsumer durable) {
    long ticket = keepOldest(batch);
    forcing = false;
    force(durable);
    durable.accept(ticket);
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
      log.subList((int) truncate.fromIndex() - 1, log.size()).clear();
    }
  }

  /** Loses what is pending; returns whether anything was lost. */
  boolean crash() {
    crashes++;
    forcing = false;
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
    return RecoveredState.of(hardState, List.copyOf(log));
  }

  /** Returns the term and vote that would survive a crash now. */
  HardState durableHardState() {
    return hardState;
  }

  /** Returns the entry at an index that would survive a crash now, null if there is none. */
  @Nullable LogEntry durableEntry(long index) {
    return index >= 1 && index <= log.size() ? log.get((int) index - 1) : null;
  }
}
