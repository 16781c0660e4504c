package org.quorama.runtime.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Replays one node, boot after boot, until something differs. */
final class NodeReplay {
  private final NodeId node;
  private final History history;

  /** The boot that is being replayed; null before its cores are made. */
  private @Nullable ReplayedBoot boot;

  private RecordedBytes bytes = new RecordedBytes();

  /** Events that the last step caused and that the recording has to hold next. */
  private final ArrayDeque<TraceEvent> expected = new ArrayDeque<>();

  /** Recorded events of what became durable since the last step. */
  private final List<TraceEvent> durable = new ArrayList<>();

  private final Count count = new Count();
  private final PaceOfTime pace = new PaceOfTime();
  private @Nullable TraceEvent last;
  private @Nullable String difference;
  private boolean up;

  /** Whether the recording is followed to its end, or to the cut. */
  private boolean ended;

  private static final class Count {
    int boots;
    long inputs;
    long events;
    long checkpoints;
  }

  NodeReplay(NodeId node, History history) {
    this.node = node;
    this.history = history;
  }

  void accept(TraceEvent event) {
    if (difference != null || ended) {
      return;
    }
    TraceEvent before = last;
    boolean goesOn = before != null && before.incarnation() == event.incarnation();
    long next = goesOn && before != null ? before.seq() + 1 : 1;
    if (!goesOn) {
      beginBoot();
    }
    last = event;
    if (event.seq() != next) {
      differs(event, (event.seq() - next) + " events before it are missing in the recording");
    } else {
      take(event);
    }
  }

  /** Notes the first event behind the cut: if it is of a later boot, the node was down. */
  void beyond(TraceEvent event) {
    if (!ended && last != null && last.incarnation() != event.incarnation()) {
      up = false;
    }
    ended = true;
  }

  private void beginBoot() {
    boot = null;
    bytes = new RecordedBytes();
    expected.clear(); // a killed node may not have said all that its last step caused
    durable.clear();
    up = true;
  }

  private void take(TraceEvent event) {
    TraceDetail detail = event.detail();
    if (!expected.isEmpty()) {
      compare(expected.remove(), event);
    } else if (detail instanceof NodeTrace.CoresMade made) {
      make(event, made);
    } else if (detail instanceof NodeTrace.InputTaken taken) {
      step(event, taken);
    } else if (detail instanceof NodeTrace.Checkpoint checkpoint) {
      check(event, checkpoint);
    } else if (isOfDisk(detail)) {
      durable.add(event);
    } else if (!isOfHost(detail)) {
      differs(event, unexplained(event));
    }
    up &= !(detail instanceof NodeTrace.Stopped) && !(detail instanceof NodeTrace.Killed);
    pace.note(event);
  }

  private String unexplained(TraceEvent event) {
    return boot == null
        ? "its cores are unknown: record with trace.inputs=true"
        : "recorded " + event.detail() + ", the replay says nothing";
  }

  private static boolean isOfDisk(TraceDetail detail) {
    return detail instanceof RaftTrace.Durable
        || detail instanceof RaftTrace.HardStateDurable
        || detail instanceof RaftTrace.SnapshotDurable;
  }

  private static boolean isOfHost(TraceDetail detail) {
    return detail instanceof MessageTrace
        || detail instanceof FaultTrace
        || detail instanceof NodeTrace
        || detail instanceof ChunkTrace.CorruptionFound
        || detail instanceof ChunkTrace.DataEvicted;
  }

  private void make(TraceEvent event, NodeTrace.CoresMade made) {
    if (!bytes.take(made)) {
      differs(event, "what its cores were made from is damaged");
    } else if (made.piece() == made.pieces()) {
      try {
        boot = new ReplayedBoot(event, bytes.origin(), history);
        count.boots++;
      } catch (IllegalArgumentException e) {
        differs(event, "what its cores were made from " + e.getMessage());
      }
    }
  }

  private void step(TraceEvent event, NodeTrace.InputTaken taken) {
    pace.tookInput(event);
    ReplayedBoot running = boot;
    byte[] input = bytes.take(taken);
    if (running == null) {
      differs(event, "its cores are unknown: the beginning of the boot is missing");
    } else if (input == null) {
      differs(event, "the input is damaged: its checksum does not fit");
    } else {
      step(event, running, running.read(taken, input));
    }
  }

  private void step(TraceEvent event, ReplayedBoot running, ReplayedBoot.Taken taken) {
    String wrong = taken.wrong();
    if (wrong == null) {
      compareDurable(event, running.durableBefore(taken));
      wrong = running.step(taken, expected);
    }
    count.inputs++;
    if (wrong != null) {
      differs(event, wrong);
    }
  }

  private void compareDurable(TraceEvent event, List<TraceEvent> replayed) {
    for (int i = 0; i < Math.min(durable.size(), replayed.size()); i++) {
      compare(replayed.get(i), durable.get(i));
    }
    if (durable.size() != replayed.size()) {
      differs(
          event,
          String.format(
              "%d writes became durable before it, %d in the replay",
              durable.size(), replayed.size()));
    }
    durable.clear();
  }

  private void compare(TraceEvent replayed, TraceEvent recorded) {
    if (!replayed.detail().equals(recorded.detail())) {
      differs(recorded, "recorded " + recorded.detail() + ", replayed " + replayed.detail());
    } else if (!replayed.state().equals(recorded.state())) {
      differs(recorded, "recorded " + recorded.state() + ", replayed " + replayed.state());
    } else {
      count.events++;
    }
  }

  private void check(TraceEvent event, NodeTrace.Checkpoint recorded) {
    NodeTrace.Checkpoint replayed = boot == null ? null : boot.checkpoint();
    if (recorded.equals(replayed)) {
      count.checkpoints++;
    } else {
      differs(event, "recorded " + recorded + ", replayed " + replayed);
    }
  }

  private void differs(TraceEvent event, String how) {
    if (difference == null) {
      difference = MergedTrace.name(event) + ": " + how;
    }
  }

  ReplayedNode replayed() {
    ReplayedBoot running = boot;
    return new ReplayedNode(
        node,
        count.boots,
        count.inputs,
        count.events,
        count.checkpoints,
        difference,
        new ReplayedNode.End(
            up && running != null,
            last == null ? 0 : last.incarnation(),
            running == null ? null : running.core().raftStatus(),
            running == null ? 0 : running.core().metadataDigest()));
  }

  /** Returns the time of the last event that was replayed, 0 if there is none. */
  long lastNanos() {
    return last == null ? 0 : last.timeNanos();
  }

  /** Returns the Lamport clock of the last event that was replayed, 0 if there is none. */
  long lastLamport() {
    return last == null ? 0 : last.lamport();
  }

  /**
   * Returns the node as it was at a time.
   *
   * @throws IllegalStateException if its cores were never made
   */
  ForkPoint.Node at(long timeNanos) {
    ReplayedBoot running = boot;
    if (running == null || last == null) {
      throw new IllegalStateException(node + " has not started there: fork at a later point");
    }
    return new ForkPoint.Node(
        node,
        running.config(),
        last.incarnation(),
        last.lamport(),
        new MonotonicTime(running.now().nanos() + pace.passedUntil(timeNanos)),
        up ? running.running() : null,
        running.disk(up));
  }
}
