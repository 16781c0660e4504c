package org.quorama.runtime.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

class NodeTracerTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final MonotonicTime NOW = new MonotonicTime(1_000);
  private static final MonotonicTime LATER = new MonotonicTime(5_000);

  private final NodeTracer tracer = new NodeTracer(N1, 3, command -> "put");

  @Test
  void electionIsTimeoutHardStateRoleAndDeadline() {
    RaftStatus before = status(1, RoleName.FOLLOWER, List.of(), NOW);
    RaftStatus after = status(2, RoleName.CANDIDATE, List.of(N1), LATER);
    List<NodeEffect> effects =
        List.of(
            raft(new RaftEffect.PersistHardState(1, new HardState(2, N1))),
            raft(new RaftEffect.RoleChanged(RoleName.CANDIDATE, 2, null)));

    assertThat(details(new NodeInput.TimePassed(), effects, before, after))
        .containsExactly(
            new RaftTrace.ElectionTimedOut(),
            new RaftTrace.HardStateChanged(2, N1),
            new RaftTrace.BecameCandidate(),
            new RaftTrace.DeadlineSet(true, 4_000));
  }

  @Test
  void theVoteThatMakesALeaderIsAmongItsVotes() {
    RaftStatus before = status(2, RoleName.CANDIDATE, List.of(N1, N2), NOW);
    RaftStatus after = status(2, RoleName.LEADER, List.of(), NOW);
    NodeInput input = arrived(N3, new RequestVoteReply(2, true));
    List<NodeEffect> effects = List.of(raft(new RaftEffect.RoleChanged(RoleName.LEADER, 2, N1)));

    assertThat(details(input, effects, before, after))
        .containsExactly(
            new RaftTrace.VoteCounted(N3, true), new RaftTrace.BecameLeader(List.of(N1, N2, N3)));
  }

  @Test
  void lateVoteOfAnOlderTermIsNotCounted() {
    RaftStatus status = status(3, RoleName.CANDIDATE, List.of(N1), NOW);
    NodeInput input = arrived(N3, new RequestVoteReply(2, true));

    assertThat(details(input, List.of(), status, status)).isEmpty();
  }

  @Test
  void anotherCommandAtTheSameIndexIsPutIntoItsOwnWords() {
    NodeTracer words = new NodeTracer(N1, 3, command -> new String(command.toArray(), UTF_8));
    RaftStatus status = status(1, RoleName.FOLLOWER, List.of(), NOW);
    for (String command : List.of("mkdir /a", "mkdir /b")) {
      LogEntry entry = LogEntry.command(new LogPosition(1, 1), Bytes.ofUtf8(command));
      List<NodeEffect> effects = List.of(raft(new RaftEffect.AppendToLog(1, List.of(entry))));
      assertThat(
              words.observe(0, new NodeInput.TimePassed(), effects, status, status, NOW).stream()
                  .map(TraceEvent::detail))
          .containsExactly(
              new RaftTrace.Appended(
                  List.of(new RaftTrace.Entry(1, 1, command, entry.command().hashCode()))));
    }
  }

  @Test
  void durableFollowsTheTicketsOfTheLog() {
    RaftStatus status = status(1, RoleName.FOLLOWER, List.of(), NOW);
    LogEntry first = LogEntry.noOp(new LogPosition(1, 1));
    LogEntry second = LogEntry.command(new LogPosition(1, 2), Bytes.ofUtf8("x"));
    List<NodeEffect> effects =
        List.of(
            raft(new RaftEffect.AppendToLog(1, List.of(first))),
            raft(new RaftEffect.PersistHardState(2, new HardState(1, null))),
            raft(new RaftEffect.AppendToLog(3, List.of(second))));
    details(new NodeInput.TimePassed(), effects, status, status);

    assertThat(durable(2))
        .containsExactly(new RaftTrace.Durable(1), new RaftTrace.HardStateDurable(1, null));
    assertThat(durable(3)).containsExactly(new RaftTrace.Durable(2));
    assertThat(durable(3)).isEmpty();
  }

  @Test
  void whatTheDiskHeldInBetweenIsTold() {
    RaftStatus status = status(1, RoleName.FOLLOWER, List.of(), NOW);
    LogEntry first = LogEntry.noOp(new LogPosition(1, 1));
    LogEntry second = LogEntry.command(new LogPosition(1, 2), Bytes.ofUtf8("x"));
    LogEntry other = LogEntry.noOp(new LogPosition(2, 2));
    List<NodeEffect> effects =
        List.of(
            raft(new RaftEffect.AppendToLog(1, List.of(first))),
            raft(new RaftEffect.AppendToLog(2, List.of(second))),
            raft(new RaftEffect.TruncateLog(3, 2)),
            raft(new RaftEffect.AppendToLog(4, List.of(other))));
    details(new NodeInput.TimePassed(), effects, status, status);

    assertThat(durable(4))
        .containsExactly(
            new RaftTrace.Durable(2), new RaftTrace.Durable(1), new RaftTrace.Durable(2));
  }

  @Test
  void noOpsAreAppliedInTheirPlace() {
    Bytes command =
        MetadataCommand.encode(
            new MetadataCommand.Perform(
                new RequestId(1, 1), new FileOperation.MakeDirectory(FilePath.parse("/a"))));
    RaftStatus before = status(1, RoleName.FOLLOWER, List.of(), NOW);
    RaftStatus after = committed(before, 3);
    List<LogEntry> entries =
        List.of(
            LogEntry.noOp(new LogPosition(1, 1)),
            LogEntry.command(new LogPosition(1, 2), Bytes.ofUtf8("x")),
            LogEntry.noOp(new LogPosition(2, 3)));
    List<NodeEffect> effects =
        List.of(
            raft(new RaftEffect.ApplyCommitted(entries)),
            new NodeEffect.OfMaster(
                new MasterEffect.Observed(new MasterFact.CommandApplied(2, command, 77))));

    assertThat(details(new NodeInput.TimePassed(), effects, before, after))
        .containsExactly(
            new RaftTrace.CommitAdvanced(3),
            new RaftTrace.Applied(1, "no-op", 0),
            new RaftTrace.Applied(2, "put", 77),
            new RaftTrace.Applied(3, "no-op", 77));
  }

  @Test
  void sequenceIsDenseAndLamportClockPassesWhatItMerges() {
    TraceEvent boot = tracer.record(5, new NodeTrace.Boot("", 0, 0));
    tracer.merge(40);
    TraceEvent stopped = tracer.record(6, new NodeTrace.Stopped());

    assertThat(boot.seq()).isEqualTo(1);
    assertThat(stopped.seq()).isEqualTo(2);
    assertThat(stopped.lamport()).isGreaterThan(40);
    assertThat(stopped.incarnation()).isEqualTo(3);
    assertThat(tracer.nextMessageId()).isEqualTo("n1:3:1");
  }

  private List<TraceDetail> details(
      NodeInput input, List<NodeEffect> effects, RaftStatus before, RaftStatus after) {
    return tracer.observe(9, input, effects, before, after, NOW).stream()
        .map(TraceEvent::detail)
        .toList();
  }

  private static NodeInput arrived(NodeId from, RequestVoteReply reply) {
    return new NodeInput.ForRaft(new RaftInput.MessageArrived(from, reply));
  }

  private List<TraceDetail> durable(long ticket) {
    return tracer.persisted(9, new RaftInput.Persisted(ticket)).stream()
        .map(TraceEvent::detail)
        .toList();
  }

  private static NodeEffect raft(RaftEffect effect) {
    return new NodeEffect.OfRaft(effect);
  }

  private static RaftStatus committed(RaftStatus status, long commitIndex) {
    return new RaftStatus(
        status.hardState(),
        status.role(),
        null,
        new RaftStatus.LogIndexes(new LogPosition(2, 3), commitIndex, commitIndex),
        status.votesReceived(),
        Map.of(),
        Map.of(),
        status.deadline(),
        status.membership());
  }

  private static RaftStatus status(
      long term, RoleName role, List<NodeId> votes, MonotonicTime deadline) {
    return new RaftStatus(
        new HardState(term, null),
        role,
        null,
        new RaftStatus.LogIndexes(LogPosition.START, 0, 0),
        votes,
        Map.of(),
        Map.of(),
        deadline,
        Membership.initial(List.of(NodeId.of("n1"))));
  }
}
