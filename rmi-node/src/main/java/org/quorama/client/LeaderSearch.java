package org.quorama.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeUnreachableException;

/**
 * Sends calls to the master, whoever leads: asks who led last, then follows hints and tries every
 * node. Thread-safe.
 */
final class LeaderSearch {
  /** Stands for the answer of a node that gave none. */
  static final String NO_ANSWER = "no answer";

  private static final OperationRequest OPEN =
      OperationRequest.once(new FileOperation.OpenSession());

  private final NodeDirectory directory;
  private final ClientSession session;

  /** Held while a session is opened, so that there is one. */
  private final ReentrantLock opening = new ReentrantLock();

  /** What every node answered last; guarded by itself. */
  private final Map<NodeAddress, String> answers = new LinkedHashMap<>();

  /** Who led when it was last asked, null if unknown. */
  private volatile @Nullable NodeAddress leader;

  /** For what need not be asked of the leader. */
  private final AnyNode anyNode;

  LeaderSearch(NodeDirectory directory, ClientSession session, ClientClock clock) {
    this.directory = directory;
    this.session = session;
    this.anyNode = new AnyNode(directory, clock, this::note);
  }

  /** One way through the nodes. */
  private static final class Round {
    final Deque<NodeAddress> toAsk = new ArrayDeque<>();
    final Set<NodeAddress> asked = new LinkedHashSet<>();
    List<PendingCall> left;
    boolean askedAgain;

    /** Whether the registries were asked for a leader that nobody knew. */
    boolean refreshed;

    Round(List<PendingCall> calls) {
      this.left = calls;
    }
  }

  /** Asks every node once, until all calls are settled; returns those that are not. */
  List<PendingCall> round(List<PendingCall> calls) {
    if (calls.stream().noneMatch(LeaderSearch::isStale)) {
      return roundToLeader(calls);
    }
    List<PendingCall> stale = calls.stream().filter(LeaderSearch::isStale).toList();
    List<PendingCall> left = new ArrayList<>(anyNode.ask(stale));
    left.addAll(roundToLeader(calls.stream().filter(call -> !isStale(call)).toList()));
    return left;
  }

  private static boolean isStale(PendingCall call) {
    return call.mode == ReadMode.STALE;
  }

  private List<PendingCall> roundToLeader(List<PendingCall> calls) {
    Round round = new Round(calls);
    NodeAddress last = leader;
    if (last != null) {
      round.toAsk.add(last);
    }
    round.toAsk.addAll(directory.addresses());
    while (!round.toAsk.isEmpty() && !round.left.isEmpty()) {
      NodeAddress address = round.toAsk.removeFirst();
      if (round.asked.add(address)) {
        ask(address, round);
      }
    }
    return round.left;
  }

  /** Asks who led last, and nobody else: for what need not succeed. */
  void tellLeader(PendingCall call) {
    NodeAddress last = leader;
    if (last != null) {
      ask(last, new Round(List.of(call)));
    }
  }

  private void ask(NodeAddress address, Round round) {
    if (!session.canSend(round.left) && !opensSession(address, round)) {
      return;
    }
    List<OperationRequest> sent = session.requests(round.left);
    try {
      answered(address, round, call(address, sent));
    } catch (NodeUnreachableException e) {
      unreachable(address);
      boolean unknown = e.effect() == NodeUnreachableException.Effect.UNKNOWN;
      round.left.forEach(call -> call.uncertain |= unknown);
    }
  }

  private List<OperationReply> call(NodeAddress address, List<OperationRequest> requests) {
    List<OperationReply> replies = directory.connect(address).performAll(requests);
    Invariants.check(replies.size() == requests.size(), "%s answered not all", address);
    return replies;
  }

  private void unreachable(NodeAddress address) {
    note(address, NO_ANSWER);
    forget(address);
  }

  /** Opens a session, if the node leads; one that nobody learns of ends by itself. */
  private boolean opensSession(NodeAddress address, Round round) {
    opening.lock();
    try {
      return session.isOpen() || triesToOpen(address, round);
    } finally {
      opening.unlock();
    }
  }

  private boolean triesToOpen(NodeAddress address, Round round) {
    try {
      OperationReply reply = call(address, List.of(OPEN)).get(0);
      if (reply.value() instanceof OperationValue.SessionOpened opened) {
        session.opened(opened);
        return true;
      }
      round.left.forEach(call -> call.refused(reply));
      conclude(address, round, reply);
    } catch (NodeUnreachableException e) {
      unreachable(address);
    }
    return false;
  }

