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
   * What the node's cores were made from in this boot; written only if the recording asks for it,
   * before the first input. What is large comes in several pieces.
   *
   * @param piece which, from 1
   * @param pieces how many there are
   * @param check a checksum of this piece and those before
   * @param origin the serialised settings, durable state and seed, base64
   */
  record CoresMade(int piece, int pieces, long check, String origin) implements NodeTrace {}

  /**
   * The cores took an input; written only if the recording asks for it, before the events that the
   * input causes.
   *
   * @param core {@code time} for all, {@code raft}, {@code master} or {@code chunk}
   * @param nanos the node's protocol time
   * @param check a checksum of this input and those before in this boot
   * @param input the serialised input, base64; empty for time, and where only monitors read
   */
  record InputTaken(String core, long nanos, long check, String input) implements NodeTrace {}

  /**
   * What the cores held after the inputs so far, as digests; written only if the recording asks for
   * inputs.
   *
   * @param inputs how many inputs the cores took in this boot
   * @param raft of what Raft believes
   * @param log of Raft's log
   * @param metadata of the namespace
   * @param chunks of the replicas
   */
  record Checkpoint(long inputs, long raft, long log, long metadata, long chunks)
      implements NodeTrace {}

  /**
   * The past of this trace is another recording: from here on a simulator continues it.
   *
   * @param recording which
   * @param lamport the highest Lamport clock of the past
   */
  record Forked(String recording, long lamport) implements NodeTrace {}

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
