package org.quorama.lab.demos.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.client.OperationFailedException;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.LogPhase;
import org.quorama.monitor.model.NodeModel;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeUnreachableException;

/** Something that a client asked for on a thread of its own. Thread-safe. */
final class Request implements Runnable {
  /** A node lets a caller go after about so long, though a person may still be reading. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final String what;
  private final @Nullable NodeId node;
  private final Supplier<Answer> call;
  private final long startNanos = System.nanoTime();
  private volatile Answer answer = Answer.UNDER_WAY;
  private volatile boolean letGo;

  /**
   * Makes one.
   *
   * @param what the command in the words of the log
   * @param node whom it asks, null if any node will do
   * @param call asks, and waits for the answer
   */
  Request(String what, @Nullable NodeId node, Supplier<Answer> call) {
    this.what = what;
    this.node = node;
    this.call = call;
  }

  @Override
  public void run() {
    Answer given = asked();
    boolean long_ = System.nanoTime() - startNanos > PATIENCE.toNanos();
    letGo = long_ && node != null && given.state() == Answer.State.UNKNOWN;
    answer = given;
  }

  private Answer asked() {
    try {
      return call.get();
    } catch (OperationFailedException e) {
      return of(e.outcome(), e.code() + ": " + e.getMessage());
    } catch (NodeUnreachableException e) {
      boolean none = e.effect() == NodeUnreachableException.Effect.NONE;
      return of(none ? Outcome.FAIL : Outcome.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** Turns what a node answered into what the client knows. */
  static Answer of(OperationReply reply) {
    return of(reply.outcome(), reply.outcome() == Outcome.OK ? "" : reply.code().name());
  }

  private static Answer of(Outcome outcome, String words) {
    return switch (outcome) {
      case OK -> Answer.OK;
      case FAIL -> new Answer(Answer.State.REFUSED, words);
      case UNKNOWN -> new Answer(Answer.State.UNKNOWN, words);
    };
  }

  /** Tells whether the log of the node that it asks has grown since. */
  boolean isInLog(Sight before, Sight now) {
    NodeId asked = node;
    return asked != null && lastIndex(asked, now) > lastIndex(asked, before);
  }

  private static long lastIndex(NodeId asked, Sight sight) {
    return sight.model().node(asked).raft().lastIndex();
  }

  /** Returns the answer that came, whatever it is worth. */
  Answer given() {
    return answer;
  }

  /**
   * Returns how it stands. Where the node let its caller go though time is frozen, because a person
   * took long to read, the node's own log says what it would have answered.
   */
  Answer standing(Sight sight) {
    NodeId asked = node;
    return letGo && asked != null ? byLog(sight.model().node(asked)) : answer;
  }

  private Answer byLog(NodeModel model) {
    Optional<LogCell> cell =
        model.log().values().stream().filter(entry -> entry.command().equals(what)).findFirst();
    if (cell.isEmpty() || !model.isLeader()) {
      return answer;
    }
    boolean applied = model.phaseOf(cell.get().index()) == LogPhase.APPLIED;
    return applied ? Answer.OK : Answer.UNDER_WAY;
  }
}
