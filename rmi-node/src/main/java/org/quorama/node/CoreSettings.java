package org.quorama.node;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkConfig;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.raft.RaftConfig;
import org.quorama.runtime.core.NodeCoreConfig;

/** Makes the settings of a node's cores from those of its process. Stateless. */
final class CoreSettings {
  private static final Duration FORWARD_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_PENDING = 1024;
  private static final int MAX_RAFT_PENDING = 4096;
  private static final int MAX_BYTES = 1 << 20;

  private CoreSettings() {}

  static NodeCoreConfig of(NodeConfig config) {
    NodeId id = config.id();
    NodeConfig.Timing timing = config.timing();
    NodeConfig.Storage files = config.files();
    return new NodeCoreConfig(
        raft(config),
        new MasterConfig(
            id,
            files.chunkSizeBytes(),
            files.replication(),
            new MasterConfig.Times(
                timing.lease(),
                timing.chunkserverTimeout(),
                timing.session(),
                files.deletionDelay()),
            MAX_PENDING,
            config.repair(),
            files.namespaceEntries()),
        new ChunkConfig(id, files.chunkSizeBytes(), timing.report(), FORWARD_TIMEOUT, MAX_PENDING));
  }

  private static RaftConfig raft(NodeConfig config) {
    NodeConfig.Timing timing = config.timing();
    NodeConfig.Replication raft = config.raft();
    return new RaftConfig(
        config.id(),
        config.cluster().members(),
        new RaftConfig.Timing(
            timing.electionMin(),
            timing.electionMax(),
            timing.heartbeat(),
            raft.clockDriftPercent() / 100.0),
        raft.features(),
        limits(raft),
        spread(raft.snapshots(), config.id(), config.cluster().members()));
  }

  /**
   * By default two messages with entries a follower: one on its way and one ready behind it. More
   * would leave each with one entry and make the follower force its disk for each; so what comes up
   * meanwhile goes out together.
   */
  private static RaftConfig.Limits limits(NodeConfig.Replication raft) {
    return new RaftConfig.Limits(
        raft.entriesPerMessage(), MAX_BYTES, raft.appendsInFlight(), MAX_RAFT_PENDING);
  }

  /**
   * Nodes apply the same entries at about the same time: with one distance for all they would stop
   * together to take their snapshots. So each has its own distance, by its rank among the first
   * members, up to a quarter more.
   */
  static RaftConfig.Snapshots spread(
      RaftConfig.Snapshots snapshots, NodeId id, List<NodeId> members) {
    long every = snapshots.everyEntries();
    long rank = Math.max(0, members.indexOf(id));
    return new RaftConfig.Snapshots(
        (int) (every + every * rank / (4L * members.size())),
        snapshots.keptEntries(),
        snapshots.pieceBytes());
  }
}
