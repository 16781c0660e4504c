package org.quorama.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lab.MessageGate.Message;
import org.quorama.trace.MessageTrace.Summary;

/**
 * Executes Raft's effects: disk, messages out, and answers to the questions of other nodes.
 * Confined to the node's event loop.
 *
 * <p>The answer to a question is the reply that the core sends to the asker in the very step that
 * takes the question; it leaves when the {@link SendGate} lets it.
 */
final class RaftHost {
  private final LoopTurns loop;
  private final TraceDesk desk;

  /** Who writes for Raft. */
  final PersistQueue persistQueue;

  private final Map<NodeId, PeerSender> peers;
  private final MessageGate messages;
  private final SendGate gate = new SendGate();

  /** How many calls were let go and neither answered nor lost. */
  private int called;

  /** People who wait for changes of membership and leadership. */
  final ControlCalls controls = new ControlCalls();

  /** The question that the running step takes; null between such steps, and once answered. */
  private @Nullable Question question;

  private record Question(NodeId from, CompletableFuture<Stamped<RaftMessage>> answer) {}

  RaftHost(
      LoopTurns loop,
      TraceDesk desk,
      PersistQueue persistQueue,
      Map<NodeId, PeerSender> peers,
      MessageGate messages) {
    this.loop = loop;
    this.desk = desk;
    this.persistQueue = persistQueue;
    this.peers = peers;
    this.messages = messages;
  }

  /** Takes another node's question. */
  void ask(Stamp stamp, RaftMessage request, CompletableFuture<Stamped<RaftMessage>> answer) {
    desk.received(stamp, MessageSummaries.summary(request));
    question = new Question(stamp.from(), answer);
    loop.step(arrived(stamp.from(), request));
    if (question != null) {
      question = null;
      answer.completeExceptionally(new IllegalStateException("The question got no answer"));
    }
  }

  /**
   * Answers a question before its entries are durable, as if they were not in it: the asker hears
   * that this node follows, and what is durable now.
   */
  void answerEarly(
      NodeId asker, AppendEntries request, CompletableFuture<Stamped<RaftMessage>> answer) {
    if (!answer.isDone()) {
      question = new Question(asker, answer);
      loop.step(arrived(asker, request.withoutEntries()));
      question = null;
    }
  }

  /** Notes that everything up to a ticket is on the disk. */
  void persisted(long ticket) {
    desk.persisted(ticket);
    gate.persisted(ticket);
    loop.step(new NodeInput.ForRaft(new RaftInput.Persisted(ticket)));
  }

  void execute(RaftEffect effect) {
    if (effect instanceof RaftEffect.Persist persist) {
      gate.persistRequested(persist.ticket());
      persistQueue.add(persist);
    } else if (effect instanceof RaftEffect.SendMessage send) {
      send(send);
    } else {
      controls.execute(effect);
    }
  }

  private void send(RaftEffect.SendMessage send) {
    if (send.message().isReply()) {
      reply(send);
    } else {
      gate.pass(send.promisesDurability(), () -> askPeer(send.to(), send.message()));
    }
  }

  private void reply(RaftEffect.SendMessage send) {
    Question asked = question;
    if (asked != null && asked.from().equals(send.to())) {
      question = null;
      gate.pass(send.promisesDurability(), () -> answer(asked, send.message()));
    }
  }

  private void answer(Question asked, RaftMessage message) {
    if (asked.answer().isDone()) {
      return; // it was answered before its time, or its asker waits no more
    }
    Stamp stamp = desk.sent(asked.from(), MessageSummaries.summary(message));
    asked.answer().complete(new Stamped<>(stamp, message));
  }

  private void askPeer(NodeId to, RaftMessage message) {
    Summary summary = MessageSummaries.summary(message);
    Stamp stamp = desk.sent(to, summary);
    if (messages.isOpen()) {
      call(to, stamp, message);
    } else {
      Runnable call = () -> call(to, stamp, message);
      messages.take(new Message(stamp.messageId(), desk.node(), to, summary, new RaftWay(call)));
    }
  }

  private void call(NodeId to, Stamp stamp, RaftMessage message) {
    PeerSender sender = peers.get(to);
    if (sender != null) {
      called++;
      sender
          .raft()
          .send(
              () -> sender.port().ask(stamp, message),
              reply -> loop.complete(() -> replied(to, reply)),
              () -> loop.complete(() -> lost(stamp, to)));
    }
  }

  private void lost(Stamp stamp, NodeId to) {
    called--;
    desk.dropped(stamp, to);
  }

  /** A port can belong to another node after restarts: only the answer of the one asked counts. */
  private void replied(NodeId asked, Stamped<RaftMessage> reply) {
    called--;
    if (!reply.stamp().from().equals(asked)) {
      return;
    }
    if (messages.isOpen()) {
      hear(asked, reply);
    } else {
      Summary summary = MessageSummaries.summary(reply.content());
      RaftWay way = new RaftWay(() -> hear(asked, reply));
      messages.take(new Message(reply.stamp().messageId(), asked, desk.node(), summary, way));
    }
  }

  private void hear(NodeId asked, Stamped<RaftMessage> reply) {
    desk.received(reply.stamp(), MessageSummaries.summary(reply.content()));
    loop.step(arrived(asked, reply.content()));
  }

  /** What becomes of a message of Raft: whether it is lost or comes twice, Raft copes. */
  private record RaftWay(Runnable onward) implements MessageGate.Way {
    @Override
    public void goOn() {
      onward.run();
    }

    @Override
    public void lost() {
      // nobody hears of it
    }

    @Override
    public boolean mayRepeat() {
      return true;
    }
  }

  /**
   * Returns how many calls were let go and not answered, and whether something is being written.
   */
  int underWay() {
    return called + (gate.isWaiting() ? 1 : 0);
  }

  private static NodeInput arrived(NodeId from, RaftMessage message) {
    return new NodeInput.ForRaft(new RaftInput.MessageArrived(from, message));
  }
}
