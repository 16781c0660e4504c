package org.quorama.monitor.model.look;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;

/**
 * The logs of all nodes beside each other: what is at an index, and how many hold it. Immutable.
 *
 * @param cluster whose logs
 */
public record LogTable(ClusterModel cluster) {
  /**
   * Returns the last index of the longest log, overwritten entries included; 0 if all are empty.
   */
  public long last() {
    return cluster.nodes().values().stream().mapToLong(LogTable::lastOf).max().orElse(0);
  }

  private static long lastOf(NodeModel node) {
    Map.Entry<Long, LogCell> gone = node.logState().overwritten().lastEntry();
    return Math.max(node.raft().lastIndex(), gone == null ? 0 : gone.getKey());
  }

  /** Returns true if a snapshot stands for the beginning of a log. */
  public boolean hasSnapshots() {
    return cluster.nodes().values().stream().anyMatch(node -> node.raft().snapshotIndex() > 0);
  }

  /**
   * Returns how many voters hold the newest entry at an index durably: phase one is done with a
   * majority of them.
   *
   * @param index which entry
   */
  public int copies(long index) {
    long term = newestTerm(index);
    return (int)
        cluster.voters().stream()
            .map(cluster::node)
            .filter(node -> holds(node, index, term))
            .count();
  }

  private long newestTerm(long index) {
    return cluster.nodes().values().stream()
        .map(node -> node.log().get(index))
        .filter(Objects::nonNull)
        .mapToLong(LogCell::term)
        .max()
        .orElse(0);
  }

  private static boolean holds(NodeModel node, long index, long term) {
    if (index <= node.raft().snapshotIndex()) {
      return true;
    }
    LogCell cell = node.log().get(index);
    return cell != null && cell.term() == term && index <= node.durableUpTo();
  }

  /**
   * Returns true if a majority of the voters holds the newest entry at an index.
   *
   * @param index which entry
   */
  public boolean isOnMajority(long index) {
    return copies(index) >= cluster.quorum();
  }

  /**
   * Returns the entry that was overwritten at an index; null if none was, or if the same is there
   * again.
   *
   * @param node in whose log
   * @param index where
   */
  public static @Nullable LogCell struck(NodeModel node, long index) {
    LogCell gone = node.logState().overwritten().get(index);
    boolean again = gone != null && gone.equals(node.log().get(index));
    return again || index <= node.raft().snapshotIndex() ? null : gone;
  }

  /**
   * Returns what the leader with the highest term knows of a follower, null if nothing.
   *
   * @param follower who
   */
  public NodeModel.@Nullable Progress progressOf(NodeId follower) {
    return cluster.nodes().values().stream()
        .filter(NodeModel::isLeader)
        .max(Comparator.comparingLong(node -> node.raft().term()))
        .map(leader -> leader.peers().get(follower))
        .orElse(null);
  }
}
