package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;

/**
 * What chunkservers told this leader: which of them live, and which versions they hold. Never in
 * the log: a new leader learns it anew [GFS §2.6.2]. Confined to the thread of its master.
 */
public final class ChunkLocations {
  private final Duration timeout;
  private final Duration lossDelay;
  private final TreeMap<NodeId, ReportedServer> servers = new TreeMap<>();

  /** Since when this leader listens: who was never heard is silent since then. */
  private MonotonicTime since = MonotonicTime.ZERO;

  /**
   * What came of a report.
   *
   * @param changed the chunks of which the server holds another version than was known
   * @param corrupt the chunks that were not known to be corrupt there
   * @param fullWanted true if only a full report can tell what the server holds
   */
  record Learnt(List<ChunkId> changed, List<ChunkId> corrupt, boolean fullWanted) {}

  /**
   * A replica that was reported, or that an answer told of.
   *
   * @param node who holds it
   * @param version its version
   * @param lengthBytes how many bytes it holds
   * @param corrupt true if its server found it so
   * @param alive true if its server lives
   * @param going true if its server was told to delete it and has not reported since
   */
  record Known(
      NodeId node,
      ChunkVersion version,
      long lengthBytes,
      boolean corrupt,
      boolean alive,
      boolean going) {}

  /**
   * Makes empty ones.
   *
   * @param timeout the silence after which a server does not count as living
   * @param lossDelay the silence after which what it holds counts as lost; at least the timeout
   */
  public ChunkLocations(Duration timeout, Duration lossDelay) {
    this.timeout = timeout;
    this.lossDelay = lossDelay.compareTo(timeout) < 0 ? timeout : lossDelay;
  }

  /**
   * Forgets all: another leader listens from now on, or this one anew.
   *
   * @param now the present
   */
  public void clear(MonotonicTime now) {
    servers.clear();
    since = now;
  }

  /**
   * Notes a sign of life.
   *
   * @param node whose
   * @param now the present
   * @return true if the server was silent or unknown before
   */
  public boolean seen(NodeId node, MonotonicTime now) {
    ReportedServer server = servers.computeIfAbsent(node, key -> new ReportedServer());
    boolean isNew = !server.alive;
    server.alive = true;
    server.lost = false;
    server.seenAt = now;
    return isNew;
  }

  /**
   * Tells whether a report is not newer than the last one of its server: it was on its way for long
   * and tells what is no longer so.
   *
   * @param node who reports
   * @param report what it says
   */
  public boolean isOld(NodeId node, ChunkReport report) {
    ReportedServer server = servers.get(node);
    return server != null && server.isOld(report);
  }

  /** Takes a report that is not {@link #isOld}. */
  Learnt reported(NodeId node, ChunkReport report, MonotonicTime now) {
    ReportedServer server = servers.computeIfAbsent(node, key -> new ReportedServer());
    return server.reported(report, now, timeout);
  }

  /**
   * Notes that a version is durable on a server.
   *
   * @param node which
   * @param chunk of which chunk
   * @param version the version
   * @param now the present
   */
  public void accepted(NodeId node, ChunkId chunk, ChunkVersion version, MonotonicTime now) {
    servers
        .computeIfAbsent(node, key -> new ReportedServer())
        .accepted(chunk, version, now, ReportedServer.LENGTH_KEPT);
  }

  /**
   * Notes that a version is durable on a server, unless a report or an answer told of it before.
   *
   * @param node which
   * @param chunk of which chunk
   * @param version the version
   * @param now the present
   */
  public void confirmed(NodeId node, ChunkId chunk, ChunkVersion version, MonotonicTime now) {
    ReportedServer server = servers.get(node);
    ReportedServer.Held held = server == null ? null : server.held.get(chunk);
    if (held == null || !held.isAtLeast(version)) {
      accepted(node, chunk, version, now);
    }
  }

  /** Notes that a copy is durable on a server. */
  void copied(NodeId node, ChunkId chunk, ChunkVersion version, long length, MonotonicTime now) {
    servers
        .computeIfAbsent(node, key -> new ReportedServer())
        .accepted(chunk, version, now, length);
  }

