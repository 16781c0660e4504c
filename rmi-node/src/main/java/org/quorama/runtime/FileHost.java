package org.quorama.runtime;

import java.util.HashMap;
import java.util.Map;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.trace.MessageTrace.Kind;

/** Executes the effects of master and chunkserver. Confined to the node's event loop. */
final class FileHost {
  final OperationCalls operations;

  /** Callers that wait, each on its own thread. */
  final PendingCalls<ChunkMessage.MutationReply> writes = new PendingCalls<>();

  final PendingCalls<ErrorCode> reads = new PendingCalls<>();
  final PendingCalls<Stamped<ChunkMessage.GrantReply>> grants = new PendingCalls<>();
  final PendingCalls<Stamped<ChunkMessage.MutationReply>> mutations = new PendingCalls<>();

  final PendingCalls<Stamped<ChunkMessage.Orders>> orders = new PendingCalls<>();

  private final LoopTurns loop;
  private final TraceDesk desk;
  private final ChunkWorkers workers;
  private final Map<NodeId, PeerSender> peers;

  /** Which node waits for the answer to a grant or mutation. */
  private final Map<CallId, NodeId> askers = new HashMap<>();

  FileHost(
      NodeId self,
      LoopTurns loop,
      TraceDesk desk,
      ChunkWorkers workers,
      Map<NodeId, PeerSender> peers) {
    this.loop = loop;
    this.desk = desk;
    this.workers = workers;
    this.peers = peers;
    this.operations = new OperationCalls(loop, self);
  }

  /** Takes a master's grant. */
  void grant(CallId call, Stamp stamp, ChunkMessage.Grant grant) {
    desk.received(stamp, MessageSummaries.summary(Kind.GRANT, 0, false));
    askers.put(call, stamp.from());
    loop.step(new NodeInput.ForChunk(new ChunkInput.GrantArrived(call, grant)));
  }

  /** Takes a primary's mutation. */
  void mutate(CallId call, Stamp stamp, ChunkMessage.Mutate mutate) {
    desk.received(stamp, MessageSummaries.summary(Kind.MUTATE, mutate.range().length(), false));
    askers.put(call, stamp.from());
    loop.step(new NodeInput.ForChunk(new ChunkInput.MutateArrived(call, mutate)));
  }

  /** Takes a chunkserver's report. */
  void report(CallId call, Stamp stamp, ChunkMessage.ChunkReport report) {
    desk.received(stamp, MessageSummaries.summary(Kind.REPORT, report.held().size(), false));
    askers.put(call, stamp.from());
    loop.step(new NodeInput.ForMaster(new MasterInput.ReportArrived(call, stamp.from(), report)));
  }

  void execute(MasterEffect effect) {
    if (effect instanceof MasterEffect.AnswerOperation answer) {
      operations.answer(answer.call(), answer.reply());
    } else if (effect instanceof MasterEffect.SendGrant send) {
      sendGrant(send);
    } else if (effect instanceof MasterEffect.AnswerReport answer) {
      answerReport(answer);
    }
  }

  private void answerReport(MasterEffect.AnswerReport answer) {
    NodeId asker = askers.remove(answer.call());
    if (asker != null) {
      int garbage = answer.orders().garbage().size();
      Stamp stamp = desk.sent(asker, MessageSummaries.summary(Kind.ORDERS, garbage, true));
      orders.answer(answer.call(), new Stamped<>(stamp, answer.orders()));
    }
  }

  void execute(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      workers.storeVersion(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.ApplyMutation store) {
      workers.apply(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.DeleteChunk delete) {
      workers.delete(delete.chunk());
    } else if (effect instanceof ChunkEffect.CloneLocally copy) {
      workers.cloneLocally(copy, (code, length) -> copied(copy.call(), code, length));
    } else if (effect instanceof ChunkEffect.PullReplica pull) {
      pull(pull);
    } else if (effect instanceof ChunkEffect.Forward forward) {
      forward(forward);
    } else if (effect instanceof ChunkEffect.SendReport report) {
      sendReport(report);
    } else {
      answer(effect);
    }
  }

  private void answer(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.AnswerGrant answer) {
      answerGrant(answer);
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      answerMutation(answer);
    } else if (effect instanceof ChunkEffect.ServeRead serve) {
      reads.answer(serve.call(), ErrorCode.NONE);
    } else if (effect instanceof ChunkEffect.RefuseRead refuse) {
      reads.answer(refuse.call(), refuse.code());
    }
  }

  private void stored(CallId call, ErrorCode code) {
    loop.completeWith(new NodeInput.ForChunk(new ChunkInput.Stored(call, code)));
  }

  private void pull(ChunkEffect.PullReplica pull) {
    PeerSender sender = peers.get(pull.source());
    if (sender == null) {
      copied(pull.call(), ErrorCode.REPLICA_FAILED, 0);
    } else {
      workers.pull(pull, sender.port(), (code, length) -> copied(pull.call(), code, length));
    }
  }

  private void copied(CallId call, ErrorCode code, long length) {
    loop.completeWith(new NodeInput.ForChunk(new ChunkInput.CopyEnded(call, code, length)));
  }

