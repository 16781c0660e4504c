package org.quorama.metadata.operation;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * What became of an operation. Immutable.
 *
 * @param outcome ok, fail (certainly no effect) or unknown
 * @param code why it is not ok, {@link ErrorCode#NONE} if it is
 * @param value what was asked for, null unless ok
 * @param index the Raft index at which it took effect, 0 unless ok
 * @param leaderId who may be the leader, null if unknown
 * @param nodeId who answered, null if it did not say
 * @param term the term that node was in, 0 if it did not say
 */
public record OperationReply(
    Outcome outcome,
    ErrorCode code,
    @Nullable OperationValue value,
    long index,
    @Nullable NodeId leaderId,
    @Nullable NodeId nodeId,
    long term)
    implements Serializable {
  /**
   * Returns a success.
   *
   * @param value what was asked for
   * @param index the Raft index at which it took effect
   */
  public static OperationReply ok(OperationValue value, long index) {
    return new OperationReply(Outcome.OK, ErrorCode.NONE, value, index, null, null, 0);
  }

  /**
   * Returns a certain failure.
   *
   * @param code why
   */
  public static OperationReply fail(ErrorCode code) {
    return new OperationReply(Outcome.FAIL, code, null, 0, null, null, 0);
  }

  /**
   * Returns the refusal of a node that does not lead.
   *
   * @param hint who may lead
   */
  public static OperationReply notLeader(Optional<NodeId> hint) {
    return new OperationReply(
        Outcome.FAIL, ErrorCode.NOT_LEADER, null, 0, hint.orElse(null), null, 0);
  }

  /** Returns that it may or may not have happened. */
  public static OperationReply unknown() {
    return new OperationReply(Outcome.UNKNOWN, ErrorCode.INDETERMINATE, null, 0, null, null, 0);
  }

  /**
   * Returns the same with who answered.
   *
   * @param node who
   * @param inTerm the term it is in, 0 if unknown
   */
  public OperationReply answeredBy(@Nullable NodeId node, long inTerm) {
    return new OperationReply(outcome, code, value, index, leaderId, node, inTerm);
  }
}
