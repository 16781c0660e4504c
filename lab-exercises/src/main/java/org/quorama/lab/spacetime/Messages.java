package org.quorama.lab.spacetime;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** What the whole trace knows of its messages, by their ids. */
final class Messages {
  private final Map<String, Message> messages = new HashMap<>();

  /** What followers were asked and did not answer yet: true for a heartbeat, oldest first. */
  private final Map<Round, ArrayDeque<Boolean>> asked = new HashMap<>();

  /** One round of a leader with one follower. */
  private record Round(NodeId leader, NodeId follower, long term, long round) {}

  /** One message; {@code ended} once it was received or is known to be lost. */
  static final class Message {
    final NodeId from;
    final NodeId to;
    final Summary summary;
    boolean ended;

    /** Whether it answers nothing but a heartbeat. */
    boolean answersHeartbeat;

    /** How often its arrival was drawn. */
    int arrived;

    Message(NodeId from, NodeId to, Summary summary) {
      this.from = from;
      this.to = to;
      this.summary = summary;
    }
  }

  /** Reads all events, those of each node in their order. */
  Messages(List<TraceEvent> events) {
    events.forEach(this::take);
    for (TraceEvent event : events) {
      if (event.detail() instanceof MessageTrace.Dropped dropped) {
        end(dropped.messageId());
      }
    }
  }

  private void take(TraceEvent event) {
    NodeId node = event.node();
    if (event.detail() instanceof MessageTrace.Sent sent) {
      Message message = new Message(node, sent.to(), sent.summary());
      messages.putIfAbsent(sent.messageId(), message);
      message.answersHeartbeat = isAnswerToHeartbeat(message);
    } else if (event.detail() instanceof MessageTrace.Received received) {
      Message message = new Message(received.from(), node, received.summary());
      messages.putIfAbsent(received.messageId(), message);
      end(received.messageId());
      noteAsked(message);
    }
  }

  private void noteAsked(Message message) {
    boolean heartbeat = message.summary.kind() == Kind.HEARTBEAT;
    if (heartbeat || message.summary.kind() == Kind.APPEND_ENTRIES) {
      Round round = roundOf(message.summary, message.from, message.to);
      asked.computeIfAbsent(round, key -> new ArrayDeque<>()).add(heartbeat);
    }
  }

  /** A follower answers what it was asked in one round in order. */
  private boolean isAnswerToHeartbeat(Message reply) {
    if (reply.summary.kind() != Kind.APPEND_ENTRIES_REPLY) {
      return false;
    }
    ArrayDeque<Boolean> open = asked.get(roundOf(reply.summary, reply.to, reply.from));
    Boolean heartbeat = open == null ? null : open.poll();
    return reply.summary.positive() && heartbeat != null && heartbeat;
  }

  private static Round roundOf(Summary summary, NodeId leader, NodeId follower) {
    return new Round(leader, follower, summary.term(), summary.round());
  }

  private void end(String id) {
    Message message = messages.get(id);
    if (message != null) {
      message.ended = true;
    }
  }

  /** Returns a message, null if the trace says nothing of it but its end. */
  @Nullable Message find(String id) {
    return messages.get(id);
  }

  /** Returns the message that an event is about, null if it is about none. */
  @Nullable Message of(TraceDetail detail) {
    if (detail instanceof MessageTrace.Sent sent) {
      return find(sent.messageId());
    } else if (detail instanceof MessageTrace.Received received) {
      return find(received.messageId());
    } else if (detail instanceof MessageTrace.Dropped dropped) {
      return find(dropped.messageId());
    }
    return null;
  }

  /** Tells whether a message is sent all the time: a heartbeat or a report, or its answer. */
  static boolean isRoutine(Message message) {
    return switch (message.summary.kind()) {
      case HEARTBEAT, REPORT, ORDERS -> true;
      case APPEND_ENTRIES_REPLY -> message.answersHeartbeat;
      default -> false;
    };
  }
}