  private void answerGrant(ChunkEffect.AnswerGrant answer) {
    NodeId asker = askers.remove(answer.call());
    if (asker != null) {
      boolean accepted = answer.reply().accepted();
      Stamp stamp = desk.sent(asker, MessageSummaries.summary(Kind.GRANT_REPLY, 0, accepted));
      grants.answer(answer.call(), new Stamped<>(stamp, answer.reply()));
    }
  }

  private void answerMutation(ChunkEffect.AnswerMutation answer) {
    NodeId asker = askers.remove(answer.call());
    if (asker == null) {
      writes.answer(answer.call(), answer.reply());
      return;
    }
    boolean done = answer.reply().code() == ErrorCode.NONE;
    Stamp stamp = desk.sent(asker, MessageSummaries.summary(Kind.MUTATE_REPLY, 0, done));
    mutations.answer(answer.call(), new Stamped<>(stamp, answer.reply()));
  }

  private void sendGrant(MasterEffect.SendGrant send) {
    Stamp stamp = desk.sent(send.to(), MessageSummaries.summary(Kind.GRANT, 0, false));
    PeerSender sender = peers.get(send.to());
    if (sender == null) {
      loop.completeWith(granted(send, false));
      return;
    }
    sender
        .chunks()
        .send(
            () -> sender.port().grant(stamp, send.grant()),
            reply -> loop.complete(() -> grantReplied(send, reply)),
            () -> loop.complete(() -> lost(stamp, send.to(), granted(send, false))));
  }

  private void grantReplied(MasterEffect.SendGrant send, Stamped<ChunkMessage.GrantReply> reply) {
    boolean accepted = reply.content().accepted() && reply.stamp().from().equals(send.to());
    desk.received(reply.stamp(), MessageSummaries.summary(Kind.GRANT_REPLY, 0, accepted));
    loop.step(granted(send, accepted));
  }

  private static NodeInput granted(MasterEffect.SendGrant send, boolean accepted) {
    return new NodeInput.ForMaster(new MasterInput.GrantAnswered(send.call(), send.to(), accepted));
  }

  private void forward(ChunkEffect.Forward forward) {
    long bytes = forward.mutate().range().length();
    Stamp stamp = desk.sent(forward.to(), MessageSummaries.summary(Kind.MUTATE, bytes, false));
    NodeInput failed = forwarded(forward, ErrorCode.REPLICA_FAILED);
    PeerSender sender = peers.get(forward.to());
    if (sender == null) {
      loop.completeWith(failed);
      return;
    }
    sender
        .chunks()
        .send(
            () -> sender.port().mutate(stamp, forward.mutate()),
            reply -> loop.complete(() -> forwardReplied(forward, reply)),
            () -> loop.complete(() -> lost(stamp, forward.to(), failed)));
  }

  private void forwardReplied(
      ChunkEffect.Forward forward, Stamped<ChunkMessage.MutationReply> reply) {
    boolean asked = reply.stamp().from().equals(forward.to());
    ErrorCode code = asked ? reply.content().code() : ErrorCode.REPLICA_FAILED;
    boolean done = code == ErrorCode.NONE;
    desk.received(reply.stamp(), MessageSummaries.summary(Kind.MUTATE_REPLY, 0, done));
    loop.step(forwarded(forward, code));
  }

  private static NodeInput forwarded(ChunkEffect.Forward forward, ErrorCode code) {
    return new NodeInput.ForChunk(
        new ChunkInput.ForwardAnswered(forward.call(), forward.to(), code));
  }

  private void sendReport(ChunkEffect.SendReport send) {
    int held = send.report().held().size();
    Stamp stamp = desk.sent(send.to(), MessageSummaries.summary(Kind.REPORT, held, false));
    NodeInput lost = new NodeInput.ForChunk(new ChunkInput.ReportLost(send.call()));
    PeerSender sender = peers.get(send.to());
    if (sender == null) {
      loop.completeWith(lost);
      return;
    }
    sender
        .chunks()
        .send(
            () -> sender.port().report(stamp, send.report()),
            reply -> loop.complete(() -> reportAnswered(send, reply)),
            () -> loop.complete(() -> lost(stamp, send.to(), lost)));
  }

  private void reportAnswered(ChunkEffect.SendReport send, Stamped<ChunkMessage.Orders> reply) {
    int garbage = reply.content().garbage().size();
    desk.received(reply.stamp(), MessageSummaries.summary(Kind.ORDERS, garbage, true));
    loop.step(new NodeInput.ForChunk(new ChunkInput.ReportAnswered(send.call(), reply.content())));
  }

  private void lost(Stamp stamp, NodeId to, NodeInput consequence) {
    desk.dropped(stamp, to);
    loop.step(consequence);
  }

  /** Lets every caller go without an answer. */
  void abandonAll() {
    operations.abandonAll();
    writes.abandonAll();
    reads.abandonAll();
    grants.abandonAll();
    mutations.abandonAll();
    orders.abandonAll();
  }
}