  /**
   * Returns the living servers that hold a chunk in this version or a newer one, did not find it
   * corrupt, and were not told to delete it, by id.
   *
   * @param chunk the chunk
   * @param atLeast the version
   */
  public List<NodeId> holders(ChunkId chunk, ChunkVersion atLeast) {
    ArrayList<NodeId> holders = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          ReportedServer.Held held = server.held.get(chunk);
          boolean good = held != null && !held.corrupt() && held.isAtLeast(atLeast);
          if (server.alive && good && !server.going.contains(chunk)) {
            holders.add(node);
          }
        });
    return holders;
  }

  /** Returns every replica that is known of a chunk, by node. */
  List<Known> replicas(ChunkId chunk) {
    ArrayList<Known> known = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          ReportedServer.Held held = server.held.get(chunk);
          if (held != null) {
            known.add(known(node, server, chunk, held));
          }
        });
    return known;
  }

  private static Known known(
      NodeId node, ReportedServer server, ChunkId chunk, ReportedServer.Held held) {
    return new Known(
        node,
        held.version(),
        held.lengthBytes(),
        held.corrupt(),
        server.alive,
        server.going.contains(chunk));
  }

  /** Returns the living servers with what they hold, by id. */
  public List<PlacementPolicy.Candidate> living() {
    ArrayList<PlacementPolicy.Candidate> living = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          if (server.alive) {
            living.add(new PlacementPolicy.Candidate(node, server.held.size(), server.heldBytes()));
          }
        });
    return living;
  }

  /** Returns what is known of a server, null if it never reported to this leader. */
  @Nullable ReportedServer server(NodeId node) {
    return servers.get(node);
  }

  /** Returns every server that ever reported to this leader. */
  SortedSet<NodeId> known() {
    return new TreeSet<>(servers.keySet());
  }

  /** Tells whether no server ever reported to this leader. */
  boolean isEmpty() {
    return servers.isEmpty();
  }

  /**
   * Tells whether a chunkserver was heard lately.
   *
   * @param node which
   */
  public boolean isAlive(NodeId node) {
    ReportedServer server = servers.get(node);
    return server != null && server.alive;
  }

  /** Tells whether all that a living server holds is known. */
  boolean isKnownInFull(NodeId node) {
    ReportedServer server = servers.get(node);
    return server != null && server.alive && server.inFull;
  }

  /** Tells whether a server was silent for so long that what it holds counts as lost. */
  boolean isLost(NodeId node, MonotonicTime now) {
    ReportedServer server = servers.get(node);
    MonotonicTime heard = server == null ? since : server.seenAt;
    return !isAlive(node) && heard.plus(lossDelay).isDue(now);
  }

  /** Returns when servers that were never heard by this leader count as lost. */
  MonotonicTime strangersLostAt() {
    return since.plus(lossDelay);
  }

  /**
   * Returns the servers that have just been silent for too long.
   *
   * @param now the present
   */
  public List<NodeId> fallSilent(MonotonicTime now) {
    ArrayList<NodeId> silent = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          if (server.alive && server.seenAt.plus(timeout).isDue(now)) {
            server.alive = false;
            server.inFull = false;
            silent.add(node);
          }
        });
    return silent;
  }

  /** Returns the servers that have just been silent for so long that they count as lost. */
  List<NodeId> becomeLost(MonotonicTime now) {
    ArrayList<NodeId> lost = new ArrayList<>();
    servers.forEach(
        (node, server) -> {
          if (!server.alive && !server.lost && server.seenAt.plus(lossDelay).isDue(now)) {
            server.lost = true;
            lost.add(node);
          }
        });
    return lost;
  }

  /** Returns when the next server will have been silent for too long, or be lost. */
  public MonotonicTime nextSilence() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (ReportedServer server : servers.values()) {
      if (server.alive) {
        next = next.earliest(server.seenAt.plus(timeout));
      } else if (!server.lost) {
        next = next.earliest(server.seenAt.plus(lossDelay));
      }
    }
    return next;
  }
}
