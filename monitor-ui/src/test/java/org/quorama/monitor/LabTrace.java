package org.quorama.monitor;

import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Events of nodes in a lab whose time stands still. */
public final class LabTrace {
  public static final NodeId N1 = NodeId.of("n1");
  public static final NodeId N2 = NodeId.of("n2");
  public static final NodeId N3 = NodeId.of("n3");
  private static final RaftSummary STATE =
      new RaftSummary(1, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private final List<TraceEvent> events = new ArrayList<>();

  /** Returns five nodes whose time stands still, two messages that wait, and a link that is cut. */
  public static List<TraceEvent> frozen() {
    LabTrace trace = new LabTrace();
    for (int i = 1; i <= 5; i++) {
      NodeId node = NodeId.of("n" + i);
      trace.add(node, new NodeTrace.Boot("127.0.0.1:400" + i, 0, 0));
      trace.add(node, new FaultTrace.PaceChanged(1, true));
    }
    trace.add(N3, new FaultTrace.LinksChanged(List.of(LinkRule.cut(N1, N3))));
    trace.add(N2, held(N2, N1, "n2:1:1"));
    trace.add(N2, held(N2, N3, "n2:1:2"));
    return trace.events;
  }

  /** Returns a vote that is asked for and waits. */
  public static FaultTrace.MessageHeld held(NodeId from, NodeId to, String id) {
    Summary summary = new Summary(Kind.REQUEST_VOTE, 1, 0, 0, 0, false);
    return new FaultTrace.MessageHeld(id, from, to, summary);
  }

  /** Returns an event of a node. */
  public static TraceEvent event(NodeId node, long seq, TraceDetail detail) {
    return new TraceEvent(node, 1, seq, seq, seq * 1_000_000, STATE, detail);
  }

  private void add(NodeId node, TraceDetail detail) {
    events.add(event(node, events.size() + 1L, detail));
  }
}
