package org.quorama.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.quorama.cluster.NodeAddress;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.NodeUnreachableException;

/**
 * Has queries answered that any node may answer; the nodes take turns, and those that were silent a
 * moment ago come last. Thread-safe.
 */
final class AnyNode {
  private static final Duration AVOIDED = Duration.ofSeconds(5);

  /** No session is needed, and none kept alive: who answers may not lead. */
  private static final RequestId NAMELESS = new RequestId(RequestId.NO_SESSION, 0);

  private final NodeDirectory directory;
  private final ClientClock clock;
  private final BiConsumer<NodeAddress, String> note;
  private final AtomicInteger turn = new AtomicInteger();

  /** Until when a node that did not answer comes last. */
  private final Map<NodeAddress, MonotonicTime> silent = new ConcurrentHashMap<>();

  /** Makes one; the consumer hears what each node answered. */
  AnyNode(NodeDirectory directory, ClientClock clock, BiConsumer<NodeAddress, String> note) {
    this.directory = directory;
    this.clock = clock;
    this.note = note;
  }

  /** Asks one node after the other until all calls are settled; returns those that are not. */
  List<PendingCall> ask(List<PendingCall> calls) {
    List<PendingCall> left = calls;
    for (NodeAddress address : order()) {
      if (!left.isEmpty()) {
        left = ask(address, left);
      }
    }
    return left;
  }

  private List<NodeAddress> order() {
    List<NodeAddress> order = new ArrayList<>(directory.addresses());
    if (!order.isEmpty()) {
      Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), order.size()));
    }
    if (!silent.isEmpty()) {
      MonotonicTime now = clock.now();
      silent.values().removeIf(until -> until.isDue(now));
      order.sort((one, other) -> Boolean.compare(isSilent(one), isSilent(other)));
    }
    return order;
  }

  private boolean isSilent(NodeAddress address) {
    return silent.containsKey(address);
  }

  private List<PendingCall> ask(NodeAddress address, List<PendingCall> calls) {
    List<OperationRequest> requests =
        calls.stream()
            .map(call -> new OperationRequest(NAMELESS, 0, call.mode, call.operation))
            .toList();
    try {
      List<OperationReply> replies = directory.connect(address).performAll(requests);
      Invariants.check(replies.size() == requests.size(), "%s answered not all", address);
      note.accept(address, "answered");
      return settle(calls, replies);
    } catch (NodeUnreachableException e) {
      note.accept(address, LeaderSearch.NO_ANSWER);
      silent.put(address, clock.now().plus(AVOIDED));
      return calls;
    }
  }

  private static List<PendingCall> settle(List<PendingCall> calls, List<OperationReply> replies) {
    List<PendingCall> left = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      PendingCall call = calls.get(i);
      if (LeaderSearch.isFinal(replies.get(i))) {
        call.settle(replies.get(i));
      } else {
        call.refused(replies.get(i));
        left.add(call);
      }
    }
    return left;
  }
}
