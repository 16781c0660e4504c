package org.quorama.lab.cli;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Timer;

/** A node that remembers what a lab wants of it. */
final class FakeLab {
  /** The rules of its links. */
  List<LinkRule> rules = List.of();

  /** The messages that wait at it. */
  List<LabView.HeldMessage> held = List.of();

  private int dilation = 1;
  private boolean frozen = true;

  LabView answer(NodeId node, LabOrder order, List<String> heard) {
    if (order instanceof LabOrder.SetLinks links) {
      rules = links.rules();
    } else if (order instanceof LabOrder.SetPace pace) {
      dilation = pace.dilation();
      frozen = pace.frozen();
    }
    if (!(order instanceof LabOrder.Look)) {
      heard.add(node + ": " + order);
    }
    return new LabView(
        node,
        1,
        new LabView.Clock(1_500_000, dilation, frozen, 1),
        new LabView.Faults(false, rules, DiskCondition.HEALTHY),
        held,
        List.of(new LabView.Deadline(Timer.RAFT, 2_000_000)),
        0,
        1);
  }
}
