package org.quorama.monitor.viewmodel;

import java.util.Locale;

/** What a person may do, to a node or to the whole cluster. */
public enum Action {
  /** Kill a node's process. */
  KILL,
  /** Start it again. */
  RESTART,
  /** Have a node do nothing though its process runs. */
  PAUSE,
  /** Let it go on. */
  RESUME,
  /** Cut a node off from all others. */
  ISOLATE,
  /** Hand the leadership to a node. */
  LEAD,
  /** Have a node ask for votes. */
  ELECT,
  /** Let a node's clock go half as fast. */
  SLOW_CLOCK,
  /** Let a node's clock go twice as fast. */
  FAST_CLOCK,
  /** Let a node's clock jump ahead. */
  JUMP_CLOCK,
  /** Set a node's clock right. */
  RIGHT_CLOCK,
  /** Let a node's disk be slow. */
  SLOW_DISK,
  /** Let a node's disk be full. */
  FULL_DISK,
  /** Let a node's disk fail to force what is written. */
  FAILING_DISK,
  /** Heal a node's disk. */
  HEALTHY_DISK,
  /** Make a node a learner. */
  LEARN,
  /** Give a learner a vote. */
  VOTE,
  /** Remove a node from the cluster. */
  REMOVE,
  /** Cut the cluster in two. */
  PARTITION,
  /** Mend every link. */
  HEAL,
  /** Let time stand still, or pass at another pace. */
  PACE,
  /** Make an empty file. */
  CREATE,
  /** Append a record. */
  APPEND,
  /** Put a small file. */
  PUT,
  /** Start a node that is new to the cluster. */
  ADD_NODE;

  /** Returns true if it is done to one node. */
  public boolean isOfNode() {
    return compareTo(PARTITION) < 0;
  }

  /** Returns true if only nodes that were started as a lab can do it. */
  public boolean needsLab() {
    return switch (this) {
      case KILL, RESTART, PAUSE, RESUME, LEAD, ELECT, LEARN, VOTE, REMOVE -> false;
      case CREATE, APPEND, PUT, ADD_NODE -> false;
      default -> true;
    };
  }

  /** Returns the end of the keys of its words: {@code slow-clock}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
