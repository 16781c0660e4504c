package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * What a node is about, beyond its role. Immutable.
 *
 * @param preVoteTerm the term for which it last asked whether it could win it, 0 if it never did
 * @param handsTo to whom it hands the leadership just now, null if to nobody
 * @param reads the reads that it answered last as the leader
 * @param contacts whom it sees and hears
 */
public record Activity(long preVoteTerm, @Nullable NodeId handsTo, Reads reads, Contacts contacts)
    implements Serializable {
  /** Nothing is known. */
  public static final Activity NONE = new Activity(0, null, Reads.NONE, Contacts.NONE);

  /**
   * Reads that a majority let the leader answer. Immutable.
   *
   * @param sinceNanos when the first of them was confirmed, on the clock of the trace
   * @param readIndex what was applied before the last of them
   * @param count how many
   */
  public record Reads(long sinceNanos, long readIndex, long count) implements Serializable {
    /** How long reads are counted together, and shown. */
    public static final long SHOWN_NANOS = 800_000_000L;

    /** No reads. */
    public static final Reads NONE = new Reads(0, 0, 0);

    /**
     * Returns which part of the time for which they are shown is left, from 1 down to 0.
     *
     * @param nowNanos the present, on the clock of the trace
     */
    public double fractionLeft(long nowNanos) {
      boolean shown = count > 0 && nowNanos >= sinceNanos;
      return shown ? new Deadline(sinceNanos, SHOWN_NANOS).fractionLeft(nowNanos) : 0;
    }

    Reads and(long timeNanos, long index, int more) {
      boolean together = count > 0 && timeNanos - sinceNanos < SHOWN_NANOS;
      return together
          ? new Reads(sinceNanos, index, count + more)
          : new Reads(timeNanos, index, more);
    }
  }

  Activity preVote(long term) {
    return new Activity(term, handsTo, reads, contacts);
  }

  Activity handing(@Nullable NodeId target) {
    return new Activity(preVoteTerm, target, reads, contacts);
  }

  /** A request that is refused does not end the one under way. */
  Activity handingEnded(String outcome) {
    return outcome.equals("REFUSED") ? this : handing(null);
  }

  Activity confirmed(long timeNanos, long readIndex, int count) {
    Reads more = reads.and(timeNanos, readIndex, count);
    return new Activity(preVoteTerm, handsTo, more, contacts);
  }

  Activity heard(NodeId node, long nowNanos) {
    return new Activity(preVoteTerm, handsTo, reads, contacts.heard(node, nowNanos));
  }

  Activity discovered(List<NodeId> nodes) {
    return new Activity(preVoteTerm, handsTo, reads, contacts.discovered(nodes));
  }

  /**
   * Whom one node sees and hears. Immutable.
   *
   * @param discovered the nodes that discovery sees, in the order of their ids; null if it said
   *     nothing, as in a simulation, which has no discovery
   * @param heardNanos when a message of each node was handled last, on the clock of the trace
   */
  public record Contacts(@Nullable List<NodeId> discovered, Map<NodeId, Long> heardNanos)
      implements Serializable {
    /** Nobody. */
    static final Contacts NONE = new Contacts(null, new TreeMap<>());

    /** Makes the map read-only; the makers in this package never share it. */
    public Contacts {
      discovered = discovered == null ? null : List.copyOf(discovered);
      heardNanos = Collections.unmodifiableMap(heardNanos);
    }

    Contacts heard(NodeId node, long nowNanos) {
      TreeMap<NodeId, Long> now = new TreeMap<>(heardNanos);
      now.put(node, nowNanos);
      return new Contacts(discovered, now);
    }

    Contacts discovered(List<NodeId> nodes) {
      return new Contacts(nodes, heardNanos);
    }

    /** Returns true if discovery said something. */
    public boolean hasView() {
      return discovered != null;
    }

    /**
     * Returns true if discovery sees a node.
     *
     * @param node which
     */
    public boolean sees(NodeId node) {
      return discovered != null && discovered.contains(node);
    }
  }
}
