package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.Outcome;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

class MasterCoreTest {
  private static final CallId REPORT = new CallId(7_000);
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final ChunkId C1 = new ChunkId(1);
  private static final FilePath FILE = FilePath.parse("/f");
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration SESSION = Duration.ofSeconds(60);

  private MasterCore core = new MasterCore(config(10));
  private MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));
  private long index;
  private long calls = 1000;
  private long requests;
  private long term = 1;
  private long reports;

  @BeforeEach
  void lead() {
    step(new MasterInput.RoleChanged(RoleName.LEADER, 1));
    commit(entry(MetadataCommand.encode(new MetadataCommand.OpenSession(SESSION))));
  }

  @Test
  void mutationIsProposedAndAnsweredWhenItIsApplied() {
    FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/a"));
    MasterEffect.Propose propose = only(MasterEffect.Propose.class, request(make));

    List<MasterEffect> applied = commit(entry(propose.command()));
    assertThat(applied)
        .containsExactly(
            new MasterEffect.Observed(
                new MasterFact.CommandApplied(2, propose.command(), core.digest())));
    assertThat(ended(propose))
        .containsExactly(answer(OperationReply.ok(new OperationValue.Done(), 2)));
  }

  @Test
  void outcomeOfAProposalIsToldHonestly() {
    FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/a"));
    MasterEffect.Propose propose = only(MasterEffect.Propose.class, request(make));
    assertThat(step(new MasterInput.ProposalEnded(propose.proposal(), unknown())))
        .containsExactly(answer(OperationReply.unknown()));

    propose = only(MasterEffect.Propose.class, request(make));
    ProposalOutcome notLeader = new ProposalOutcome.NotLeader(Optional.of(N2));
    assertThat(step(new MasterInput.ProposalEnded(propose.proposal(), notLeader)))
        .containsExactly(answer(OperationReply.notLeader(Optional.of(N2))));
  }

  @Test
  void whatHappensTogetherIsTakenInItsOrder() {
    FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/a"));
    MasterEffect.Propose propose = only(MasterEffect.Propose.class, request(make));
    LogEntry entry = entry(propose.command());

    List<MasterEffect> effects =
        step(
            new MasterInput.Together(
                List.of(
                    new MasterInput.EntriesCommitted(List.of(entry)),
                    new MasterInput.ProposalEnded(
                        propose.proposal(), new ProposalOutcome.Committed(entry.position())))));

    assertThat(effects)
        .containsExactly(
            new MasterEffect.Observed(
                new MasterFact.CommandApplied(2, propose.command(), core.digest())),
            answer(OperationReply.ok(new OperationValue.Done(), 2)));
  }

  @Test
  void queryIsAnsweredOnlyWhenTheLeaderIsConfirmed() {
    FileOperation stat = new FileOperation.Stat(FilePath.ROOT);
    List<MasterEffect> asked = request(stat);
    assertThat(asked).hasSize(1);

    OperationReply reply = reply(confirm(asked));
    assertThat(reply.value())
        .isEqualTo(new OperationValue.Attributes(FilePath.ROOT, true, 0, 0, 0));
  }

  @Test
  @DisplayName("RD-11 A stale read is answered at once by any node, with the index it has applied")
  void staleReadIsAnsweredAtOnceByAnyNode() {
    step(new MasterInput.RoleChanged(RoleName.FOLLOWER, 2));
    FileOperation stat = new FileOperation.Stat(FilePath.ROOT);
    OperationRequest stale = new OperationRequest(new RequestId(0, 0), 0, ReadMode.STALE, stat);

    OperationReply reply =
        reply(step(MasterInput.OperationsRequested.of(new CallId(++calls), stale)));
    assertThat(reply.outcome()).isEqualTo(Outcome.OK);
    assertThat(reply.index()).isEqualTo(index);
  }

  @Test
  void whatComesTogetherIsProposedSideBySideAndReadAtOnce() {
    FileOperation stat = new FileOperation.Stat(FilePath.ROOT);
    List<MasterInput.Asked> asked = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/" + i));
      asked.add(asked(make, i));
      asked.add(asked(stat, 0));
    }
    List<MasterEffect> effects = step(new MasterInput.OperationsRequested(asked));
    assertThat(effects.stream().map(Object::getClass))
        .containsExactly(
            MasterEffect.Propose.class,
            MasterEffect.Propose.class,
            MasterEffect.Propose.class,
            MasterEffect.ConfirmRead.class);
    assertThat(confirm(effects)).hasSize(3);
  }

  private MasterInput.Asked asked(FileOperation operation, long sequence) {
    return new MasterInput.Asked(
        new CallId(++calls), new OperationRequest(new RequestId(1, sequence), operation));
  }

  @Test
  void attributeOutOfBoundsIsNotProposed() {
    FileOperation set =
        new FileOperation.SetAttribute(FilePath.ROOT, "", Bytes.EMPTY, FileOperation.ANY_VERSION);
    assertThat(request(set)).containsExactly(answer(OperationReply.fail(ErrorCode.INVALID)));
  }

  @Test
  void attributeIsReadWithItsVersion() {
    Bytes red = Bytes.ofUtf8("red");
    FileOperation set = new FileOperation.SetAttribute(FilePath.ROOT, "color", red, 0);
    perform(only(MasterEffect.Propose.class, request(set)));

    FileOperation.Query get = new FileOperation.GetAttribute(FilePath.ROOT, "color");
    assertThat(reply(confirm(request(get))).value())
        .isEqualTo(new OperationValue.Attribute(index, red));
    FileOperation.Query none = new FileOperation.GetAttribute(FilePath.ROOT, "shape");
    assertThat(reply(confirm(request(none))).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  @DisplayName("S-09 A snapshot is the state at its index; who restores it has the same digest")
  void snapshotIsTakenAndRestored() {
    createFile();
    List<MasterEffect> effects = step(new MasterInput.SnapshotWanted(index));
    MasterEffect.SnapshotTaken taken = only(MasterEffect.SnapshotTaken.class, effects);
    assertThat(taken.index()).isEqualTo(index);

    MasterCore other = new MasterCore(config(10));
    assertThat(other.step(now, new MasterInput.SnapshotRestored(index, taken.state())))
        .containsExactly(
            new MasterEffect.Observed(new MasterFact.StateRestored(index, core.digest())));
    assertThat(other.digest()).isEqualTo(core.digest());
  }

  @Test
  void leadershipLostEndsQueries() {
    request(new FileOperation.Stat(FilePath.ROOT));

    assertThat(step(new MasterInput.RoleChanged(RoleName.FOLLOWER, 2)))
        .containsExactly(answer(OperationReply.notLeader(Optional.empty())));
  }

  @Test
  void tooManyWaitersAreRefused() {
    for (int i = 0; i < 10; i++) {
      request(new FileOperation.Stat(FilePath.ROOT));
    }

    assertThat(request(new FileOperation.Stat(FilePath.ROOT)))
        .containsExactly(answer(OperationReply.fail(ErrorCode.OVERLOADED)));
  }

  @Test
  @DisplayName("Clients that wait for chunkservers leave places for those that wait for the log")
  void waitersForChunkserversLeavePlaces() {
    for (int i = 0; i < 8; i++) {
      request(open(List.of()));
    }

    assertThat(request(open(List.of())))
        .containsExactly(answer(OperationReply.fail(ErrorCode.OVERLOADED)));
    assertThat(all(MasterEffect.ConfirmRead.class, request(new FileOperation.Stat(FILE))))
        .hasSize(1);
  }

  @Test
  @DisplayName("F-09 A client learns a version when it is in the log and on all replicas")
  void clientLearnsAVersionLast() {
    List<MasterEffect> granting = place();
    List<MasterEffect.SendGrant> grants = all(MasterEffect.SendGrant.class, granting);
    assertThat(grants).extracting(MasterEffect.SendGrant::to).containsExactly(N1, N2, N3);

    assertThat(answerGrant(grants.get(0), true)).isEmpty();
    assertThat(answerGrant(grants.get(1), true)).isEmpty();
    List<MasterEffect> last = answerGrant(grants.get(2), true);
    assertThat(last).hasSize(1);
    MasterEffect.Propose confirm = only(MasterEffect.Propose.class, last);
    assertThat(MetadataCommand.describe(confirm.command())).isEqualTo("confirm " + C1 + " v1");

    OperationReply reply = reply(perform(confirm));
    assertThat(reply.value())
        .isEqualTo(
            new OperationValue.WritableChunk(
                new OperationValue.ChunkLocation(C1, new ChunkVersion(1), N2, List.of(N1, N2, N3)),
                1024));
  }

  @Test
  @DisplayName("F-09 A replica that does not answer is left out of the next version")
  void refusedGrantLeadsToAnother() {
    now = now.plus(Duration.ofSeconds(3));
    List<MasterEffect.SendGrant> grants = all(MasterEffect.SendGrant.class, place());
    answerGrant(grants.get(0), true);
    answerGrant(grants.get(1), true);
    MasterEffect.Propose again =
        only(MasterEffect.Propose.class, answerGrant(grants.get(2), false));

    assertThat(MetadataCommand.describe(again.command())).isEqualTo("lease " + C1 + " v2 to n2");
    List<MasterEffect.SendGrant> next = all(MasterEffect.SendGrant.class, perform(again));
    assertThat(next).extracting(MasterEffect.SendGrant::to).containsExactly(N1, N2);
  }

  @Test
  @DisplayName("F-08 A replica that missed a version is neither listed nor granted")
  void staleReplicaIsNotListed() {
    writable();
    List<MasterEffect> opened = confirm(request(open(List.of(N3))));
    finish(perform(only(MasterEffect.Propose.class, opened)));
    now = now.plus(Duration.ofSeconds(4));
    report(N1, 2);
    report(N2, 2);
    report(N3, 1);

    OperationReply located = reply(confirm(request(new FileOperation.Locate(FILE))));
    assertThat(located.value())
        .isInstanceOfSatisfying(
            OperationValue.Locations.class,
            l -> assertThat(l.chunks().get(0).replicas()).containsExactly(N1, N2));
  }

  @Test
  void validLeaseIsToldToOthersAtOnce() {
    writable();
    List<MasterEffect> asked = step(requested(2, 1, open(List.of())));

    assertThat(reply(confirm(asked)).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void leaseHalfOverIsRenewedWithTheNextVersion() {
    writable();
    now = now.plus(LEASE.dividedBy(2));
    report(N1, 1);
    report(N2, 1);
    report(N3, 1);
    List<MasterEffect> opened = confirm(step(requested(2, 1, open(List.of()))));

    MasterEffect.Propose propose = only(MasterEffect.Propose.class, opened);
    assertThat(MetadataCommand.describe(propose.command())).isEqualTo("lease " + C1 + " v2 to n2");
  }

  @Test
  void tooFewChunkserversAreSaidOnceTheLeaderHadTimeToHearOfThem() {
    createFile();
    assertThat(confirm(request(open(List.of())))).as("waits for reports").isEmpty();
    now = now.plus(Duration.ofSeconds(3));

    assertThat(core.nextWakeup().isDue(now)).isTrue();
    assertThat(step(new MasterInput.TimePassed()))
        .containsExactly(answer(OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)));
  }

  @Test
  void leadershipLostDuringAGrantIsUnknown() {
    place();

    assertThat(step(new MasterInput.RoleChanged(RoleName.FOLLOWER, 2)))
        .containsExactly(answer(OperationReply.unknown()));
  }

  @Test
  @DisplayName("F-16 A new leader names garbage only after an entry of its own term")
  void garbageIsNamedByALeaderThatKnowsTheLog() {
    writable();
    FileOperation.Mutation delete = new FileOperation.Delete(FILE);
    commit(entry(MetadataCommand.encode(new MetadataCommand.Perform(RequestId.NONE, delete))));
    commit(entry(MetadataCommand.encode(new MetadataCommand.ExpireDeleted(List.of(index)))));
    step(new MasterInput.RoleChanged(RoleName.FOLLOWER, 2));
    term = 3;
    step(new MasterInput.RoleChanged(RoleName.LEADER, term));
    assertThat(garbage(report(N1, 1))).isEmpty();

    commit(LogEntry.noOp(new LogPosition(3, ++index)));
    assertThat(garbage(report(N1, 1))).containsExactly(C1);
  }

  @Test
  @DisplayName("F-16 A chunk that the log does not know yet is no garbage")
  void unknownChunkIsProtected() {
    assertThat(garbage(report(N1, 1))).isEmpty();
  }

  @Test
  void silentChunkserverIsNoticed() {
    report(N1, 1);
    now = now.plus(Duration.ofSeconds(3));

    assertThat(step(new MasterInput.TimePassed()))
        .containsExactly(new MasterEffect.Observed(new MasterFact.ChunkserverSeen(N1, false)));
  }

  private static MasterConfig config(int maxPending) {
    return new MasterConfig(N1, 1024, 3, LEASE, Duration.ofSeconds(3), maxPending);
  }

  private static ProposalOutcome unknown() {
    return new ProposalOutcome.Unknown();
  }

  private void createFile() {
    perform(only(MasterEffect.Propose.class, request(new FileOperation.CreateFile(FILE))));
  }

  /** Returns the effects of the command that placed the first chunk. */
  private List<MasterEffect> place() {
    createFile();
    for (NodeId node : List.of(N1, N2, N3)) {
      step(new MasterInput.ReportArrived(REPORT, node, full(List.of())));
    }
    return perform(only(MasterEffect.Propose.class, confirm(request(open(List.of())))));
  }

  private void writable() {
    finish(place());
  }

  private void finish(List<MasterEffect> granting) {
    List<MasterEffect> last = List.of();
    for (MasterEffect.SendGrant grant : all(MasterEffect.SendGrant.class, granting)) {
      last = answerGrant(grant, true);
    }
    perform(only(MasterEffect.Propose.class, last));
  }

  private static FileOperation open(List<NodeId> failed) {
    return new FileOperation.OpenChunk(FILE, 0, failed);
  }

  private List<MasterEffect> step(MasterInput input) {
    return core.step(now, input);
  }

  private List<MasterEffect> request(FileOperation operation) {
    return step(requested(1, ++requests, operation));
  }

  private MasterInput requested(long client, long sequence, FileOperation operation) {
    OperationRequest request = new OperationRequest(new RequestId(client, sequence), operation);
    return MasterInput.OperationsRequested.of(new CallId(++calls), request);
  }

  private List<MasterEffect> confirm(List<MasterEffect> asked) {
    CallId read = only(MasterEffect.ConfirmRead.class, asked).read();
    return step(new MasterInput.ReadEnded(read, new ReadOutcome.Ready(index)));
  }

  private LogEntry entry(Bytes command) {
    return LogEntry.command(new LogPosition(1, ++index), command);
  }

  private List<MasterEffect> commit(LogEntry entry) {
    return step(new MasterInput.EntriesCommitted(List.of(entry)));
  }

  private List<MasterEffect> ended(MasterEffect.Propose propose) {
    ProposalOutcome outcome = new ProposalOutcome.Committed(new LogPosition(1, index));
    return step(new MasterInput.ProposalEnded(propose.proposal(), outcome));
  }

  private List<MasterEffect> perform(MasterEffect.Propose propose) {
    commit(entry(propose.command()));
    return ended(propose);
  }

  private List<MasterEffect> answerGrant(MasterEffect.SendGrant grant, boolean accepted) {
    return step(new MasterInput.GrantAnswered(grant.call(), grant.to(), accepted));
  }

  private List<MasterEffect> report(NodeId from, long version) {
    ReplicaInfo held = new ReplicaInfo(C1, new ChunkVersion(version), 0);
    return step(new MasterInput.ReportArrived(REPORT, from, full(List.of(held))));
  }

  private ChunkReport full(List<ReplicaInfo> held) {
    reports++;
    return new ChunkReport(term, true, reports, held, List.of(), List.of(), List.of(), 0, 0);
  }

  private static List<ChunkId> garbage(List<MasterEffect> effects) {
    return only(MasterEffect.AnswerReport.class, effects).orders().garbage();
  }

  private MasterEffect answer(OperationReply reply) {
    return new MasterEffect.AnswerOperation(new CallId(calls), reply);
  }

  private static OperationReply reply(List<MasterEffect> effects) {
    return only(MasterEffect.AnswerOperation.class, effects).reply();
  }

  private static <T extends MasterEffect> T only(Class<T> type, List<MasterEffect> effects) {
    List<T> found = all(type, effects);
    assertThat(found).as("in %s", effects).hasSize(1);
    return found.get(0);
  }

  private static <T> List<T> all(Class<T> type, List<MasterEffect> effects) {
    List<T> found = new ArrayList<>();
    effects.stream().filter(type::isInstance).map(type::cast).forEach(found::add);
    return found;
  }
}
