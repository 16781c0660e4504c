package org.quorama.monitor.model.look;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.LinkRule;

/** Which nodes can still reach each other. Stateless. */
public final class Partition {
  private Partition() {}

  /**
   * Returns the sides into which cut links part nodes; one side if they part nothing. Who can send
   * or be heard one way only is on the side of the other.
   *
   * @param nodes all of them
   * @param rules the rules of the links that are not whole
   */
  public static List<Set<NodeId>> sides(Collection<NodeId> nodes, Collection<LinkRule> rules) {
    Set<String> cut =
        rules.stream()
            .filter(LinkRule::passesNothing)
            .map(rule -> way(rule.from(), rule.to()))
            .collect(Collectors.toSet());
    List<Set<NodeId>> sides = new ArrayList<>();
    TreeSet<NodeId> left = new TreeSet<>(nodes);
    while (!left.isEmpty()) {
      sides.add(sideOf(left, cut));
    }
    return sides;
  }

  /** Takes out of what is left the side of its first node. */
  private static Set<NodeId> sideOf(NavigableSet<NodeId> left, Set<String> cut) {
    TreeSet<NodeId> side = new TreeSet<>();
    ArrayDeque<NodeId> next = new ArrayDeque<>(List.of(left.first()));
    left.remove(left.first());
    while (!next.isEmpty()) {
      NodeId node = next.remove();
      side.add(node);
      List<NodeId> reached =
          left.stream()
              .filter(it -> !cut.contains(way(node, it)) || !cut.contains(way(it, node)))
              .toList();
      next.addAll(reached);
      reached.forEach(left::remove);
    }
    return side;
  }

  private static String way(NodeId from, NodeId to) {
    return from + ">" + to;
  }

  /**
   * Returns sides in a few signs: {@code n1 n4 | n2 n3 n5}.
   *
   * @param sides which
   */
  public static String words(List<Set<NodeId>> sides) {
    return sides.stream()
        .map(side -> side.stream().map(NodeId::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }
}
