package org.quorama.remote;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.Membership;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.stream.BlockSink;
import org.quorama.trace.TraceBatch;

/**
 * How a client, a monitor or a supervisor talks to one node, without RMI in sight. Thread-safe.
 *
 * <p>Every method throws {@link NodeUnreachableException} if the node does not answer in time.
 */
public interface NodePort {
  /**
   * Performs a file operation, if the node leads.
   *
   * @param request what to do
   * @return what became of it
   */
  OperationReply perform(OperationRequest request);

  /**
   * Performs operations in their order, if the node leads: one call for many callers.
   *
   * @param requests what to do, 1 to 1,024
   * @return what became of each, in the same order
   */
  default List<OperationReply> performAll(List<OperationRequest> requests) {
    return requests.stream().map(this::perform).toList();
  }

  /**
   * Pushes data into the node's buffer and along the chain behind it; returns when all have it.
   *
   * @param data the bytes and the chain
   * @return which nodes of the chain, this one included, could not be reached
   */
  ChunkMessage.MutationReply push(PushedData data);

  /**
   * Reads bytes of a replica, if possible into an array: the reply is of use only until that is
   * used again.
   *
   * @param read which
   * @param room as long as the range
   * @return the bytes, or why not
   */
  default ReadReply read(ChunkMessage.Read read, byte[] room) {
    return read(read);
  }

  /**
   * Reads bytes of a replica, a block at a time; each is verified before it is handed on.
   *
   * @param read which
   * @param sink takes the bytes; what it took before a failure is of no use
   * @return why there are no more bytes, {@link ErrorCode#NONE} if there are all
   * @throws IOException if the sink cannot take them
   */
  default ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException {
    ReadReply reply = read(read);
    byte[] bytes = reply.bytes().unsafeArray();
    int at = 0;
    while (at < bytes.length) {
      ByteBuffer room = sink.room();
      int length = Math.min(room.remaining(), bytes.length - at);
      room.put(bytes, at, length);
      sink.take(length);
      at += length;
    }
    return reply.code();
  }

  /**
   * Returns memory for bytes that are about to arrive.
   *
   * @param length of which length
   */
  default ByteBuffer room(int length) {
    return ByteBuffer.allocate(length);
  }

  /**
   * Writes pushed data through the primary.
   *
   * @param write what to write
   * @return what became of it
   */
  ChunkMessage.MutationReply write(ChunkMessage.Write write);

  /**
   * Writes a little data through the primary, in one call: the bytes ride with the order to every
   * replica. Differs from [GFS §3.2], where they are always pushed before; because for few bytes a
   * call costs more than they do. Otherwise like a push and a write.
   *
   * @param data the bytes and the chain
   * @param write what to write
   * @return what became of it
   */
  default ChunkMessage.MutationReply write(PushedData data, ChunkMessage.Write write) {
    ChunkMessage.MutationReply pushed = push(data);
    return pushed.code() == ErrorCode.NONE ? write(write) : pushed;
  }

  /**
   * Reads bytes of a replica.
   *
   * @param read which
   * @return the bytes, or why not
   */
  ReadReply read(ChunkMessage.Read read);

  /**
   * Does to the node what a lab wants, and tells what is so afterwards.
   *
   * @param order what
   * @throws IllegalStateException if the node was not started as a lab, or cannot do it; the
   *     message says what to do
   */
  default LabView lab(LabOrder order) {
    throw new IllegalStateException("This node has nothing that a lab could change");
  }

  /**
   * What became of a change of membership or leadership. Immutable.
   *
   * @param outcome ok, fail (certainly no effect) or unknown
   * @param code why it is not ok
   * @param why a sentence for whoever asked, empty if it is ok
   * @param leaderId who may lead, null if unknown
   */
  record ControlReply(Outcome outcome, ErrorCode code, String why, @Nullable NodeId leaderId)
      implements Serializable {}

  /**
   * Changes who belongs to the cluster, by one step, if the node leads.
   *
   * @param change the step
   * @return what became of it
   */
  default ControlReply changeMembership(Membership.Change change) {
    return new ControlReply(Outcome.FAIL, ErrorCode.INVALID, "This node has no membership", null);
  }

  /**
   * Hands the leadership to another voter, if the node leads; returns when that one leads.
   *
   * @param target who is to lead
   * @return what became of it
   */
  default ControlReply transferLeadership(NodeId target) {
    return new ControlReply(Outcome.FAIL, ErrorCode.INVALID, "This node leads nobody", null);
  }

  /** Returns what the node says of itself. */
  NodeStatus status();

  /**
   * Waits for trace events.
   *
   * @param fromSeq the first wanted
   * @param max the most wanted, 1 to 10,000
   * @param wait how long to wait for the first, at most 10 s
   * @return what there is
   */
  TraceBatch pollTrace(long fromSeq, int max, Duration wait);
}
