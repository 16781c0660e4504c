package org.quorama.metadata.repair;

import java.io.Serializable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * How the leader cares for replicas. Immutable; the same on all nodes.
 *
 * @param racks the label of each chunkserver's rack; those without one share a rack
 * @param copies the most copies under way at once for repair, at least 1 [GFS §4.3]
 * @param copiesPerServer the most copies under way at once from a chunkserver, and to it, at least
 *     1
 * @param bytesPerSecond the most bytes a second that repair may copy, at least 1
 * @param delay how long a chunkserver must be silent before its replicas are made up for
 * @param safePercent the share of chunks with a reported replica that ends safe mode, 0 to 100
 * @param balancePercent how far apart two chunkservers may be filled, in percent of the average
 * @param balanceBytesPerSecond the most bytes a second that balancing may copy; 0 for no balancing
 */
public record RepairConfig(
    Map<NodeId, String> racks,
    int copies,
    int copiesPerServer,
    long bytesPerSecond,
    Duration delay,
    int safePercent,
    int balancePercent,
    long balanceBytesPerSecond)
    implements Serializable {
  /** The rack of a chunkserver without a label. */
  public static final String NO_RACK = "default";

  /** Copies the labels and checks the ranges. */
  public RepairConfig {
    racks = Map.copyOf(new TreeMap<>(racks));
    Invariants.check(
        copies >= 1 && copiesPerServer >= 1 && bytesPerSecond >= 1,
        "Copies and their bytes are positive");
    Invariants.check(
        safePercent >= 0 && safePercent <= 100, "Not a share: %d percent", safePercent);
    Invariants.check(
        balancePercent >= 1 && balanceBytesPerSecond >= 0, "Bounds of balancing are positive");
  }

  /** Returns usual settings: no racks, 4 copies at once, 2 a server, 64 MiB a second, 10 s. */
  public static RepairConfig defaults() {
    return new RepairConfig(Map.of(), 4, 2, 64 << 20, Duration.ofSeconds(10), 99, 20, 8 << 20);
  }

  /**
   * Returns the same with other racks.
   *
   * @param labels the label of each chunkserver's rack
   */
  public RepairConfig withRacks(Map<NodeId, String> labels) {
    return new RepairConfig(
        labels,
        copies,
        copiesPerServer,
        bytesPerSecond,
        delay,
        safePercent,
        balancePercent,
        balanceBytesPerSecond);
  }

  /**
   * Returns the rack of a chunkserver.
   *
   * @param node which
   */
  public String rackOf(NodeId node) {
    return racks.getOrDefault(node, NO_RACK);
  }

  /**
   * Returns nodes in the order in which data should visit them: first those in the rack where it
   * is, so that it enters each other rack once [GFS §3.2].
   *
   * @param from where the data is
   * @param nodes where it is to go; who is as near as another keeps his place
   */
  public List<NodeId> nearestFirst(NodeId from, List<NodeId> nodes) {
    return nodes.stream()
        .sorted(Comparator.comparing((NodeId node) -> !rackOf(node).equals(rackOf(from))))
        .toList();
  }
}
