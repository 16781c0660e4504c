package org.quorama.runtime;

import java.io.Serializable;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.remote.PeerPort;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lab.MessageGate.Message;
import org.quorama.runtime.lane.PeerLane;
import org.quorama.trace.MessageTrace.Summary;

/**
 * Asks other nodes, and this one, about chunks; the cores hear the answer or, in any case, that
 * there is none. Confined to the node's event loop.
 */
final class PeerCalls {
  private final LoopTurns loop;
  private final TraceDesk desk;
  private final Map<NodeId, PeerSender> peers;
  private final MessageGate messages;

  /** How many calls were let go and neither answered nor lost. */
  private int called;

  /**
   * A question to a node.
   *
   * @param to whom
   * @param summary what the trace says of it
   * @param call makes it, on the lane's thread
   * @param summaryOf what the trace says of the answer
   * @param answered what the cores hear of the answer
   * @param lost what they hear if there is none
   */
  record Question<T extends Serializable>(
      NodeId to,
      Summary summary,
      BiFunction<PeerPort, Stamp, Stamped<T>> call,
      Function<T, Summary> summaryOf,
      Function<T, NodeInput> answered,
      NodeInput lost) {}

  PeerCalls(LoopTurns loop, TraceDesk desk, Map<NodeId, PeerSender> peers, MessageGate messages) {
    this.loop = loop;
    this.desk = desk;
    this.peers = peers;
    this.messages = messages;
  }

  /** Asks on a lane of its own kind: one that may wait long delays no other. */
  <T extends Serializable> void ask(Function<PeerSender, PeerLane> laneOf, Question<T> question) {
    Stamp stamp = desk.sent(question.to(), question.summary());
    if (messages.isOpen()) {
      call(laneOf, question, stamp);
    } else {
      Runnable call = () -> call(laneOf, question, stamp);
      messages.take(
          new Message(
              stamp.messageId(),
              desk.node(),
              question.to(),
              question.summary(),
              new OneWay(call, () -> loop.completeWith(question.lost()))));
    }
  }

  private <T extends Serializable> void call(
      Function<PeerSender, PeerLane> laneOf, Question<T> question, Stamp stamp) {
    called++;
    PeerSender sender = peers.get(question.to());
    if (sender == null) {
      loop.complete(() -> ended(question.lost()));
      return;
    }
    laneOf
        .apply(sender)
        .send(
            () -> question.call().apply(sender.port(), stamp),
            reply -> loop.complete(() -> answered(question, reply)),
            () -> loop.complete(() -> lost(stamp, question)));
  }

  private void ended(NodeInput input) {
    called--;
    loop.step(input);
  }

  private <T extends Serializable> void answered(Question<T> question, Stamped<T> reply) {
    called--;
    if (messages.isOpen()) {
      hear(question, reply);
    } else {
      messages.take(
          new Message(
              reply.stamp().messageId(),
              question.to(),
              desk.node(),
              question.summaryOf().apply(reply.content()),
              new OneWay(() -> hear(question, reply), () -> loop.completeWith(question.lost()))));
    }
  }

  private <T extends Serializable> void hear(Question<T> question, Stamped<T> reply) {
    desk.received(reply.stamp(), question.summaryOf().apply(reply.content()));
    boolean isOfAsked = reply.stamp().from().equals(question.to());
    loop.step(isOfAsked ? question.answered().apply(reply.content()) : question.lost());
  }

  private void lost(Stamp stamp, Question<?> question) {
    desk.dropped(stamp, question.to());
    ended(question.lost());
  }

  /** What becomes of a message about chunks; a twin is the same one, for each gets one answer. */
  private record OneWay(Runnable onward, Runnable whenLost) implements MessageGate.Way {
    @Override
    public void goOn() {
      onward.run();
    }

    @Override
    public void lost() {
      whenLost.run();
    }

    @Override
    public boolean mayRepeat() {
      return false;
    }
  }

  /** Returns how many calls were let go and neither answered nor lost. */
  int underWay() {
    return called;
  }

  /** Returns the way to a node, null if it is no member. */
  @Nullable PeerPort port(NodeId node) {
    PeerSender sender = peers.get(node);
    return sender == null ? null : sender.port();
  }
}
