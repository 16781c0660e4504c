package org.quorama.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.fault.Chances;

/**
 * A client's calls to the master: follows hints, tries again under the same request id, and never
 * takes an unknown outcome for a failure.
 */
final class MasterCalls {
  private static final long CALL_TIMEOUT = 700_000_000;
  private static final long BACKOFF = 80_000_000;
  private static final int MAX_ATTEMPTS = 12;

  /** A client that stalls is silent for at least as long as its session may be. */
  private static final long LEAST_STALL = NodeMaker.SESSION_TIMEOUT.toNanos();

  private final World world;
  private final Rules rules;
  private final Completed completed;
  private final int endpoint;

  /** Decides when this client stalls. */
  private final SplittableRandom random;

  /** The session that requests are sent in, none before one is open. */
  private long session = RequestId.NO_SESSION;

  private long sequence;

  /** The sequences of the session's requests that have no answer. */
  private final TreeSet<Long> open = new TreeSet<>();

  private int target;

  /** The greatest index that any client was told: what comes after must see it. */
  static final class Completed {
    private long index;
  }

  /**
   * What became of an operation after all attempts.
   *
   * @param reply of the last attempt
   * @param tainted whether an earlier attempt may have happened as well
   */
  record Result(OperationReply reply, boolean tainted) {
    boolean isOk() {
      return reply.outcome() == Outcome.OK;
    }

    /** Tells whether it failed for this reason, in its first attempt or a later one. */
    boolean failed(ErrorCode code) {
      return reply.outcome() == Outcome.FAIL && reply.code() == code;
    }

    /** Tells whether it failed for this reason and certainly nothing happened. */
    boolean surelyFailed(ErrorCode code) {
      return hasSurelyFailed() && reply.code() == code;
    }

    /** Tells whether certainly nothing happened. */
    boolean hasSurelyFailed() {
      return reply.outcome() == Outcome.FAIL && !tainted;
    }
  }

  /** One operation on its way. */
  private final class Running {
    private final OperationRequest request;
    private final long floor = completed.index;
    private final Consumer<Result> done;
    private final Set<Integer> refused = new HashSet<>();
    private int attempts;
    private boolean tainted;

    Running(OperationRequest request, Consumer<Result> done) {
      this.request = request;
      this.done = done;
    }

    void attempt() {
      attempts++;
      if (attempts > MAX_ATTEMPTS) {
        end(OperationReply.unknown());
        return;
      }
      SimulatedNode to = world.peers().get(target);
      OperationRequest carried = world.network().carried(request);
      world
          .network()
          .<OperationReply>call(
              new SimulatedNetwork.Link(endpoint, target, CALL_TIMEOUT),
              caller -> to.runner().chunks().operation(carried, caller),
              this::answered,
              this::lost);
    }

    private void lost() {
      tainted = true;
      tryNext();
    }

    private void tryNext() {
      target = (target + 1) % world.nodes().size();
      world.schedule().deadlineAfter(isStalled() ? stall() : BACKOFF / 4, this::attempt);
    }

    private boolean isStalled() {
      boolean isWorkload = endpoint < world.nodes().size() + world.mix().load().clients();
      return isWorkload && Chances.happens(random, world.mix().load().stall());
    }

    private long stall() {
      return LEAST_STALL + random.nextLong(LEAST_STALL);
    }

    private void answered(OperationReply reply) {
      if (reply.outcome() == Outcome.UNKNOWN) {
        lost();
      } else if (reply.code() == ErrorCode.NOT_LEADER) {
        follow(reply.leaderId());
        world.schedule().deadlineAfter(BACKOFF, this::attempt);
      } else if (reply.code() == ErrorCode.OVERLOADED) {
        world.schedule().deadlineAfter(BACKOFF, this::attempt);
      } else if (reply.code() == ErrorCode.SESSION_EXPIRED) {
        expired();
      } else {
        end(reply);
      }
    }

    /** Asks whom the hint names, unless that one has sent the client on before. */
    private void follow(@Nullable NodeId hint) {
      refused.add(target);
      int named = hint == null ? -1 : world.indexOf(hint);
      boolean isNews = named >= 0 && !refused.contains(named);
      target = isNews ? named : (target + 1) % world.nodes().size();
      if (refused.size() == world.nodes().size()) {
        refused.clear();
      }
    }

    /** The request had no effect now; an earlier attempt may have had one. */
    private void expired() {
      if (session == request.id().session()) {
        session = RequestId.NO_SESSION;
      }
      world.counters().count(Sometimes.SESSION_EXPIRED);
      boolean runsAgain = world.plan().bugs().contains(PlantedBug.EXPIRED_SESSION_RUNS_AGAIN);
      if (tainted && !runsAgain) {
        world.counters().count(Sometimes.SESSION_EXPIRED_IN_FLIGHT);
        end(OperationReply.unknown());
      } else {
        perform(request.operation(), done);
      }
    }

    private void end(OperationReply reply) {
      if (session == request.id().session()) {
        open.remove(request.id().sequence());
      }
      if (reply.outcome() == Outcome.OK) {
        checkSees(reply);
        completed.index = Math.max(completed.index, reply.index());
        if (tainted) {
          world.counters().count(Sometimes.OPERATION_RETRIED);
        }
      }
      world.counters().count(counter(reply.outcome()));
      done.accept(new Result(reply, tainted));
    }

    private void checkSees(OperationReply reply) {
      if (reply.index() < floor) {
        throw rules.broken(
            Rule.LINEARIZABLE,
            "%s is answered with index %d, index %d was completed before it began",
            request,
            reply.index(),
            floor);
      }
    }
  }

  MasterCalls(World world, Rules rules, Completed completed, int endpoint) {
    this.world = world;
    this.rules = rules;
    this.completed = completed;
    this.endpoint = endpoint;
    this.random = new SplittableRandom(world.plan().seed() + ((long) endpoint << Integer.SIZE));
    this.target = endpoint % world.nodes().size();
  }

  private static Sometimes counter(Outcome outcome) {
    return switch (outcome) {
      case OK -> Sometimes.OPERATION_OK;
      case FAIL -> Sometimes.OPERATION_FAILED;
      case UNKNOWN -> Sometimes.OPERATION_UNKNOWN;
    };
  }

  /** Returns the greatest index that any client was told. */
  long completedIndex() {
    return completed.index;
  }

  /** Performs an operation; the result comes later, and surely. */
  void perform(FileOperation operation, Consumer<Result> done) {
    if (session == RequestId.NO_SESSION) {
      openSession(operation, done);
      return;
    }
    sequence++;
    open.add(sequence);
    RequestId id = new RequestId(session, sequence);
    new Running(new OperationRequest(id, open.first() - 1, ReadMode.LINEARIZABLE, operation), done)
        .attempt();
  }

  /** Opens a session, then performs an operation in it. */
  private void openSession(FileOperation operation, Consumer<Result> done) {
    new Running(
            OperationRequest.once(new FileOperation.OpenSession()),
            result -> {
              if (result.reply().value() instanceof OperationValue.SessionOpened opened) {
                session = opened.session();
                sequence = 0;
                open.clear();
                perform(operation, done);
              } else {
                done.accept(new Result(OperationReply.unknown(), true));
              }
            })
        .attempt();
  }
}
