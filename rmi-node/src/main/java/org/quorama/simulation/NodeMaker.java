package org.quorama.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.quorama.chunk.ChunkConfig;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.repair.RepairConfig;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftConfig;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.mutant.HostedCore;
import org.quorama.simulation.mutant.Mutants;
import org.quorama.simulation.time.NodeClock;

/** A node's hardware and settings: makes a core from what the disks hold, boot after boot. */
record NodeMaker(
    NodeCoreConfig config,
    Set<PlantedBug> bugs,
    SplittableRandom random,
    SimulatedDisk disk,
    ChunkDisk chunkDisk,
    NodeClock clock) {
  /** The size of a chunk: small, so that files have several. */
  static final int CHUNK_BYTES = 1024;

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration CHUNKSERVER_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration REPORT = Duration.ofSeconds(1);
  private static final Duration FORWARD = Duration.ofMillis(400);

  /** Short, so that sessions end while a client cannot be heard. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(4);

  private static final int REPLICATION = 3;

  private static final RepairConfig CARE =
      new RepairConfig(Map.of(), 4, 2, 1 << 20, Duration.ofSeconds(4), 99, 20, 1 << 16);

  /** How long a deleted file can be brought back: short, so that chunks become garbage. */
  static final Duration DELETION_DELAY = Duration.ofSeconds(8);

  HostedCore make(MonotonicTime now, int boot) {
    NodeCore.Recovered recovered = new NodeCore.Recovered(disk.recovered(), chunkDisk.held(), boot);
    Mutants mutants = new Mutants(bugs, config.raft());
    return mutants.around(
        HostedCore.real(new NodeCore(config, mutants.rules(), random::nextLong, recovered, now)));
  }

  static NodeCoreConfig config(NodeId self, List<NodeId> nodes, FaultMix.Nodes mix) {
    List<NodeId> voters = nodes.subList(0, Math.min(mix.voters(), nodes.size()));
    RaftConfig raft =
        new RaftConfig(self, voters, mix.timing(), mix.features(), mix.limits(), mix.snapshots());
    int replicas = Math.min(REPLICATION, nodes.size());
    int pending = mix.limits().maxPending();
    MasterConfig master =
        new MasterConfig(self, CHUNK_BYTES, replicas, LEASE, CHUNKSERVER_TIMEOUT, pending)
            .withSessionTimeout(SESSION_TIMEOUT)
            .withDeletionDelay(DELETION_DELAY)
            .withRepair(CARE);
    return new NodeCoreConfig(
        raft, master, new ChunkConfig(self, CHUNK_BYTES, REPORT, FORWARD, pending));
  }
}
