package org.quorama.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.CopyReply;
import org.quorama.chunk.ChunkMessage.GrantReply;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.runtime.PeerCalls.Question;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

/** Executes the effects of master and chunkserver. Confined to the node's event loop. */
final class FileHost {
  final OperationCalls operations;
  final FileCalls calls;

  /** How many callers move bytes into the buffers, along the chain or out of chunks. */
  final AtomicInteger moving = new AtomicInteger();

  private final LoopTurns loop;
  private final ChunkWorkers workers;
  private final PeerCalls peers;

  /** How much the workers were given and are not known to have done. */
  private int jobs;

  FileHost(
      NodeId self,
      LoopTurns loop,
      TraceDesk desk,
      ChunkWorkers workers,
      Map<NodeId, PeerSender> peers,
      MessageGate messages) {
    this.loop = loop;
    this.workers = workers;
    this.peers = new PeerCalls(loop, desk, peers, messages);
    this.calls = new FileCalls(desk);
    this.operations = new OperationCalls(loop, self);
  }

  /** Takes a master's grant. */
  void grant(CallId call, Stamp stamp, ChunkMessage.Grant grant) {
    calls.asked(call, stamp, Kind.GRANT, 0, Kind.GRANT_REPLY);
    toChunk(new ChunkInput.GrantArrived(call, grant));
  }

  /** Takes a master's revocation. */
  void revoke(CallId call, Stamp stamp, ChunkMessage.Revoke revoke) {
    calls.asked(call, stamp, Kind.REVOKE, 0, Kind.REVOKE_REPLY);
    toChunk(new ChunkInput.RevokeArrived(call, revoke));
  }

  /** Takes a master's order to copy a replica on the same disk. */
  void cloneChunk(CallId call, Stamp stamp, ChunkMessage.CloneChunk order) {
    calls.asked(call, stamp, Kind.CLONE, 0, Kind.COPY_REPLY);
    toChunk(new ChunkInput.CloneArrived(call, order));
  }

  /** Takes a master's order to pull a replica from another node. */
  void copyChunk(CallId call, Stamp stamp, ChunkMessage.CopyChunk order) {
    calls.asked(call, stamp, Kind.COPY, 0, Kind.COPY_REPLY);
    toChunk(new ChunkInput.CopyArrived(call, order));
  }

  /** Takes a primary's mutation. */
  void mutate(CallId call, Stamp stamp, ChunkMessage.Mutate mutate) {
    calls.asked(call, stamp, Kind.MUTATE, mutate.range().length(), Kind.MUTATE_REPLY);
    toChunk(new ChunkInput.MutateArrived(call, mutate));
  }

  /** Takes a chunkserver's report. */
  void report(CallId call, Stamp stamp, ChunkMessage.ChunkReport report) {
    calls.asked(call, stamp, Kind.REPORT, report.held().size(), Kind.ORDERS);
    loop.step(new NodeInput.ForMaster(new MasterInput.ReportArrived(call, stamp.from(), report)));
  }

  private void toChunk(ChunkInput input) {
    loop.step(new NodeInput.ForChunk(input));
  }

  void execute(MasterEffect effect) {
    if (effect instanceof MasterEffect.AnswerOperation answer) {
      operations.answer(answer.call(), answer.reply());
    } else if (effect instanceof MasterEffect.AnswerReport answer) {
      calls.answer(answer);
    } else if (effect instanceof MasterEffect.SendGrant send) {
      peers.ask(PeerSender::chunks, grant(send));
    } else if (effect instanceof MasterEffect.SendRevoke send) {
      peers.ask(PeerSender::copies, revocation(send));
    } else if (effect instanceof MasterEffect.SendClone send) {
      peers.ask(PeerSender::copies, copyLocally(send));
    } else if (effect instanceof MasterEffect.SendCopy send) {
      peers.ask(PeerSender::copies, copy(send));
    }
  }

  void execute(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      jobs++;
      workers.storeVersion(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.ApplyMutation store) {
      jobs++;
      workers.apply(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.DeleteChunk delete) {
      jobs++;
      workers.delete(delete.chunk(), () -> loop.complete(() -> jobs--));
    } else if (effect instanceof ChunkEffect.CloneLocally copy) {
      jobs++;
      workers.cloneLocally(copy, (code, length) -> copied(copy.call(), code, length));
    } else if (effect instanceof ChunkEffect.PullReplica pull) {
      pull(pull);
    } else if (effect instanceof ChunkEffect.Forward forward) {
      peers.ask(PeerSender::chunks, mutation(forward));
    } else if (effect instanceof ChunkEffect.SendReport send) {
      peers.ask(PeerSender::chunks, report(send));
    } else {
      answer(effect);
    }
  }

  private void answer(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.AnswerGrant answer) {
      calls.answer(answer);
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      calls.answer(answer);
    } else if (effect instanceof ChunkEffect.AnswerCopy answer) {
      calls.answer(answer);
    } else if (effect instanceof ChunkEffect.ServeRead serve) {
      calls.reads.answer(serve.call(), ErrorCode.NONE);
    } else if (effect instanceof ChunkEffect.RefuseRead refuse) {
      calls.reads.answer(refuse.call(), refuse.code());
    }
  }

  private void stored(CallId call, ErrorCode code) {
    done(new ChunkInput.Stored(call, code));
  }

