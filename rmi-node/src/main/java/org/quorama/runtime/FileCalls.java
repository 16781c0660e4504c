package org.quorama.runtime;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.trace.MessageTrace.Kind;

/**
 * Who waits for an answer about chunks, each on its own thread. The callers may be opened and
 * waited for on any thread; all else is confined to the node's event loop.
 */
final class FileCalls {
  /** Clients. */
  final PendingCalls<ChunkMessage.MutationReply> writes = new PendingCalls<>();

  final PendingCalls<ErrorCode> reads = new PendingCalls<>();

  /** Masters, for grants and revocations. */
  final PendingCalls<Stamped<ChunkMessage.GrantReply>> grants = new PendingCalls<>();

  /** Masters, for clones and copies. */
  final PendingCalls<Stamped<ChunkMessage.CopyReply>> copies = new PendingCalls<>();

  /** Primaries. */
  final PendingCalls<Stamped<ChunkMessage.MutationReply>> mutations = new PendingCalls<>();

  /** Chunkservers that report. */
  final PendingCalls<Stamped<ChunkMessage.Orders>> orders = new PendingCalls<>();

  private final TraceDesk desk;

  /** Which nodes wait; clients are not among them. */
  private final Map<CallId, Asker> askers = new HashMap<>();

  /**
   * A node that waits.
   *
   * @param node who
   * @param reply what the trace calls the answer
   */
  private record Asker(NodeId node, Kind reply) {}

  FileCalls(TraceDesk desk) {
    this.desk = desk;
  }

  /** Notes that a node asks and waits. */
  void asked(CallId call, Stamp stamp, Kind question, long bytes, Kind reply) {
    desk.received(stamp, MessageSummaries.summary(question, bytes, false));
    askers.put(call, new Asker(stamp.from(), reply));
  }

  void answer(ChunkEffect.AnswerGrant answer) {
    boolean accepted = answer.reply().accepted();
    answer(grants, answer.call(), answer.reply(), 0, accepted);
  }

  void answer(ChunkEffect.AnswerCopy answer) {
    boolean done = answer.reply().code() == ErrorCode.NONE;
    answer(copies, answer.call(), answer.reply(), 0, done);
  }

  void answer(MasterEffect.AnswerReport answer) {
    int garbage = answer.orders().garbage().size();
    answer(orders, answer.call(), answer.orders(), garbage, true);
  }

  /** Answers the primary that ordered, or the client that asked. */
  void answer(ChunkEffect.AnswerMutation answer) {
    if (askers.containsKey(answer.call())) {
      boolean done = answer.reply().code() == ErrorCode.NONE;
      answer(mutations, answer.call(), answer.reply(), 0, done);
    } else {
      writes.answer(answer.call(), answer.reply());
    }
  }

  private <T extends Serializable> void answer(
      PendingCalls<Stamped<T>> waiting, CallId call, T reply, long count, boolean positive) {
    Asker asker = askers.remove(call);
    if (asker != null) {
      Stamp stamp =
          desk.sent(asker.node(), MessageSummaries.summary(asker.reply(), count, positive));
      waiting.answer(call, new Stamped<>(stamp, reply));
    }
  }

  /** Lets every caller go without an answer. */
  void abandonAll() {
    writes.abandonAll();
    reads.abandonAll();
    grants.abandonAll();
    copies.abandonAll();
    mutations.abandonAll();
    orders.abandonAll();
  }
}
