package org.quorama.lab.spacetime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * Which events a reader wants to see. Immutable.
 *
 * @param nodes whose, empty for all
 * @param kinds names of kinds or groups, empty for all that is not {@link #isNoise noise}
 * @param from the first, null for the beginning
 * @param to the last, null for the end
 */
public record Selection(
    Set<NodeId> nodes, Set<String> kinds, @Nullable Point from, @Nullable Point to) {
  /** The name that shows each heartbeat and each report. */
  private static final String HEARTBEATS = "heartbeats";

  private static final Map<String, Predicate<TraceDetail>> GROUPS =
      new TreeMap<>(
          Map.of(
              "raft",
              RaftTrace.class::isInstance,
              "messages",
              MessageTrace.class::isInstance,
              "master",
              MasterTrace.class::isInstance,
              "chunks",
              ChunkTrace.class::isInstance,
              "faults",
              FaultTrace.class::isInstance,
              "nodes",
              NodeTrace.class::isInstance,
              "elections",
              Selection::isOfElection,
              HEARTBEATS,
              detail -> false));

  private static final Set<String> ELECTIONS =
      Set.of(
          "ElectionTimedOut",
          "BecameCandidate",
          "BecameLeader",
          "BecameFollower",
          "VoteCounted",
          "PreVoteStarted",
          "HardStateChanged",
          "TransferStarted",
          "TransferEnded");

  private static final Set<MessageTrace.Kind> OF_ELECTIONS =
      Set.of(
          MessageTrace.Kind.REQUEST_VOTE,
          MessageTrace.Kind.REQUEST_VOTE_REPLY,
          MessageTrace.Kind.PRE_VOTE,
          MessageTrace.Kind.PRE_VOTE_REPLY,
          MessageTrace.Kind.TIMEOUT_NOW,
          MessageTrace.Kind.TIMEOUT_NOW_REPLY);

  private static final Set<MessageTrace.Kind> ROUTINE =
      Set.of(
          MessageTrace.Kind.HEARTBEAT,
          MessageTrace.Kind.APPEND_ENTRIES_REPLY,
          MessageTrace.Kind.REPORT,
          MessageTrace.Kind.ORDERS);

  /** Copies the sets; kinds are compared without regard to case. */
  public Selection {
    nodes = Set.copyOf(nodes);
    kinds =
        kinds.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the selection of everything that is not noise. */
  public static Selection everything() {
    return new Selection(Set.of(), Set.of(), null, null);
  }

  /** Returns the names of the groups, in order. */
  public static Set<String> groups() {
    return GROUPS.keySet();
  }

  /** Returns every name of a kind: of events, and of what messages are. */
  public static Set<String> kindNames() {
    Set<String> names = new TreeSet<>();
    kinds(TraceDetail.class).forEach(kind -> names.add(kind.getSimpleName()));
    for (MessageTrace.Kind kind : MessageTrace.Kind.values()) {
      names.add(EventText.nameOf(kind));
    }
    return names;
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(Selection::kinds)
        : Stream.of(type);
  }

  /** Tells whether messages of this kind are asked for by name, each by itself. */
  boolean names(Messages.Message message) {
    return kinds.contains(HEARTBEATS) || isNamed(EventText.nameOf(message.summary.kind()));
  }

  /** Tells whether an event is only shown if its kind is asked for. */
  static boolean isNoise(TraceDetail detail) {
    return detail instanceof RaftTrace.DeadlineSet
        || detail instanceof NodeTrace.InputTaken
        || detail instanceof NodeTrace.CoresMade
        || detail instanceof NodeTrace.Checkpoint;
  }

  /** Tells whether a node has a column. */
  boolean hasColumn(NodeId node) {
    return nodes.isEmpty() || nodes.contains(node);
  }

  /** Tells whether an event is wanted for its node and its time. */
  boolean spans(TraceEvent event, long firstNanos) {
    return hasColumn(event.node())
        && (from == null || from.isAtOrBefore(event, firstNanos))
        && (to == null || to.isAtOrAfter(event, firstNanos));
  }

  /** Tells whether an event is behind the last that is wanted. */
  boolean isOver(TraceEvent event, long firstNanos) {
    return to != null && !to.isAtOrAfter(event, firstNanos);
  }

  /** Tells whether an event is wanted for its kind. */
  boolean wants(TraceDetail detail, Messages.@Nullable Message message) {
    if (kinds.isEmpty()) {
      return !isNoise(detail);
    }
    boolean byMessage =
        message != null
            && (isNamed(EventText.nameOf(message.summary.kind())) || isOfGroup(message));
    boolean byGroup =
        !isNoise(detail)
            && GROUPS.entrySet().stream()
                .anyMatch(group -> isNamed(group.getKey()) && group.getValue().test(detail));
    return byMessage || byGroup || isNamed(detail.kind());
  }

  private boolean isNamed(String name) {
    return kinds.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isOfElection(TraceDetail detail) {
    return ELECTIONS.contains(detail.kind());
  }

  private boolean isOfGroup(Messages.Message message) {
    MessageTrace.Kind kind = message.summary.kind();
    return (kinds.contains("elections") && OF_ELECTIONS.contains(kind))
        || (kinds.contains(HEARTBEATS) && ROUTINE.contains(kind));
  }
}
