package org.quorama.metadata.repair;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;

/**
 * The replicas that are of no use any more. They are named to their servers in the answers to
 * reports; what is named is judged anew each time, on what this leader knows then [GFS §4.4, §4.5].
 *
 * <p>Invariant: nothing is named before this leader knows all that was committed, and nothing that
 * the log counts as a good replica, or is about to count. What is named counts no more until its
 * server has reported again: else others would be trimmed because of it [GFS §4.4].
 */
final class Garbage {
  private static final int MAX_NAMED = 1000;

  private final CareState state;
  private final CopyWork work;

  /** What may be of no use, by server. */
  private final TreeMap<NodeId, TreeSet<ChunkId>> suspects = new TreeMap<>();

  Garbage(CareState state, CopyWork work) {
    this.state = state;
    this.work = work;
  }

  void clear() {
    suspects.clear();
  }

  void suspect(ChunkId chunk, List<NodeId> nodes) {
    for (NodeId node : nodes) {
      suspects.computeIfAbsent(node, key -> new TreeSet<>()).add(chunk);
    }
  }

  /**
   * Returns what a server that has just reported may delete.
   *
   * @param node the server
   * @param isChanging tells of chunks whose replicas the log is about to count anew
   */
  List<ChunkId> of(NodeId node, Predicate<ChunkId> isChanging) {
    TreeSet<ChunkId> mine = suspects.get(node);
    if (mine == null || !state.caughtUp || !state.locations.isKnownInFull(node)) {
      return List.of();
    }
    List<ChunkId> named = new ArrayList<>();
    Iterator<ChunkId> each = mine.iterator();
    while (each.hasNext() && named.size() < MAX_NAMED) {
      ChunkId chunk = each.next();
      ReportedServer server = state.locations.server(node);
      if (server == null || server.replica(chunk) == null) {
        each.remove();
      } else if (!isChanging.test(chunk) && mayGo(node, chunk)) {
        named.add(chunk);
        server.going.add(chunk);
      } else if (isWanted(node, chunk)) {
        each.remove();
      }
    }
    return named;
  }

  private boolean isWanted(NodeId node, ChunkId chunk) {
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    return view != null
        && view.created()
        && state.caughtUp
        && Diagnosis.of(view, state).members().contains(node);
  }

  private boolean mayGo(NodeId node, ChunkId chunk) {
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    if (view == null) {
      // An id that the log does not know yet may be that of a chunk that is being made.
      return state.catalog.isGarbage(chunk);
    }
    if (!view.created() || work.isBusy(chunk)) {
      return false;
    }
    Diagnosis found = Diagnosis.of(view, state);
    if (found.stale().contains(node)) {
      return found.good() > 0;
    }
    boolean unwanted =
        (found.corrupt().contains(node) && !view.replicas().contains(node))
            || found.extras().contains(node);
    return unwanted && view.isSettled() && isEnough(found);
  }

  /** Enough good replicas that the log counts were reported in full to this leader. */
  private boolean isEnough(Diagnosis found) {
    return found.awaited().isEmpty()
        && found.serving() >= state.config.replication()
        && found.members().stream().allMatch(state.locations::isKnownInFull);
  }
}
