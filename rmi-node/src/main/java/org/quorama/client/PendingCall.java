package org.quorama.client;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.Outcome;

/**
 * One caller's operation until it is settled. What is not final is touched only by the thread that
 * holds the call, which it took from the queue, but for the end, which its caller waits for.
 */
final class PendingCall {
  private static final int OVERHEAD_BYTES = 128;

  final FileOperation operation;
  final ReadMode mode;
  final MonotonicTime deadline;
  private final Thread caller = Thread.currentThread();

  /** Names it from its first attempt on, null before. */
  @Nullable RequestId id;

  /** Becomes true when an attempt may have taken effect without saying so. */
  boolean uncertain;

  /** Whether its caller was interrupted, which waits until the call is settled. */
  boolean interrupted;

  /** The code of the last refusal. */
  ErrorCode refusal = ErrorCode.NOT_LEADER;

  /** Who refused last, null before anybody did, and in which term it was. */
  private @Nullable NodeId refuser;

  private long refusersTerm;

  private volatile @Nullable End end;

  /** How it ended: with a reply, or with the words of a failure. */
  private record End(@Nullable OperationReply reply, ErrorCode code, String words) {}

  PendingCall(FileOperation operation, ReadMode mode, MonotonicTime deadline) {
    this.operation = operation;
    this.mode = mode;
    this.deadline = deadline;
  }

  boolean isMutation() {
    return operation instanceof FileOperation.Mutation;
  }

  boolean isSettled() {
    return end != null;
  }

  /** Remembers why it was refused. */
  void refused(OperationReply reply) {
    refusal = reply.outcome() == Outcome.UNKNOWN ? refusal : reply.code();
    refuser = reply.nodeId();
    refusersTerm = reply.term();
  }

  void settle(OperationReply reply) {
    end(new End(reply, reply.code(), ""));
  }

  /** Gives up: it is unknown if it may have happened, otherwise it certainly did not. */
  void giveUp(String words) {
    if (uncertain && isMutation()) {
      settle(OperationReply.unknown().answeredBy(refuser, refusersTerm));
    } else {
      end(new End(null, refusal, words));
    }
  }

  private void end(End how) {
    if (end == null) {
      end = how;
      LockSupport.unpark(caller);
    }
  }

  void wake() {
    LockSupport.unpark(caller);
  }

  /** Returns the reply, or throws the failure; called by its caller when it is settled. */
  OperationReply result() {
    End how = Optional.ofNullable(end).orElseThrow();
    if (how.reply() == null) {
      throw new OperationFailedException(
          Outcome.FAIL, how.code(), how.words(), refuser, refusersTerm);
    }
    return how.reply();
  }

  /** Returns how much it adds to a message, roughly. */
  int sizeBytes() {
    return operation instanceof FileOperation.SetAttribute set
        ? OVERHEAD_BYTES + set.value().length()
        : OVERHEAD_BYTES;
  }
}
