package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

class SessionExpiryTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final FileOperation STAT = new FileOperation.Stat(FilePath.ROOT);

  private final MasterCore core =
      new MasterCore(
          new MasterConfig(N1, 1024, 1, TIMEOUT, Duration.ofSeconds(3), 100)
              .withSessionTimeout(TIMEOUT));
  private MonotonicTime now = MonotonicTime.ZERO.plus(TIMEOUT);
  private long index;
  private long calls;
  private long session;

  @BeforeEach
  void open() {
    step(new MasterInput.RoleChanged(RoleName.LEADER, 1));
    List<MasterEffect> asked = ask(RequestId.NONE, new FileOperation.OpenSession());
    MasterEffect.Propose propose = proposals(asked).get(0);
    assertThat(words(propose)).isEqualTo("open session of 10 s");
    commit(propose.command());
    OperationReply reply = reply(ended(propose));
    assertThat(reply.value()).isEqualTo(new OperationValue.SessionOpened(1, TIMEOUT));
    session = reply.index();
  }

  @Test
  @DisplayName("SE-04 A silent session is ended by an entry of the log, not by the leader's clock")
  void silentSessionIsEndedThroughTheLog() {
    assertThat(core.nextWakeup().isDue(now.plus(TIMEOUT))).isTrue();
    List<MasterEffect> late = pass(TIMEOUT);
    assertThat(words(proposals(late).get(0))).isEqualTo("expire session 1");
    assertThat(keepAlive().outcome()).as("until it is applied").hasToString("OK");

    commit(proposals(late).get(0).command());
    assertThat(keepAlive()).isEqualTo(OperationReply.fail(ErrorCode.SESSION_EXPIRED));
    assertThat(proposals(pass(TIMEOUT.multipliedBy(3)))).isEmpty();
    assertThat(core.nextWakeup()).isEqualTo(MonotonicTime.NEVER);
  }

  @Test
  void expiryThatWasLostIsProposedAgain() {
    MasterEffect.Propose lost = proposals(pass(TIMEOUT)).get(0);
    step(new MasterInput.ProposalEnded(lost.proposal(), new ProposalOutcome.Unknown()));
    assertThat(proposals(pass(TIMEOUT.dividedBy(2)))).isEmpty();
    assertThat(words(proposals(pass(TIMEOUT.dividedBy(2))).get(0))).isEqualTo("expire session 1");
  }

  @Test
  void everyRequestIsASignOfLife() {
    for (int i = 0; i < 5; i++) {
      assertThat(proposals(pass(TIMEOUT.minusMillis(1)))).isEmpty();
      ask(new RequestId(session, 0), STAT);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(proposals(pass(TIMEOUT.minusMillis(1)))).isEmpty();
      keepAlive();
    }
    assertThat(proposals(pass(TIMEOUT))).hasSize(1);
  }

  @Test
  @DisplayName("SE-04 A new leader gives every session all the time again")
  void newLeaderGivesAllTheTime() {
    pass(TIMEOUT.minusMillis(1));
    step(new MasterInput.RoleChanged(RoleName.FOLLOWER, 2));
    assertThat(pass(TIMEOUT)).as("a follower ends no session").isEmpty();
    assertThat(core.nextWakeup()).isEqualTo(MonotonicTime.NEVER);

    step(new MasterInput.RoleChanged(RoleName.LEADER, 3));
    assertThat(proposals(pass(TIMEOUT.minusMillis(1)))).isEmpty();
    assertThat(proposals(pass(Duration.ofMillis(1)))).hasSize(1);
  }

  @Test
  void closedSessionIsGone() {
    List<MasterEffect> asked = ask(new RequestId(session, 0), new FileOperation.CloseSession());
    MasterEffect.Propose propose = proposals(asked).get(0);
    assertThat(words(propose)).isEqualTo("close session 1");
    commit(propose.command());
    assertThat(reply(ended(propose)).value()).isEqualTo(new OperationValue.Done());

    assertThat(keepAlive().code()).isEqualTo(ErrorCode.SESSION_EXPIRED);
    assertThat(proposals(pass(TIMEOUT))).isEmpty();
  }

  private OperationReply keepAlive() {
    List<MasterEffect> asked = ask(new RequestId(session, 0), new FileOperation.KeepAlive());
    CallId read =
        asked.stream()
            .filter(MasterEffect.ConfirmRead.class::isInstance)
            .map(effect -> ((MasterEffect.ConfirmRead) effect).read())
            .findFirst()
            .orElseThrow();
    return reply(step(new MasterInput.ReadEnded(read, new ReadOutcome.Ready(index))));
  }

  private List<MasterEffect> pass(Duration time) {
    now = now.plus(time);
    return step(new MasterInput.TimePassed());
  }

  private List<MasterEffect> ask(RequestId id, FileOperation operation) {
    return step(
        MasterInput.OperationsRequested.of(
            new CallId(++calls), new OperationRequest(id, operation)));
  }

  private void commit(Bytes command) {
    LogEntry entry = LogEntry.command(new LogPosition(1, ++index), command);
    step(new MasterInput.EntriesCommitted(List.of(entry)));
  }

  private List<MasterEffect> ended(MasterEffect.Propose propose) {
    ProposalOutcome outcome = new ProposalOutcome.Committed(new LogPosition(1, index));
    return step(new MasterInput.ProposalEnded(propose.proposal(), outcome));
  }

  private List<MasterEffect> step(MasterInput input) {
    return core.step(now, input);
  }

  private static String words(MasterEffect.Propose propose) {
    return MetadataCommand.describe(propose.command());
  }

  private static List<MasterEffect.Propose> proposals(List<MasterEffect> effects) {
    List<MasterEffect.Propose> found = new ArrayList<>();
    for (MasterEffect effect : effects) {
      if (effect instanceof MasterEffect.Propose propose) {
        found.add(propose);
      }
    }
    return found;
  }

  private static OperationReply reply(List<MasterEffect> effects) {
    return effects.stream()
        .filter(MasterEffect.AnswerOperation.class::isInstance)
        .map(effect -> ((MasterEffect.AnswerOperation) effect).reply())
        .findFirst()
        .orElseThrow();
  }
}
