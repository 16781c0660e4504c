package org.quorama.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.Outcome;

/**
 * Calls the master, whoever leads: waits for elections, asks again with the same request id.
 * Thread-safe; callers that come while others wait for an answer are sent together by one of them.
 */
final class MasterCalls implements AutoCloseable {
  /** How many messages are under way at once, if they take long; one if they do not. */
  private static final int MAX_SENDERS = 4;

  /** After this long a caller no longer waits for the message that is under way. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A leader is found soon after it was elected. */
  private static final Duration MIN_SEARCH_PAUSE = Duration.ofMillis(5);

  private static final Duration MAX_SEARCH_PAUSE = Duration.ofMillis(20);
  private static final Duration REFRESH = Duration.ofMillis(250);

  private final NodeDirectory directory;
  private final ClientConfig config;
  private final ClientClock clock;
  private final CallQueue queue = new CallQueue(MAX_SENDERS);
  private final SessionKeeper keeper = new SessionKeeper(this::keepAlive);
  private final ClientSession session = new ClientSession(keeper::begin);
  private final LeaderSearch search;

  /** When the registries may be asked again where the nodes are. */
  private volatile MonotonicTime nextRefresh;

  MasterCalls(NodeDirectory directory, ClientConfig config, ClientClock clock) {
    this.directory = directory;
    this.config = config;
    this.clock = clock;
    this.search = new LeaderSearch(directory, session, clock);
    this.nextRefresh = clock.now();
  }

  /** Performs an operation and returns its value; throws {@link OperationFailedException}. */
  OperationValue require(FileOperation operation) {
    return valueOf(requireReply(operation));
  }

  /** Returns the value of an answer that is ok. */
  static OperationValue valueOf(OperationReply reply) {
    return Optional.ofNullable(reply.value()).orElseThrow();
  }

  /** Performs an operation and returns the answer, which is ok, or throws as above. */
  OperationReply requireReply(FileOperation operation) {
    return required(operation, perform(operation));
  }

  /** Returns an answer that is ok, or throws as above. */
  static OperationReply required(FileOperation operation, OperationReply reply) {
    if (reply.outcome() == Outcome.OK && reply.value() != null) {
      return reply;
    }
    throw new OperationFailedException(
        reply.outcome(),
        reply.code(),
        FailureText.of(operation, reply.code()),
        reply.nodeId(),
        reply.term());
  }

  /** Performs an operation; throws {@link OperationFailedException} if nobody leads. */
  OperationReply perform(FileOperation operation) {
    return perform(operation, ReadMode.LINEARIZABLE);
  }

  /** Performs an operation; throws {@link OperationFailedException} if nobody leads. */
  OperationReply perform(FileOperation operation, ReadMode mode) {
    MonotonicTime deadline = clock.now().plus(config.operationTimeout());
    PendingCall mine = new PendingCall(operation, mode, deadline);
    if (!queue.add(mine)) {
      mine.refusal = ErrorCode.OVERLOADED;
      mine.giveUp("Too many callers wait already: try again later");
    }
    boolean patient = true;
    while (!mine.isSettled()) {
      if (queue.enter(patient)) {
        send(mine);
      } else {
        long begin = System.nanoTime();
        LockSupport.parkNanos(this, PATIENCE_NANOS);
        patient = System.nanoTime() - begin < PATIENCE_NANOS;
        mine.interrupted |= Thread.interrupted();
      }
    }
    if (mine.interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.result();
  }

  /** Sends what waits, until the caller's own call is settled or on its way with another sender. */
  private void send(PendingCall mine) {
    List<PendingCall> held = List.of();
    Backoff backoff = new Backoff(clock, MIN_SEARCH_PAUSE, MAX_SEARCH_PAUSE, mine.deadline);
    try {
      boolean goOn = true;
      while (goOn) {
        queue.gather();
        held = queue.take();
        List<PendingCall> left = search.round(held);
        held = List.of();
        putBack(left);
        goOn = !mine.isSettled() && (left.isEmpty() ? queue.holds(mine) : left.contains(mine));
        if (goOn && !left.isEmpty()) {
          refresh();
          backoff.pause();
          mine.interrupted |= Thread.interrupted();
        }
      }
    } finally {
      held.forEach(this::abandon); // an error must not let their callers wait forever
      queue.leave();
    }
  }

  /** Lets the calls that still have time wait for the next attempt, gives up the others. */
  private void putBack(List<PendingCall> left) {
    MonotonicTime now = clock.now();
    List<PendingCall> inTime = new ArrayList<>(left.size());
    for (PendingCall call : left) {
      if (call.deadline.isDue(now)) {
        session.answered(call);
        call.giveUp(search.failure(call, config.operationTimeout()));
      } else {
        inTime.add(call);
      }
    }
    queue.putBack(inTime);
  }

  private void abandon(PendingCall call) {
    call.uncertain = true;
    session.answered(call);
    call.giveUp("The client failed");
  }

  private void refresh() {
    MonotonicTime now = clock.now();
    if (nextRefresh.isDue(now)) {
      nextRefresh = now.plus(REFRESH);
      directory.refresh();
    }
  }

  /** Shows that the client lives, if nothing else has. */
  private void keepAlive() {
    boolean wasActive = session.wasActive();
    if (session.isOpen() && !wasActive) {
      try {
        perform(new FileOperation.KeepAlive());
      } catch (OperationFailedException ignored) {
        // the next look tries again; a session that ends is opened again when it is needed
      }
    }
  }

  /** Ends the session, if its leader can be told; otherwise it ends by itself. */
  @Override
  public void close() {
    keeper.close();
    if (session.isOpen()) {
      FileOperation end = new FileOperation.CloseSession();
      search.tellLeader(new PendingCall(end, ReadMode.LINEARIZABLE, clock.now()));
    }
  }
}
