package org.quorama.monitor.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.raft.RoleName;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** A made-up run of any length: after the sample, n2 replicates entry after entry to four nodes. */
final class LongRun {
  private static final long MILLI = 1_000_000L;
  private static final NodeId LEADER = NodeId.of("n2");
  private static final List<NodeId> FOLLOWERS =
      List.of(NodeId.of("n1"), NodeId.of("n3"), NodeId.of("n4"), NodeId.of("n5"));

  private final Consumer<TraceEvent> sink;
  private final Map<NodeId, TraceEvent> last = new TreeMap<>();
  private long timeNanos;
  private long messages;

  private LongRun(Consumer<TraceEvent> sink) {
    this.sink = sink;
  }

  /** Returns the run with so many entries, each about 34 events. */
  static List<TraceEvent> events(int entries) {
    List<TraceEvent> events = new ArrayList<>();
    write(entries, events::add);
    return events;
  }

  /** Hands over the run event by event. */
  static void write(int entries, Consumer<TraceEvent> sink) {
    LongRun run = new LongRun(sink);
    SampleTraces.firstFile().forEach(run::note);
    for (int i = 1; i <= entries; i++) {
      run.replicate(i + 10);
    }
  }

  private void note(TraceEvent event) {
    last.put(event.node(), event);
    timeNanos = Math.max(timeNanos, event.timeNanos());
    sink.accept(event);
  }

  private void replicate(long index) {
    add(LEADER, index, new RaftTrace.Appended(List.of(new RaftTrace.Entry(index, 3, "put", 7))));
    add(LEADER, index, new RaftTrace.Durable(index));
    for (NodeId follower : FOLLOWERS) {
      send(LEADER, follower, MessageTrace.Kind.APPEND_ENTRIES, index);
      add(
          follower,
          index,
          new RaftTrace.Appended(List.of(new RaftTrace.Entry(index, 3, "put", 7))));
      add(follower, index, new RaftTrace.Durable(index));
      add(follower, index, new RaftTrace.DeadlineSet(true, 1_500 * MILLI));
      send(follower, LEADER, MessageTrace.Kind.APPEND_ENTRIES_REPLY, index);
      add(LEADER, index, new RaftTrace.MatchAdvanced(follower, index, index + 1));
    }
  }

  private void send(NodeId from, NodeId to, MessageTrace.Kind kind, long index) {
    String id = from + ":" + ++messages;
    MessageTrace.Summary summary = new MessageTrace.Summary(kind, 3, index, index - 1, 1, true);
    add(from, index, new MessageTrace.Sent(id, to, summary));
    add(to, index, new MessageTrace.Received(id, from, summary));
  }

  private void add(NodeId node, long index, TraceDetail detail) {
    TraceEvent before = last.get(node);
    long seq = before == null ? 1 : before.seq() + 1;
    long boot = before == null ? 1 : before.incarnation();
    timeNanos += MILLI / 10;
    RoleName role = node.equals(LEADER) ? RoleName.LEADER : RoleName.FOLLOWER;
    RaftSummary state = new RaftSummary(3, role, LEADER, LEADER, index, 3, index - 1, index - 1, 0);
    note(new TraceEvent(node, boot, seq, timeNanos / MILLI, timeNanos, state, detail));
  }
}
