package org.quorama.metadata;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;

/**
 * What chunkservers told this leader: which of them live, and which versions they hold. Never in
 * the log: a new leader learns it anew [GFS §2.6.2].
 */
final class ChunkLocations {
  private final Duration timeout;
  private final TreeMap<NodeId, Server> servers = new TreeMap<>();

  private record Held(ChunkVersion version, long lengthBytes, MonotonicTime acceptedAt) {}

  private static final class Server {
    MonotonicTime seenAt = MonotonicTime.ZERO;
    boolean alive;

    /** The number of the last report, 0 if it has not sent all it holds yet. */
    long number;

    TreeMap<ChunkId, Held> held = new TreeMap<>();

    long bytes() {
      return held.values().stream().mapToLong(Held::lengthBytes).sum();
    }
  }

  ChunkLocations(Duration timeout) {
    this.timeout = timeout;
  }

  void clear() {
    servers.clear();
  }

  /** Notes a sign of life; returns true if the server was silent or unknown before. */
  boolean seen(NodeId node, MonotonicTime now) {
    Server server = servers.computeIfAbsent(node, key -> new Server());
    boolean isNew = !server.alive;
    server.alive = true;
    server.seenAt = now;
    return isNew;
  }

  /** Tells whether a report before this one was missed, so that changes say too little. */
  boolean isMissing(NodeId node, ChunkReport report) {
    return !report.full() && report.number() != server(node).number + 1;
  }

  /** Takes what a server holds or what changed; returns the chunks whose version there changed. */
  List<ChunkId> reported(NodeId node, ChunkReport report, MonotonicTime now) {
    Server server = servers.computeIfAbsent(node, key -> new Server());
    server.number = isMissing(node, report) ? 0 : report.number();
    TreeMap<ChunkId, Held> fresh = report.full() ? new TreeMap<>() : new TreeMap<>(server.held);
    report.gone().forEach(fresh::remove);
    report.corrupt().forEach(fresh::remove);
    for (ReplicaInfo info : report.held()) {
      fresh.put(info.chunk(), new Held(info.version(), info.lengthBytes(), MonotonicTime.ZERO));
    }
    server.held.forEach((chunk, held) -> keepIfNewer(fresh, chunk, held, now));
    TreeMap<ChunkId, Held> before = server.held;
    server.held = fresh;
    TreeMap<ChunkId, Held> both = new TreeMap<>(before);
    both.putAll(fresh);
    return both.keySet().stream()
        .filter(chunk -> versionIn(before, chunk) != versionIn(fresh, chunk))
        .toList();
  }

  /** A report that left before the server accepted a version does not take that version back. */
  private void keepIfNewer(Map<ChunkId, Held> fresh, ChunkId chunk, Held held, MonotonicTime now) {
    boolean recent =
        !held.acceptedAt().equals(MonotonicTime.ZERO)
            && now.since(held.acceptedAt()).compareTo(timeout) < 0;
    if (recent && versionIn(fresh, chunk) < held.version().number()) {
      fresh.put(chunk, held);
    }
  }

  /** Returns the chunks of which a server holds replicas. */
  List<ChunkId> heldBy(NodeId node) {
    return List.copyOf(server(node).held.keySet());
  }

  private static long versionIn(Map<ChunkId, Held> held, ChunkId chunk) {
    Held replica = held.get(chunk);
    return replica == null ? 0 : replica.version().number();
  }

  /** Notes that a version is durable on a server. */
  void accepted(NodeId node, ChunkId chunk, ChunkVersion version, MonotonicTime now) {
    Server server = servers.computeIfAbsent(node, key -> new Server());
    Held before = server.held.get(chunk);
    long length = before == null ? 0 : before.lengthBytes();
    server.held.put(chunk, new Held(version, length, now));
  }

  /** Returns the living servers that hold a chunk in this version or a newer one, by id. */
  List<NodeId> holders(ChunkId chunk, ChunkVersion atLeast) {
    ArrayList<NodeId> holders = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          if (server.alive && versionIn(server.held, chunk) >= atLeast.number()) {
            holders.add(node);
          }
        });
    return holders;
  }

  /** Returns the living servers, the least loaded first, ties by id. */
  List<NodeId> living() {
    Comparator<NodeId> byCount = Comparator.comparingInt(node -> server(node).held.size());
    return servers.keySet().stream()
        .filter(node -> server(node).alive)
        .sorted(byCount.thenComparingLong(node -> server(node).bytes()))
        .toList();
  }

  private Server server(NodeId node) {
    return servers.getOrDefault(node, new Server());
  }

  /** Returns the servers that have just been silent for too long. */
  List<NodeId> fallSilent(MonotonicTime now) {
    ArrayList<NodeId> silent = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          if (server.alive && server.seenAt.plus(timeout).isDue(now)) {
            server.alive = false;
            silent.add(node);
          }
        });
    return silent;
  }

  /** Returns when the next server will have been silent for too long. */
  MonotonicTime nextSilence() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Server server : servers.values()) {
      if (server.alive) {
        next = next.earliest(server.seenAt.plus(timeout));
      }
    }
    return next;
  }
}
