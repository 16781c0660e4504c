package org.quorama.trace;

import org.quorama.cluster.ClusterMembers;

/** Events of a node's life and of its host. */
public sealed interface NodeTrace extends TraceDetail {
  /**
   * The node started with this durable state.
   *
   * @param address where it listens, {@code host:port}; empty in a simulation
   * @param durableTerm its term
   * @param durableLastIndex the last entry in its log
   */
  record Boot(String address, long durableTerm, long durableLastIndex) implements NodeTrace {}

  /** The node stopped in good order. */
  record Stopped() implements NodeTrace {}

  /** The node was killed (told by the simulator or the supervisor, never by the node). */
  record Killed() implements NodeTrace {}

  /**
   * Discovery sees these nodes now.
   *
   * @param members who, and where
   */
  record MembersSeen(ClusterMembers members) implements NodeTrace {}

  /**
   * A core took an input; written only if the recording asks for it.
   *
   * @param core {@code raft}, {@code master} or {@code chunk}
   * @param input the serialised input, base64
   */
  record InputTaken(String core, String input) implements NodeTrace {}

  /**
   * Events were lost because nobody read them in time.
   *
   * @param missing how many
   */
  record EventsMissing(long missing) implements NodeTrace {}

  /**
   * The node refused or failed something; once a cause.
   *
   * @param what a sentence
   */
  record Trouble(String what) implements NodeTrace {}
}
