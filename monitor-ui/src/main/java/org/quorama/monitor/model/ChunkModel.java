package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;

/**
 * What the trace says of one chunk: what the master decided, and what each replica holds.
 * Immutable.
 *
 * @param id its id in text form
 * @param path the file, empty if not seen
 * @param index which chunk of the file, from 0
 * @param version the master's current version, 0 before the first lease
 * @param replicas where the master placed it, or knows it to be
 * @param primary who got the last lease, null if it gave it back
 * @param lease how long the lease lasts
 * @param held what each node said it holds
 * @param health the class that the leader named last, such as UNDER_REPLICATED; empty if it named
 *     none
 * @param history what happened to its replicas, oldest first, at most {@value #MAX_HISTORY}
 */
public record ChunkModel(
    String id,
    String path,
    int index,
    long version,
    List<NodeId> replicas,
    @Nullable NodeId primary,
    Deadline lease,
    Map<NodeId, ReplicaModel> held,
    String health,
    List<PastEvent> history)
    implements Serializable {
  /** How many lines of history are kept. */
  public static final int MAX_HISTORY = 40;

  /** The class in which all is as it should be. */
  public static final String HEALTHY = "HEALTHY";

  /** In place of the name of a file while there is none. */
  static final String NO_FILE = "–";

  /** Copies lists and map. */
  public ChunkModel {
    replicas = List.copyOf(replicas);
    held = Collections.unmodifiableMap(new TreeMap<>(held));
    history = List.copyOf(history);
  }

  static ChunkModel unknown(String id) {
    return new ChunkModel(id, "", 0, 0, List.of(), null, Deadline.NONE, Map.of(), "", List.of());
  }

  /**
   * Returns who holds the lease, null if nobody does; a dead primary's lease runs out too.
   *
   * @param nowNanos the present, on the clock of the trace
   */
  public @Nullable NodeId leaseHolder(long nowNanos) {
    return lease.remainingNanos(nowNanos) == 0 ? null : primary;
  }

  /** Returns true if no node is known to hold any of it. */
  boolean isGone() {
    return held.isEmpty();
  }

  /**
   * Returns the file's name and which chunk of it this is, {@code tour.mp4 [3]}; a dash while no
   * file has it: it is reserved.
   */
  public String name() {
    return path.isEmpty()
        ? NO_FILE
        : path.substring(path.lastIndexOf('/') + 1) + " [" + index + "]";
  }

  /** Returns the file's path, a dash while no file has it. */
  public String file() {
    return path.isEmpty() ? NO_FILE : path;
  }

  /** Returns its class in small letters: {@code under-replicated}; a dash if none was named. */
  public String healthWord() {
    return health.isEmpty() ? "–" : word(health);
  }

  /**
   * Returns how its regions are, as far as the mutations of its current replicas were seen: {@code
   * consistent} if all applied the same in the same order, {@code inconsistent} if not, empty if
   * fewer than two are known [GFS §2.7.1].
   */
  public String regionWord() {
    List<Long> prints =
        replicas.stream()
            .filter(node -> stateOf(node) == ReplicaModel.State.CURRENT)
            .map(node -> replicaOf(node).print())
            .filter(print -> print != 0)
            .toList();
    if (prints.size() < 2) {
      return "";
    }
    return prints.stream().distinct().count() == 1 ? "consistent" : "inconsistent";
  }

  static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns how the replica of one node stands.
   *
   * @param node whose replica
   */
  public ReplicaModel.State stateOf(NodeId node) {
    ReplicaModel replica = replicaOf(node);
    if (replica.copiedFrom() != null) {
      return ReplicaModel.State.COPYING;
    }
    if (replica.version() == 0) {
      return replicas.contains(node) ? ReplicaModel.State.PLACED : ReplicaModel.State.NONE;
    }
    if (replica.corrupt()) {
      return ReplicaModel.State.CORRUPT;
    }
    return replica.version() < version ? ReplicaModel.State.STALE : ReplicaModel.State.CURRENT;
  }

  /**
   * Returns what one node said it has.
   *
   * @param node which
   */
  public ReplicaModel replicaOf(NodeId node) {
    return held.getOrDefault(node, ReplicaModel.NOTHING);
  }

  /**
   * Returns what one node has of this chunk, in a word or two.
   *
   * @param node whose replica
   * @return {@code v3}, {@code v2 stale}, {@code v3 corrupt}, {@code from n1}, {@code placed} or an
   *     empty text
   */
  public String replicaWord(NodeId node) {
    ReplicaModel replica = replicaOf(node);
    return switch (stateOf(node)) {
      case NONE -> "";
      case PLACED -> "placed";
      case COPYING -> "from " + replica.copiedFrom();
      case STALE -> "v" + replica.version() + " stale";
      case CORRUPT -> "v" + replica.version() + " corrupt";
      case CURRENT -> "v" + replica.version();
    };
  }

  /**
   * Returns what one node has of this chunk, in no language yet.
   *
   * @param node whose replica
   */
  public Phrase replicaPhrase(NodeId node) {
    ReplicaModel replica = replicaOf(node);
    NodeId source = replica.copiedFrom();
    return switch (stateOf(node)) {
      case NONE -> Phrase.of("frame.replica.none");
      case PLACED -> Phrase.of("frame.replica.placed");
      case COPYING -> Phrase.of("frame.replica.copying", String.valueOf(source));
      case STALE -> Phrase.of("frame.replica.stale", replica.version());
      case CORRUPT -> Phrase.of("frame.replica.corrupt", replica.version());
      case CURRENT -> Phrase.of("frame.replica.current", replica.version());
    };
  }
}
