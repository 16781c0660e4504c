package org.quorama.monitor.model.spacetime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.Partition;
import org.quorama.raft.RoleName;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.TraceEvent;

/** What lasts: roles, faults, outages; mutable while a diagram is made. */
final class Lasting {
  private final List<Band> bands = new ArrayList<>();
  private final Map<String, Band> open = new HashMap<>();
  private final TreeMap<NodeId, At> last = new TreeMap<>();
  private final Map<NodeId, List<LinkRule>> links = new HashMap<>();
  private final Set<NodeId> frozen = new HashSet<>();

  Lasting(ClusterModel before, At from) {
    for (NodeModel node : before.nodes().values()) {
      last.put(node.id(), from);
      links.put(node.id(), before.lab().of(node.id()).links());
      if (node.life().isOver()) {
        begin(node.id(), Band.Kind.DOWN, from, "");
      } else {
        role(node.id(), node.raft(), from);
        pause(node.id(), before.lab().of(node.id()).paused(), from);
      }
      if (before.lab().frozen()) {
        frozen.add(node.id());
      }
    }
    freeze(from);
    cut(from);
  }

  void take(TraceEvent event, At at) {
    NodeId node = event.node();
    if (event.detail() instanceof NodeTrace.Boot) {
      At ended = last.getOrDefault(node, at);
      if (event.incarnation() > 1 && !open.containsKey(key(node, Band.Kind.DOWN))) {
        leave(node, ended);
        begin(node, Band.Kind.DOWN, ended, "");
      }
      end(node, Band.Kind.DOWN, at);
      faultsOver(node, at);
    }
    last.put(node, at);
    if (event.detail() instanceof NodeTrace.Killed || event.detail() instanceof NodeTrace.Stopped) {
      leave(node, at);
      faultsOver(node, at);
      begin(node, Band.Kind.DOWN, at, "");
    } else {
      role(node, event.state(), at);
    }
    if (event.detail() instanceof FaultTrace fault) {
      fault(node, fault, at);
    }
  }

  private void fault(NodeId node, FaultTrace fault, At at) {
    if (fault instanceof FaultTrace.LinksChanged changed) {
      links.put(node, changed.rules());
      cut(at);
    } else if (fault instanceof FaultTrace.NodePaused) {
      pause(node, true, at);
    } else if (fault instanceof FaultTrace.NodeResumed) {
      pause(node, false, at);
    } else if (fault instanceof FaultTrace.PaceChanged pace) {
      if (pace.frozen()) {
        frozen.add(node);
      } else {
        frozen.remove(node);
      }
      freeze(at);
    }
  }

  private void faultsOver(NodeId node, At at) {
    pause(node, false, at);
    links.remove(node);
    cut(at);
    frozen.remove(node);
    freeze(at);
  }

  /** A rule that is broken stays so; each rule is named once. */
  void broken(String rule, At at) {
    Band now = open.get(key(null, Band.Kind.BROKEN));
    if (now == null) {
      begin(null, Band.Kind.BROKEN, at, rule);
    } else if (!now.text().contains(rule)) {
      end(null, Band.Kind.BROKEN, at);
      begin(null, Band.Kind.BROKEN, at, now.text() + ", " + rule);
    }
  }

  private void leave(NodeId node, At at) {
    end(node, Band.Kind.LEADER, at);
    end(node, Band.Kind.CANDIDATE, at);
    pause(node, false, at);
  }

  private void role(NodeId node, RaftSummary state, At at) {
    String term = Long.toString(state.term());
    during(state.role() == RoleName.LEADER, node, Band.Kind.LEADER, at, term);
    during(state.role() == RoleName.CANDIDATE, node, Band.Kind.CANDIDATE, at, term);
  }

  private void pause(NodeId node, boolean paused, At at) {
    during(paused, node, Band.Kind.PAUSED, at, "");
  }

  private void freeze(At at) {
    during(!frozen.isEmpty(), null, Band.Kind.FROZEN, at, "");
  }

  private void cut(At at) {
    List<LinkRule> rules = links.values().stream().flatMap(List::stream).distinct().toList();
    long gone = rules.stream().filter(LinkRule::passesNothing).count();
    List<Set<NodeId>> sides = Partition.sides(last.keySet(), rules);
    String text = sides.size() > 1 ? Partition.words(sides) : gone + " →";
    during(gone > 0, null, Band.Kind.CUT, at, text);
    long ill = rules.size() - gone;
    during(ill > 0, null, Band.Kind.IMPAIRED, at, ill + " →");
  }

  private void during(boolean is, @Nullable NodeId node, Band.Kind kind, At at, String text) {
    Band now = open.get(key(node, kind));
    if (now != null && (!is || !now.text().equals(text))) {
      end(node, kind, at);
    }
    if (is && !open.containsKey(key(node, kind))) {
      begin(node, kind, at, text);
    }
  }

  private static String key(@Nullable NodeId node, Band.Kind kind) {
    return kind + " " + node;
  }

  private void begin(@Nullable NodeId node, Band.Kind kind, At at, String text) {
    open.putIfAbsent(key(node, kind), new Band(node, kind, at, at, text));
  }

  private void end(@Nullable NodeId node, Band.Kind kind, At at) {
    Band band = open.remove(key(node, kind));
    boolean lasts = band != null && at.nanos() > band.from().nanos();
    if (band != null && lasts) {
      bands.add(new Band(node, kind, band.from(), at, band.text()));
    }
  }

  List<Band> done(At to) {
    List.copyOf(open.values()).forEach(band -> end(band.node(), band.kind(), to));
    return bands;
  }
}
