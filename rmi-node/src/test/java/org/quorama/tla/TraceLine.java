package org.quorama.tla;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/**
 * One line of what {@code RaftTrace.tla} judges.
 *
 * @param event what happened
 * @param ref the line, from 1, at which the message that arrives was sent; 0 if none does
 */
record TraceLine(TraceEvent event, int ref) {
  /** Returns the lines of a trace: what Raft's safety hangs on. */
  static List<TraceLine> of(List<TraceEvent> merged) {
    List<TraceLine> lines = new ArrayList<>();
    Map<String, Integer> sent = new HashMap<>();
    for (TraceEvent event : merged) {
      if (isJudged(event)) {
        int ref = 0;
        if (event.detail() instanceof MessageTrace.Received message) {
          ref = sent.getOrDefault(message.messageId(), 0);
        } else if (event.detail() instanceof MessageTrace.Sent message) {
          sent.put(message.messageId(), lines.size() + 1);
        }
        lines.add(new TraceLine(event, ref));
      }
    }
    return lines;
  }

  private static boolean isJudged(TraceEvent event) {
    if (event.detail() instanceof MessageTrace.Sent message) {
      return isOfRaft(message.summary().kind());
    } else if (event.detail() instanceof MessageTrace.Received message) {
      return isOfRaft(message.summary().kind());
    } else if (event.detail() instanceof NodeTrace life) {
      return life instanceof NodeTrace.Boot
          || life instanceof NodeTrace.Stopped
          || life instanceof NodeTrace.Killed;
    }
    return event.detail() instanceof RaftTrace raft && isChange(raft);
  }

  private static boolean isChange(RaftTrace raft) {
    return !(raft instanceof RaftTrace.DeadlineSet
        || raft instanceof RaftTrace.ElectionTimedOut
        || raft instanceof RaftTrace.PreVoteStarted
        || raft instanceof RaftTrace.ReadsConfirmed
        || raft instanceof RaftTrace.TransferStarted
        || raft instanceof RaftTrace.TransferEnded);
  }

  private static boolean isOfRaft(MessageTrace.Kind kind) {
    return kind.compareTo(MessageTrace.Kind.GRANT) < 0;
  }
}
