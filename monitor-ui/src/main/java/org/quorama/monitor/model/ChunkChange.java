package org.quorama.monitor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;

/** Collects changes to one chunk; lives for one event. */
final class ChunkChange {
  private final String id;
  private String path;
  private int index;
  private long version;
  private List<NodeId> replicas;
  private @Nullable NodeId primary;
  private Deadline lease;
  private final TreeMap<NodeId, ReplicaModel> held;
  private String health;
  private List<PastEvent> history;

  ChunkChange(ChunkModel before) {
    id = before.id();
    path = before.path();
    index = before.index();
    version = before.version();
    replicas = before.replicas();
    primary = before.primary();
    lease = before.lease();
    held = new TreeMap<>(before.held());
    health = before.health();
    history = before.history();
  }

  ChunkModel done() {
    return new ChunkModel(
        id, path, index, version, replicas, primary, lease, held, health, history);
  }

  ChunkChange placed(String file, int chunkIndex, List<NodeId> nodes) {
    path = file;
    index = chunkIndex;
    replicas = nodes;
    return this;
  }

  ChunkChange learnt(long current, List<NodeId> nodes) {
    raise(current);
    nodes.forEach(node -> replica(node, known -> known.stored(current)));
    return this;
  }

  ChunkChange leased(long current, NodeId holder, List<NodeId> nodes, Deadline length) {
    version = current;
    replicas = nodes;
    primary = holder;
    lease = length;
    return this;
  }

  ChunkChange leaseHeld(long current, NodeId holder, Deadline length) {
    if (current >= version) {
      version = current;
      primary = holder;
      lease = length;
    }
    return this;
  }

  ChunkChange leaseEnded(NodeId holder, long ofVersion) {
    if (holder.equals(primary) && ofVersion >= version) {
      primary = null;
      lease = Deadline.NONE;
    }
    return this;
  }

  ChunkChange stored(NodeId node, long stored) {
    raise(stored);
    replica(node, known -> known.stored(stored));
    return this;
  }

  /** A whole replica is there anew, with checksums that were verified on the way. */
  ChunkChange copied(NodeId node, long stored) {
    raise(stored);
    replica(node, known -> known.repaired(stored));
    if (!replicas.contains(node)) {
      replicas = new ArrayList<>(replicas);
      replicas.add(node);
    }
    return this;
  }

  ChunkChange copying(NodeId from, NodeId to, long nowNanos) {
    replica(to, known -> known.copying(from, nowNanos));
    return this;
  }

  ChunkChange mutated(NodeId node, long serial, long offset, long length) {
    replica(node, known -> known.mutated(serial, offset, length));
    return this;
  }

  /** A replica holds the same bytes as the one that it was copied from. */
  ChunkChange sameAs(NodeId source, NodeId node) {
    long print = held.getOrDefault(source, ReplicaModel.NOTHING).print();
    replica(node, known -> known.printed(print));
    return this;
  }

  ChunkChange notCopied(NodeId to) {
    replica(to, ReplicaModel::notCopying);
    return this;
  }

  ChunkChange noCopies() {
    List.copyOf(held.keySet()).forEach(this::notCopied);
    return this;
  }

  ChunkChange damaged(NodeId node) {
    replica(node, ReplicaModel::damaged);
    return this;
  }

  ChunkChange trimmed(NodeId node) {
    replicas = replicas.stream().filter(other -> !other.equals(node)).toList();
    return this;
  }

  ChunkChange deletedAt(NodeId node) {
    held.remove(node);
    return trimmed(node);
  }

  /** A lease is on one version: under a higher one nobody has it until that is granted. */
  private void raise(long now) {
    if (now > version) {
      version = now;
      primary = null;
      lease = Deadline.NONE;
    }
  }

  ChunkChange health(String now) {
    health = now;
    return this;
  }

  private void replica(NodeId node, UnaryOperator<ReplicaModel> change) {
    ReplicaModel now = change.apply(held.getOrDefault(node, ReplicaModel.NOTHING));
    if (now.equals(ReplicaModel.NOTHING)) {
      held.remove(node);
    } else {
      held.put(node, now);
    }
  }

  /** Adds a line to the history, in the order of time; null adds none. */
  ChunkChange past(long timeNanos, NodeId node, @Nullable Phrase phrase) {
    if (phrase != null) {
      ArrayList<PastEvent> more = new ArrayList<>(history);
      int place = more.size();
      while (place > 0 && more.get(place - 1).timeNanos() > timeNanos) {
        place--;
      }
      more.add(place, new PastEvent(timeNanos, node, phrase));
      history = more.subList(Math.max(0, more.size() - ChunkModel.MAX_HISTORY), more.size());
    }
    return this;
  }
}
