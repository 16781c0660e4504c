package org.quorama.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.NodeModel;
import org.quorama.remote.lab.LabOrder;
import org.quorama.simulation.SimulatedLab;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.TraceEvent;

/** Runs of a simulated cluster of five, with a partition that has a leader on either side. */
public final class SimulatedTraces {
  private final List<TraceEvent> events = new ArrayList<>();
  private final SimulatedLab lab =
      new SimulatedLab(SimulatedLab.Settings.usual(7, 5, false), events::add);

  /** Returns a run whose old leader is cut off with one follower while the others elect another. */
  public static List<TraceEvent> twoLeaders() {
    SimulatedTraces run = new SimulatedTraces();
    run.parted();
    return List.copyOf(run.events);
  }

  /** Returns the same run after the links were mended: the old leader's entries are overwritten. */
  public static List<TraceEvent> healed() {
    SimulatedTraces run = new SimulatedTraces();
    run.parted();
    run.links(List.of());
    run.lab.run(Duration.ofMillis(1_500));
    return List.copyOf(run.events);
  }

  private void parted() {
    lab.run(Duration.ofSeconds(3));
    NodeId leader = leader();
    for (int i = 0; i < 4; i++) {
      lab.perform(new FileOperation.MakeDirectory(FilePath.parse("/films" + i)));
      lab.run(Duration.ofMillis(120));
    }
    List<NodeId> others = lab.nodes().stream().filter(node -> !node.equals(leader)).toList();
    List<LinkRule> rules = new ArrayList<>();
    for (NodeId far : others.subList(1, others.size())) {
      for (NodeId near : List.of(leader, others.get(0))) {
        rules.add(LinkRule.cut(near, far));
        rules.add(LinkRule.cut(far, near));
      }
    }
    links(rules);
    lab.ask(leader, new FileOperation.MakeDirectory(FilePath.parse("/lost")));
    lab.ask(leader, new FileOperation.MakeDirectory(FilePath.parse("/lost2")));
    for (int i = 0; i < 40 && leaders() < 2; i++) {
      lab.run(Duration.ofMillis(100));
    }
    NodeId newer = leader();
    for (int i = 0; i < 3; i++) {
      lab.ask(newer, new FileOperation.MakeDirectory(FilePath.parse("/kept" + i)));
      lab.run(Duration.ofMillis(15));
    }
  }

  private ClusterModel model() {
    return ClusterModel.of(lab.nodes()).fold(events);
  }

  private NodeId leader() {
    return model().leader().map(NodeModel::id).orElseThrow();
  }

  private long leaders() {
    return model().leaders();
  }

  private void links(List<LinkRule> rules) {
    lab.nodes().forEach(node -> lab.lab(node, new LabOrder.SetLinks(rules)));
  }
}
