package org.quorama.monitor.model.inspect;

import java.util.Locale;
import org.quorama.monitor.words.Phrase;

/** The fields that the inspector shows by itself; what a trace carries is named by the trace. */
public enum Fact {
  /** Whether its process runs. */
  LIFE,
  /** Follower, candidate, leader, or no member. */
  ROLE,
  /** How often it was started. */
  BOOT,
  /** Voter or learner. */
  PLACE,
  /** How many of its events were never told. */
  EVENTS_MISSING,
  /** [Raft Fig. 2]. */
  CURRENT_TERM,
  /** [Raft Fig. 2]. */
  VOTED_FOR,
  /** Whom it takes for the leader. */
  LEADER_ID,
  /** [Raft Fig. 2]. */
  COMMIT_INDEX,
  /** [Raft Fig. 2]. */
  LAST_APPLIED,
  /** [Raft Fig. 2]. */
  LAST_LOG_INDEX,
  /** [Raft Fig. 2]. */
  LAST_LOG_TERM,
  /** The last index that survives a crash. */
  DURABLE_UP_TO,
  /** The last index that is in its snapshot. */
  SNAPSHOT_UP_TO,
  /** What is, or was, at the place of an entry that was taken back. */
  OVERWRITTEN,
  /** A digest of what its state machine has made of the log. */
  STATE_DIGEST,
  /** How long until it stands for election. */
  ELECTION_IN,
  /** For which term it asks whether it could win. */
  ASKS_FOR_TERM,
  /** Whom it wants to lead in its place. */
  HANDS_OVER_TO,
  /** How many reads it answered as a leader for certain. */
  READS_CONFIRMED,
  /** Whom the discovery sees. */
  DISCOVERY_SEES,
  /** Who votes. */
  VOTERS,
  /** Who only receives the log. */
  LEARNERS,
  /** Which entry made it so. */
  BY_ENTRY,
  /** When it heard another node last. */
  HEARD,
  /** Whether a lab holds it still. */
  PAUSED,
  /** How its disk behaves. */
  DISK,
  /** How fast its clock goes. */
  CLOCK_RATE,
  /** How many of its ways to others have a rule. */
  LINKS_NOT_WHOLE,
  /** The place of an entry, from 1. */
  INDEX,
  /** The term of an entry. */
  TERM,
  /** What an entry does. */
  COMMAND,
  /** On how many voters it is. */
  COPIES,
  /** Whether that is a majority. */
  MAJORITY,
  /** The id of a message. */
  ID,
  /** From whom. */
  FROM,
  /** To whom. */
  TO,
  /** What became of a message. */
  FATE,
  /** When a message left. */
  SENT,
  /** The path of a file. */
  FILE,
  /** Which chunk of its file. */
  CHUNK_INDEX,
  /** The version of a chunk. */
  VERSION,
  /** The class of a chunk's health. */
  HEALTH,
  /** Where the master wants the replicas. */
  PLACED_ON,
  /** Who holds the lease. */
  PRIMARY,
  /** Who got the lease last. */
  GRANTED_LAST_TO,
  /** How long the lease still lasts. */
  LASTS,
  /** How long it lasted when it was granted. */
  LENGTH,
  /** The kind of an event. */
  KIND,
  /** Whose event. */
  NODE,
  /** The number of an event in its boot. */
  SEQ,
  /** The Lamport clock of an event. */
  LAMPORT,
  /** When an event happened. */
  TIME,
  /** What is said of the node that the argument names. */
  OF_NODE;

  /**
   * Returns its name in no language yet.
   *
   * @param arguments the node, of what is said of one
   */
  public Phrase phrase(Object... arguments) {
    String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return Phrase.of("screens.field." + word, arguments);
  }
}
