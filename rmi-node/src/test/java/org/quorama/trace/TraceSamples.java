package org.quorama.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;

/** One event of every kind. */
final class TraceSamples {
  static final NodeId N1 = NodeId.of("n1");
  static final NodeId N2 = NodeId.of("n2");
  private static final String CHUNK = "c00000001";
  private static final MessageTrace.Summary SUMMARY =
      new MessageTrace.Summary(MessageTrace.Kind.APPEND_ENTRIES, 3, 7, 2, 2, 6, 11, true);
  private static final RaftSummary STATE =
      new RaftSummary(3, RoleName.LEADER, N1, null, 9, 3, 8, 7, 4);

  private TraceSamples() {}

  static TraceEvent event(long seq, TraceDetail detail) {
    return new TraceEvent(N1, 2, seq, seq + 10, 1_700_000_000_000_000_123L, STATE, detail);
  }

  static List<TraceDetail> all() {
    return Stream.of(ofNode(), ofFaults(), ofRaft(), ofMessages(), ofMaster(), ofChunks())
        .flatMap(List::stream)
        .toList();
  }

  private static List<TraceDetail> ofNode() {
    return List.of(
        new NodeTrace.Boot("127.0.0.1:4000", 3, 9),
        new NodeTrace.Stopped(),
        new NodeTrace.Killed(),
        new NodeTrace.MembersSeen(
            new ClusterMembers(Map.of(N1, new NodeAddress("::1", 4), N2, new NodeAddress("h", 5)))),
        new NodeTrace.CoresMade(1, 2, 77, "AAEC"),
        new NodeTrace.InputTaken("raft", 12, 77, "AAEC"),
        new NodeTrace.Checkpoint(1000, 1, -2, 3, 4),
        new NodeTrace.Forked("run", 812),
        new NodeTrace.EventsMissing(17),
        new NodeTrace.Trouble("Cannot \"write\"\nÄ"));
  }

  private static List<TraceDetail> ofRaft() {
    return List.of(
        new RaftTrace.ElectionTimedOut(),
        new RaftTrace.BecameCandidate(),
        new RaftTrace.PreVoteStarted(4),
        new RaftTrace.SnapshotTaken(7, 120),
        new RaftTrace.SnapshotInstalled(7, 120),
        new RaftTrace.MembershipChanged(8, List.of(NodeId.of("n1")), List.of(NodeId.of("n6"))),
        new RaftTrace.ReadsConfirmed(9, 3),
        new RaftTrace.TransferStarted(NodeId.of("n2")),
        new RaftTrace.TransferEnded("DONE"),
        new RaftTrace.BecameLeader(List.of(N1, N2)),
        new RaftTrace.BecameFollower(null),
        new RaftTrace.VoteCounted(N2, true),
        new RaftTrace.HardStateChanged(3, N2),
        new RaftTrace.HardStateDurable(3, null),
        new RaftTrace.SnapshotDurable(7, true),
        new RaftTrace.Appended(List.of(new RaftTrace.Entry(9, 3, "mkdir /a", -5))),
        new RaftTrace.Durable(9),
        new RaftTrace.Truncated(8),
        new RaftTrace.MatchAdvanced(N2, 8, 9),
        new RaftTrace.CommitAdvanced(8),
        new RaftTrace.Applied(8, "mkdir /a", Long.MIN_VALUE),
        new RaftTrace.DeadlineSet(true, 1_500_000_000L));
  }

  private static List<TraceDetail> ofMessages() {
    return List.of(
        new MessageTrace.Sent("n1:2:42", N2, SUMMARY),
        new MessageTrace.Received("n2:1:7", N2, SUMMARY),
        new MessageTrace.Dropped("n1:2:43", N2, "cut"));
  }

  private static List<TraceDetail> ofFaults() {
    return List.of(
        new FaultTrace.LinksChanged(
            List.of(
                FaultTrace.LinkRule.cut(N1, N2),
                new FaultTrace.LinkRule(N2, N1, 0.25, 0.5, 1_000_000, 2_000_000))),
        new FaultTrace.PaceChanged(100, true),
        new FaultTrace.TimeAdvanced(150_000_000),
        new FaultTrace.ClockChanged(1.5, 7),
        new FaultTrace.DiskChanged(FaultTrace.DiskCondition.SLOW, 3),
        new FaultTrace.NodePaused(),
        new FaultTrace.NodeResumed(),
        new FaultTrace.MessageHeld("n1:2:44", N1, N2, SUMMARY),
        new FaultTrace.MessageReleased("n1:2:44", FaultTrace.Release.DUPLICATE),
        new FaultTrace.DeadlineFired(FaultTrace.Timer.RAFT));
  }

  private static List<TraceDetail> ofMaster() {
    return List.of(
        new MasterTrace.ChunkPlaced("/a", 0, CHUNK, List.of(N1, N2)),
        new MasterTrace.LeaseGranted(CHUNK, 1, N1, List.of(N1, N2), 60),
        new MasterTrace.ChunkserverSeen(N2, false),
        new MasterTrace.ReplicasLearnt(CHUNK, 1, List.of(N2)),
        new MasterTrace.CopyOrdered(CHUNK, 1, N1, N2, "one replica left"),
        new MasterTrace.CopyDone(CHUNK, 1, N2, "NONE"),
        new MasterTrace.ReplicaTrimmed(CHUNK, N2, "too many"),
        new MasterTrace.ReplicaCorrupt(CHUNK, N2),
        new MasterTrace.SafeModeChanged(true, 1, 2),
        new MasterTrace.HealthChanged(CHUNK, "HEALTHY"),
        new MasterTrace.ServerStateChanged(N2, "DRAINED"));
  }

  private static List<TraceDetail> ofChunks() {
    return List.of(
        new ChunkTrace.VersionStored(CHUNK, 1),
        new ChunkTrace.LeaseHeld(CHUNK, 1, 60),
        new ChunkTrace.LeaseExtended(CHUNK, 1, 60),
        new ChunkTrace.LeaseRevoked(CHUNK, 1),
        new ChunkTrace.LeaseEnded(CHUNK, 1),
        new ChunkTrace.AppendPlaced(CHUNK, 1, 2, 3, 4),
        new ChunkTrace.ChunkPadded(CHUNK, 1, 2, 3, 4),
        new ChunkTrace.ReplicaCloned(CHUNK, "c00000002", 1),
        new ChunkTrace.ReplicaCopied(CHUNK, 1, N2, 65_536),
        new ChunkTrace.MutationOrdered(CHUNK, 1, 2, 3, 4),
        new ChunkTrace.MutationApplied(CHUNK, 1, 2, 3, 4),
        new ChunkTrace.ReplicaFailed(CHUNK, 2, N2),
        new ChunkTrace.ReplicaDeleted(CHUNK),
        new ChunkTrace.CorruptionFound(CHUNK, 65_536),
        new ChunkTrace.DataEvicted(7, 3, 65_536));
  }

  static List<TraceEvent> events() {
    List<TraceDetail> details = all();
    return IntStream.range(0, details.size()).mapToObj(i -> event(i + 1L, details.get(i))).toList();
  }
}
