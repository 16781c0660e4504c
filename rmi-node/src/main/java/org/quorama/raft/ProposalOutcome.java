package org.quorama.raft;

import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.LogPosition;

/** What became of a proposed command. Never turn unknown into fail. */
public sealed interface ProposalOutcome {
  /**
   * The entry is committed and applied.
   *
   * @param position where it is in the log
   */
  record Committed(LogPosition position) implements ProposalOutcome {}

  /**
   * This node is no leader; certainly nothing happened.
   *
   * @param hint who may be the leader
   */
  record NotLeader(Optional<NodeId> hint) implements ProposalOutcome {}

  /**
   * The leader refuses a membership change; certainly nothing happened.
   *
   * @param why a sentence for the person who asked
   */
  record Refused(String why) implements ProposalOutcome {}

  /** The leader takes no more proposals for now; certainly nothing happened. */
  record Overloaded() implements ProposalOutcome {}

  /** The node lost its leadership with the entry in the log: it may or may not be committed. */
  record Unknown() implements ProposalOutcome {}
}
