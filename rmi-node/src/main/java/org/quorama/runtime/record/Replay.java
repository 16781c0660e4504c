package org.quorama.runtime.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftStatus;
import org.quorama.trace.TraceEvent;

/**
 * Makes the cores of recorded nodes again and compares what they do with what was recorded. Not
 * thread-safe.
 *
 * <p>What is compared: every event that a core causes, with the state that goes with it, every
 * write that became durable, and the digests at every checkpoint. What only hosts saw is skipped.
 */
public final class Replay {
  private final Cut cut;
  private final Map<NodeId, NodeReplay> nodes = new TreeMap<>();
  private final History history = new History();

  /**
   * Makes a replay that ends at a cut.
   *
   * @param cut where
   */
  public Replay(Cut cut) {
    this.cut = cut;
  }

  /**
   * Takes the next event of a node; events of different nodes may come in any order.
   *
   * @param event as it was recorded, with its input
   */
  public void accept(TraceEvent event) {
    NodeReplay node = nodes.computeIfAbsent(event.node(), id -> new NodeReplay(id, history));
    if (cut.includes(event)) {
      node.accept(event);
    } else {
      node.beyond(event);
    }
  }

  /** Returns what became of each node, in the order of their ids. */
  public List<ReplayedNode> nodes() {
    return nodes.values().stream().map(NodeReplay::replayed).toList();
  }

  /** Returns the first difference of a node, if there is one. */
  public Optional<String> difference() {
    return nodes().stream()
        .filter(node -> node.difference() != null)
        .map(node -> String.valueOf(node.difference()))
        .findFirst();
  }

  /**
   * Returns the point that was reached, for a simulator that goes on from there; to be called once,
   * after all events.
   *
   * @throws IllegalStateException if a node had not started yet, or a member was not recorded; the
   *     message says what to do
   */
  public ForkPoint fork() {
    checkMembers();
    long timeNanos = nodes.values().stream().mapToLong(NodeReplay::lastNanos).max().orElse(0);
    return new ForkPoint(
        nodes.values().stream().map(node -> node.at(timeNanos)).toList(),
        history.committed(),
        history.digests(),
        timeNanos,
        nodes.values().stream().mapToLong(NodeReplay::lastLamport).max().orElse(0));
  }

  private void checkMembers() {
    for (ReplayedNode node : nodes()) {
      RaftStatus status = node.end().status();
      List<NodeId> members = status == null ? List.of() : status.membership().all();
      if (!nodes.keySet().containsAll(members)) {
        throw new IllegalStateException(
            "The members are " + members + ", recorded are " + nodes.keySet() + ": name all files");
      }
    }
  }
}
