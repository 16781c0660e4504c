package org.quorama.monitor.model.spacetime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.spacetime.Mark.Sort;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Makes a diagram of events; used once. */
final class SpaceTimeFold {
  private static final Comparator<Told> BY_TIME =
      Comparator.comparingLong((Told told) -> told.event().timeNanos())
          .thenComparingLong(told -> told.event().lamport())
          .thenComparing(told -> told.event().node());

  private final ClusterModel before;
  private final boolean showsRoutine;
  private final Map<Long, String> broken;
  private final Messages messages = new Messages();
  private final List<Mark> marks = new ArrayList<>();
  private int step;

  /**
   * An event and its place in the history.
   *
   * @param position how many events precede it
   * @param event what happened
   */
  private record Told(long position, TraceEvent event) {}

  SpaceTimeFold(ClusterModel before, boolean showsRoutine, Map<Long, String> broken) {
    this.broken = broken;
    this.before = before;
    this.showsRoutine = showsRoutine;
  }

  SpaceTime run(long position, List<TraceEvent> events) {
    if (events.isEmpty()) {
      return SpaceTime.EMPTY;
    }
    List<Told> ordered =
        IntStream.range(0, events.size())
            .mapToObj(i -> new Told(position + i, events.get(i)))
            .sorted(BY_TIME)
            .toList();
    TreeSet<NodeId> lanes = new TreeSet<>(before.nodes().keySet());
    ordered.forEach(told -> lanes.add(told.event().node()));
    ordered.forEach(told -> messages.read(told.event()));
    At from = new At(ordered.get(0).event().timeNanos(), 0);
    Lasting lasting = new Lasting(before, from);
    broken.forEach(
        (at, rule) -> {
          if (at < position) {
            lasting.broken(rule, from);
          }
        });
    ordered.forEach(told -> take(told, lasting));
    At to = new At(ordered.get(ordered.size() - 1).event().timeNanos(), step);
    int hidden = showsRoutine ? 0 : messages.routines();
    return new SpaceTime(
        new ArrayList<>(lanes), marks, messages.arrows(), lasting.done(to), from, to, hidden);
  }

  private void take(Told told, Lasting lasting) {
    TraceEvent event = told.event();
    At at = new At(event.timeNanos(), step);
    lasting.take(event, at);
    String rule = broken.get(told.position());
    if (rule != null) {
      lasting.broken(rule, at);
      marks.add(new Mark(at, told.position(), event, Sort.TROUBLE));
      step++;
      return;
    }
    if (!showsRoutine && messages.isRoutine(event)) {
      return;
    }
    if (messages.take(event, at, told.position())) {
      step++;
      return;
    }
    Sort sort = sortOf(event.detail());
    if (sort != null) {
      marks.add(new Mark(at, told.position(), event, sort));
      step++;
    }
  }

  private static @Nullable Sort sortOf(TraceDetail detail) {
    if (detail instanceof RaftTrace raft) {
      return sortOf(raft);
    } else if (detail instanceof ChunkTrace || detail instanceof MasterTrace) {
      return Sort.CHUNK;
    } else if (detail instanceof FaultTrace) {
      return Sort.FAULT;
    } else if (detail instanceof NodeTrace.Boot || detail instanceof NodeTrace.Forked) {
      return Sort.BOOT;
    } else if (detail instanceof NodeTrace.Killed || detail instanceof NodeTrace.Stopped) {
      return Sort.END;
    } else if (detail instanceof NodeTrace.EventsMissing) {
      return Sort.GAP;
    }
    return detail instanceof NodeTrace.Trouble ? Sort.TROUBLE : null;
  }

  private static @Nullable Sort sortOf(RaftTrace raft) {
    if (raft instanceof RaftTrace.DeadlineSet || raft instanceof RaftTrace.HardStateDurable) {
      return null;
    } else if (raft instanceof RaftTrace.CommitAdvanced) {
      return Sort.COMMIT;
    }
    boolean role =
        raft instanceof RaftTrace.ElectionTimedOut
            || raft instanceof RaftTrace.BecameCandidate
            || raft instanceof RaftTrace.BecameLeader
            || raft instanceof RaftTrace.BecameFollower
            || raft instanceof RaftTrace.PreVoteStarted
            || raft instanceof RaftTrace.TransferStarted
            || raft instanceof RaftTrace.TransferEnded
            || raft instanceof RaftTrace.VoteCounted
            || raft instanceof RaftTrace.HardStateChanged;
    return role ? Sort.ROLE : Sort.LOG;
  }
}
