package org.quorama.metadata;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/**
 * Calls to several chunkservers at once. A round ends when all have answered, or at its deadline:
 * who did not answer until then is counted with those who refused.
 */
final class ReplicaRounds {
  private final MasterState state;
  private final TreeMap<CallId, Sent> sent = new TreeMap<>();

  private record Sent(Round round, NodeId to) {}

  /** One round. */
  static final class Round {
    final TreeSet<NodeId> accepted = new TreeSet<>();
    final TreeSet<NodeId> refused = new TreeSet<>();

    /** The least length that one who accepted told, -1 if one told none. */
    long leastBytes = Long.MAX_VALUE;

    /** Whether all who accepted told the same length. */
    boolean isEven = true;

    private final TreeSet<NodeId> awaited;
    private final MonotonicTime deadline;
    private final Consumer<Round> end;

    private Round(Collection<NodeId> nodes, MonotonicTime deadline, Consumer<Round> end) {
      this.awaited = new TreeSet<>(nodes);
      this.deadline = deadline;
      this.end = end;
    }
  }

  ReplicaRounds(MasterState state) {
    this.state = state;
  }

  /** Begins a round with a message to each of these nodes. */
  void begin(
      Collection<NodeId> nodes,
      MonotonicTime deadline,
      BiFunction<CallId, NodeId, MasterEffect> message,
      Consumer<Round> end) {
    Round round = new Round(nodes, deadline, end);
    for (NodeId node : nodes) {
      CallId call = state.draw();
      sent.put(call, new Sent(round, node));
      state.emit(message.apply(call, node));
    }
  }

  /** Takes an answer, unless it comes too late or belongs to another. */
  void answered(CallId call, boolean accepts) {
    answered(call, accepts, -1);
  }

  /** Takes an answer that tells the length of a replica. */
  void answered(CallId call, boolean accepts, long lengthBytes) {
    Sent answered = sent.remove(call);
    if (answered == null) {
      return;
    }
    Round round = answered.round();
    round.awaited.remove(answered.to());
    if (accepts) {
      boolean isFirst = round.accepted.isEmpty();
      round.isEven &= isFirst || round.leastBytes == lengthBytes;
      round.leastBytes = Math.min(round.leastBytes, lengthBytes);
    }
    (accepts ? round.accepted : round.refused).add(answered.to());
    if (round.awaited.isEmpty()) {
      round.end.accept(round);
    }
  }

  /** Ends the rounds that are over. */
  void timePassed() {
    if (!nextWakeup().isDue(state.now())) {
      return;
    }
    sent.entrySet().stream()
        .filter(each -> each.getValue().round().deadline.isDue(state.now()))
        .map(each -> each.getKey())
        .toList()
        .forEach(call -> answered(call, false));
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Sent each : sent.values()) {
      next = next.earliest(each.round().deadline);
    }
    return next;
  }

  /** Ends all rounds: who did not answer yet is not waited for. */
  void abandon() {
    List.copyOf(sent.keySet()).forEach(call -> answered(call, false));
  }
}
