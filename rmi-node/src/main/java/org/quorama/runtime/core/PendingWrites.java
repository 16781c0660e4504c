package org.quorama.runtime.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;

/** What a node asked its disk to keep and has not yet heard of, oldest first. */
final class PendingWrites {
  private final ArrayDeque<RaftEffect.Persist> pending = new ArrayDeque<>();

  void add(RaftEffect.Persist write) {
    pending.add(write);
  }

  /**
   * Returns an event for everything that is durable now, in the order of writing. Appends in a row
   * share one, because the last says all; nothing else does, so that a reader knows what the disk
   * held in between.
   */
  List<TraceDetail> persisted(long ticket) {
    List<TraceDetail> details = new ArrayList<>();
    long appendedUpTo = 0;
    while (!pending.isEmpty() && pending.peek().ticket() <= ticket) {
      RaftEffect.Persist write = pending.remove();
      if (write instanceof RaftEffect.AppendToLog append) {
        appendedUpTo = append.entries().get(append.entries().size() - 1).index();
      } else {
        addAppended(appendedUpTo, details);
        appendedUpTo = 0;
        addOther(write, details);
      }
    }
    addAppended(appendedUpTo, details);
    return details;
  }

  private static void addAppended(long upTo, List<TraceDetail> details) {
    if (upTo > 0) {
      details.add(new RaftTrace.Durable(upTo));
    }
  }

  private static void addOther(RaftEffect.Persist write, List<TraceDetail> details) {
    if (write instanceof RaftEffect.PersistHardState persist) {
      HardState hardState = persist.hardState();
      details.add(new RaftTrace.HardStateDurable(hardState.currentTerm(), hardState.votedFor()));
    } else if (write instanceof RaftEffect.TruncateLog truncate) {
      details.add(new RaftTrace.Durable(truncate.fromIndex() - 1));
    } else if (write instanceof RaftEffect.SaveSnapshot save) {
      long index = save.snapshot().index();
      details.add(new RaftTrace.SnapshotDurable(index, save.suffix() == RaftEffect.LogSuffix.KEPT));
    }
  }
}