  private void answered(NodeAddress address, Round round, List<OperationReply> replies) {
    List<PendingCall> again = new ArrayList<>();
    OperationReply refusal = null;
    for (int i = 0; i < replies.size(); i++) {
      OperationReply reply = replies.get(i);
      PendingCall call = round.left.get(i);
      if (isFinal(reply)) {
        session.answered(call);
        call.settle(reply);
      } else if (reply.code() == ErrorCode.SESSION_EXPIRED) {
        expired(call, reply, again);
        refusal = refusal == null ? reply : refusal;
      } else {
        call.refused(reply);
        call.uncertain |= reply.outcome() == Outcome.UNKNOWN;
        again.add(call);
        refusal = reply;
      }
    }
    boolean leads = again.size() < round.left.size();
    leader = leads ? address : leader;
    round.left = again;
    conclude(address, round, refusal);
  }

  /**
   * Has a call sent in another session, if it certainly had no effect in the one that ended;
   * otherwise nobody can tell any more whether it had.
   */
  private void expired(PendingCall call, OperationReply reply, List<PendingCall> again) {
    RequestId id = call.id;
    if (id != null) {
      session.ended(id.session());
    }
    if (!call.isMutation()) {
      call.settle(reply);
    } else if (call.uncertain) {
      call.settle(OperationReply.unknown());
    } else {
      call.id = null;
      again.add(call);
    }
  }

  /** Tells whether another attempt would not change anything. */
  static boolean isFinal(OperationReply reply) {
    return reply.outcome() != Outcome.UNKNOWN
        && reply.code() != ErrorCode.SESSION_EXPIRED
        && reply.code() != ErrorCode.NOT_LEADER
        && reply.code() != ErrorCode.OVERLOADED;
  }

  /** Remembers who leads, or goes where it is said to be. */
  private void conclude(NodeAddress address, Round round, @Nullable OperationReply refusal) {
    if (refusal == null) {
      note(address, "answered");
      return;
    }
    note(address, refusal.code().name());
    if (refusal.code() == ErrorCode.SESSION_EXPIRED) {
      askAgain(address, round);
      return;
    }
    if (refusal.code() == ErrorCode.OVERLOADED && address.equals(leader)) {
      round.toAsk.clear(); // others could only send the calls back to it
      return;
    }
    forget(address);
    NodeId hint = refusal.leaderId();
    if (hint != null) {
      follow(hint, round);
    }
  }

  /**
   * Asks a node next that is said to lead, unless it was asked in this round: nodes that left may
   * name each other for ever.
   */
  private void follow(NodeId hint, Round round) {
    Optional<NodeAddress> known = directory.knownAddressOf(hint);
    if (known.isEmpty() && !round.refreshed) {
      round.refreshed = true;
      known = directory.addressOf(hint);
      round.toAsk.addAll(directory.addresses()); // with those that were learnt just now
    }
    known.filter(address -> !round.asked.contains(address)).ifPresent(round.toAsk::addFirst);
  }

  /** Asks who answered that the session ended once more, in another one. */
  private static void askAgain(NodeAddress address, Round round) {
    if (!round.askedAgain) {
      round.askedAgain = true;
      round.asked.remove(address);
      round.toAsk.addFirst(address);
    }
  }

  private void forget(NodeAddress address) {
    if (address.equals(leader)) {
      leader = null;
    }
  }

  private void note(NodeAddress address, String answer) {
    synchronized (answers) {
      answers.put(address, answer);
    }
  }

  /** Says why nobody performed a call, and what to do. */
  String failure(PendingCall call, Duration timeout) {
    synchronized (answers) {
      if (call.refusal == ErrorCode.OVERLOADED) {
        return "The leader has too much to do: try again later";
      }
      return answers.values().stream().allMatch(NO_ANSWER::equals)
          ? "No node answers (" + listed() + "): is the cluster up? Start it with 'quorama up'"
          : "No leader within %d s (%s): a majority must be up; see 'quorama status', restart nodes"
              .formatted(timeout.toSeconds(), listed());
    }
  }

  private String listed() {
    StringBuilder text = new StringBuilder();
    answers.forEach(
        (address, answer) ->
            text.append(text.isEmpty() ? "" : ", ").append(address).append(' ').append(answer));
    return text.isEmpty() ? "no server is known" : text.toString();
  }
}
