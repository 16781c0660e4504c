package org.quorama.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.quorama.chunk.ChunkConfig;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.CommitRules;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftRules;
import org.quorama.raft.log.RaftLog;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;

/** A node's hardware and settings: makes a core from what the disks hold, boot after boot. */
record NodeMaker(
    NodeCoreConfig config,
    RaftRules rules,
    SplittableRandom random,
    SimulatedDisk disk,
    ChunkDisk chunkDisk,
    NodeClock clock) {
  /** The size of a chunk: small, so that files have several. */
  static final int CHUNK_BYTES = 1024;

  private static final Duration ELECTION_MIN = Duration.ofMillis(300);
  private static final Duration ELECTION_MAX = Duration.ofMillis(600);
  private static final Duration HEARTBEAT = Duration.ofMillis(60);
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration CHUNKSERVER_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration REPORT = Duration.ofSeconds(1);
  private static final Duration FORWARD = Duration.ofMillis(400);
  private static final int REPLICATION = 3;
  private static final int MESSAGE_BYTES = 1 << 16;

  NodeCore make(MonotonicTime now) {
    NodeCore.Recovered recovered = new NodeCore.Recovered(disk.recovered(), chunkDisk.held());
    return new NodeCore(config, rules, random::nextLong, recovered, now);
  }

  static NodeCoreConfig config(NodeId self, List<NodeId> nodes, FaultMix.Nodes mix) {
    RaftConfig.Limits limits =
        new RaftConfig.Limits(
            mix.entriesPerMessage(), MESSAGE_BYTES, mix.inFlight(), mix.pending());
    int replicas = Math.min(REPLICATION, nodes.size());
    return new NodeCoreConfig(
        new RaftConfig(
            self,
            nodes,
            RaftConfig.Timing.of(ELECTION_MIN, ELECTION_MAX, HEARTBEAT),
            mix.features(),
            limits,
            RaftConfig.Snapshots.defaults()),
        new MasterConfig(self, CHUNK_BYTES, replicas, LEASE, CHUNKSERVER_TIMEOUT, mix.pending()),
        new ChunkConfig(self, CHUNK_BYTES, REPORT, FORWARD, mix.pending()));
  }

  static RaftRules rules(Set<PlantedBug> bugs) {
    RaftRules standard = RaftRules.standard();
    return bugs.contains(PlantedBug.COMMIT_OLD_TERM_BY_COUNTING)
        ? standard.with(new CountingCommitRules(standard.commit()))
        : standard;
  }

  /** Wrong on purpose: commits whatever a majority holds, of whatever term [Raft Fig. 8]. */
  private static final class CountingCommitRules implements CommitRules {
    private final CommitRules standard;

    CountingCommitRules(CommitRules standard) {
      this.standard = standard;
    }

    @Override
    public long commitIndexOfLeader(
        RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
      List<Long> descending = matchIndex.stream().sorted(Comparator.reverseOrder()).toList();
      return Math.max(commitIndex, descending.get(matchIndex.size() / 2));
    }

    @Override
    public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
      return standard.commitIndexOfFollower(log, request, commitIndex);
    }
  }

  /** A node's monotonic clock: it has its own origin and runs a little fast or slow. */
  record NodeClock(long originNanos, int driftPpm) {
    private static final long MILLION = 1_000_000;

    MonotonicTime at(long virtualNanos) {
      return new MonotonicTime(originNanos + virtualNanos + virtualNanos / MILLION * driftPpm);
    }

    /** Returns the first virtual time at which the clock shows at least this. */
    long virtualOf(MonotonicTime time) {
      long shown = time.nanos() - originNanos;
      long guess = (long) (shown / (1.0 + driftPpm / (double) MILLION));
      long step = MILLION / 10;
      while (at(guess).nanos() < time.nanos()) {
        guess += step;
      }
      return guess;
    }
  }
}