  /** Tells the chunkserver's core how a job ended. Thread-safe. */
  private void done(ChunkInput input) {
    loop.complete(
        () -> {
          jobs--;
          toChunk(input);
        });
  }

  /** Returns how many calls, jobs of workers and moves of bytes are not known to have ended. */
  int underWay() {
    return jobs + peers.underWay() + moving.get();
  }

  private void pull(ChunkEffect.PullReplica pull) {
    jobs++;
    PeerPort source = peers.port(pull.source());
    if (source == null) {
      copied(pull.call(), ErrorCode.REPLICA_FAILED, 0);
    } else {
      workers.pull(pull, source, (code, length) -> copied(pull.call(), code, length));
    }
  }

  private void copied(CallId call, ErrorCode code, long length) {
    done(new ChunkInput.CopyEnded(call, code, length));
  }

  private static Question<GrantReply> grant(MasterEffect.SendGrant send) {
    Function<GrantReply, NodeInput> answered =
        reply ->
            new NodeInput.ForMaster(
                new MasterInput.GrantAnswered(
                    send.call(), send.to(), reply.accepted(), reply.lengthBytes()));
    return new Question<>(
        send.to(),
        MessageSummaries.summary(Kind.GRANT, 0, false),
        (port, stamp) -> port.grant(stamp, send.grant()),
        reply -> MessageSummaries.summary(Kind.GRANT_REPLY, 0, reply.accepted()),
        answered,
        answered.apply(new GrantReply(false)));
  }

  private static Question<GrantReply> revocation(MasterEffect.SendRevoke send) {
    Function<ErrorCode, NodeInput> answered =
        code ->
            new NodeInput.ForMaster(new MasterInput.RevokeAnswered(send.call(), send.to(), code));
    return new Question<>(
        send.to(),
        MessageSummaries.summary(Kind.REVOKE, 0, false),
        (port, stamp) -> port.revoke(stamp, send.revoke()),
        reply -> MessageSummaries.summary(Kind.REVOKE_REPLY, 0, reply.accepted()),
        reply -> answered.apply(reply.accepted() ? ErrorCode.NONE : ErrorCode.STALE_VERSION),
        answered.apply(ErrorCode.INDETERMINATE));
  }

  private static Question<CopyReply> copyLocally(MasterEffect.SendClone send) {
    Function<ErrorCode, NodeInput> answered =
        code ->
            new NodeInput.ForMaster(new MasterInput.CloneAnswered(send.call(), send.to(), code));
    return new Question<>(
        send.to(),
        MessageSummaries.summary(Kind.CLONE, 0, false),
        (port, stamp) -> port.cloneChunk(stamp, send.order()),
        FileHost::summaryOf,
        reply -> answered.apply(reply.code()),
        answered.apply(ErrorCode.INDETERMINATE));
  }

  private static Question<CopyReply> copy(MasterEffect.SendCopy send) {
    Function<ErrorCode, NodeInput> answered =
        code -> new NodeInput.ForMaster(new MasterInput.CopyAnswered(send.call(), send.to(), code));
    return new Question<>(
        send.to(),
        MessageSummaries.summary(Kind.COPY, 0, false),
        (port, stamp) -> port.copyChunk(stamp, send.order()),
        FileHost::summaryOf,
        reply -> answered.apply(reply.code()),
        answered.apply(ErrorCode.INDETERMINATE));
  }

  private static Summary summaryOf(CopyReply reply) {
    return MessageSummaries.summary(Kind.COPY_REPLY, 0, reply.code() == ErrorCode.NONE);
  }

  private Question<MutationReply> mutation(ChunkEffect.Forward forward) {
    ChunkMessage.Mutate mutate = forward.mutate();
    long bytes = mutate.range().length();
    Optional<PushedData> rider = workers.riderOf(mutate.mutation());
    Function<ErrorCode, NodeInput> answered =
        code ->
            new NodeInput.ForChunk(
                new ChunkInput.ForwardAnswered(forward.call(), forward.to(), code));
    return new Question<>(
        forward.to(),
        MessageSummaries.summary(Kind.MUTATE, bytes, false),
        (port, stamp) ->
            rider
                .map(data -> port.mutate(stamp, mutate, data))
                .orElseGet(() -> port.mutate(stamp, mutate)),
        reply -> MessageSummaries.summary(Kind.MUTATE_REPLY, 0, reply.code() == ErrorCode.NONE),
        reply -> answered.apply(reply.code()),
        answered.apply(ErrorCode.REPLICA_FAILED));
  }

  private Question<Orders> report(ChunkEffect.SendReport send) {
    return new Question<>(
        send.to(),
        MessageSummaries.summary(Kind.REPORT, send.report().held().size(), false),
        (port, stamp) -> port.report(stamp, workers.withSpace(send.report())),
        orders -> MessageSummaries.summary(Kind.ORDERS, orders.garbage().size(), true),
        orders -> new NodeInput.ForChunk(new ChunkInput.ReportAnswered(send.call(), orders)),
        new NodeInput.ForChunk(new ChunkInput.ReportLost(send.call())));
  }

  /** Lets every caller go without an answer. */
  void abandonAll() {
    operations.abandonAll();
    calls.abandonAll();
  }
}
