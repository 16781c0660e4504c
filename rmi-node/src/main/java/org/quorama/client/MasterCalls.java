package org.quorama.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeUnreachableException;

/**
 * Calls the master, whoever leads: follows hints, waits for elections, asks again with the same
 * request id. Thread-safe; one operation at a time.
 */
final class MasterCalls {
  private final NodeDirectory directory;
  private final ClientConfig config;
  private final ClientClock clock;
  private final long clientId;

  /** The last request's number; guarded by this. */
  private long sequence;

  /** Who led when it was last asked, null if unknown; guarded by this. */
  private @Nullable NodeAddress leader;

  MasterCalls(NodeDirectory directory, ClientConfig config, ClientClock clock, long clientId) {
    this.directory = directory;
    this.config = config;
    this.clock = clock;
    this.clientId = clientId;
  }

  /** Performs an operation and returns its value; throws {@link OperationFailedException}. */
  OperationValue require(FileOperation operation) {
    OperationReply reply = perform(operation);
    OperationValue value = reply.value();
    if (reply.outcome() == Outcome.OK && value != null) {
      return value;
    }
    throw new OperationFailedException(
        reply.outcome(), reply.code(), FailureText.of(operation, reply.code()));
  }

  /** Performs an operation; throws {@link OperationFailedException} if nobody leads. */
  synchronized OperationReply perform(FileOperation operation) {
    sequence++;
    Attempts attempts =
        new Attempts(new OperationRequest(new RequestId(clientId, sequence), operation));
    Backoff backoff = new Backoff(clock, config, config.operationTimeout());
    do {
      Optional<OperationReply> settled = attempts.round();
      if (settled.isPresent()) {
        return settled.get();
      }
      directory.refresh();
    } while (backoff.pause());
    return attempts.giveUp();
  }

  /** All attempts of one request. */
  private final class Attempts {
    private final OperationRequest request;
    private final Map<NodeAddress, String> answers = new LinkedHashMap<>();

    /** Becomes true when a call may have taken effect without saying so. */
    private boolean uncertain;

    private Attempts(OperationRequest request) {
      this.request = request;
    }

    /** Asks every node once, hinted ones first. */
    private Optional<OperationReply> round() {
      Deque<NodeAddress> toAsk = new ArrayDeque<>(directory.addresses());
      NodeAddress last = leader;
      if (last != null) {
        toAsk.addFirst(last);
      }
      Set<NodeAddress> asked = new LinkedHashSet<>();
      while (!toAsk.isEmpty()) {
        NodeAddress address = toAsk.removeFirst();
        if (asked.add(address)) {
          Optional<OperationReply> reply = ask(address);
          if (reply.isPresent() && settles(address, reply.get())) {
            return reply;
          }
          reply.flatMap(this::hinted).ifPresent(toAsk::addFirst);
        }
      }
      return Optional.empty();
    }

    private Optional<OperationReply> ask(NodeAddress address) {
      try {
        return Optional.of(directory.connect(address).perform(request));
      } catch (NodeUnreachableException e) {
        answers.put(address, "no answer");
        uncertain |= e.effect() == NodeUnreachableException.Effect.UNKNOWN;
        return Optional.empty();
      }
    }

    /** Tells whether a reply ends the search; remembers who led. */
    private boolean settles(NodeAddress address, OperationReply reply) {
      answers.put(address, reply.code().name());
      if (reply.outcome() == Outcome.UNKNOWN) {
        uncertain = true;
        return false;
      }
      boolean again = reply.code() == ErrorCode.NOT_LEADER || reply.code() == ErrorCode.OVERLOADED;
      leader = again ? null : address;
      return !again;
    }

    private Optional<NodeAddress> hinted(OperationReply reply) {
      return Optional.ofNullable(reply.leaderId()).flatMap(directory::addressOf);
    }

    private OperationReply giveUp() {
      if (uncertain && request.operation() instanceof FileOperation.Mutation) {
        return OperationReply.unknown();
      }
      throw new OperationFailedException(Outcome.FAIL, ErrorCode.NOT_LEADER, noLeader());
    }

    private String noLeader() {
      long seconds = config.operationTimeout().toSeconds();
      return answers.values().stream().allMatch("no answer"::equals)
          ? "No node answers (" + listed() + "): is the cluster up? Start it with 'quorama up'"
          : "No leader within %d s (%s): a majority must be up; see 'quorama status', restart nodes"
              .formatted(seconds, listed());
    }

    private String listed() {
      StringBuilder text = new StringBuilder();
      answers.forEach(
          (address, answer) ->
              text.append(text.isEmpty() ? "" : ", ").append(address).append(' ').append(answer));
      return text.isEmpty() ? "no server is known" : text.toString();
    }
  }
}
