package org.quorama.runtime.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkConfig;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;

/** One node that is its own majority: every route between cores is taken within it. */
class NodeCoreTest {
  private static final NodeId N1 = NodeId.of("n1");

  private final List<LogEntry> appended = new ArrayList<>();
  private NodeCore core = newCore();
  private MonotonicTime now = MonotonicTime.ZERO;

  @BeforeEach
  void elect() {
    now = core.raftStatus().deadline();
    settle(new NodeInput.TimePassed());
    assertThat(core.raftStatus().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  void operationIsProposedInTheStepThatTakesIt() {
    List<NodeEffect> effects = core.step(now, makeDirectory(1));

    assertThat(effects).anyMatch(effect -> isRaft(effect, RaftEffect.AppendToLog.class));
    assertThat(effects).noneMatch(NodeCoreTest::isAnswer);
  }

  @Test
  void operationIsAnsweredAfterItIsAppliedInOneStep() {
    List<NodeEffect> effects = settle(makeDirectory(1));

    int applied = indexOf(effects, NodeCoreTest::isApplied);
    int answered = indexOf(effects, NodeCoreTest::isAnswer);
    assertThat(applied).isNotNegative().isLessThan(answered);
    assertThat(core.metadataDigest()).isNotZero();
  }

  @Test
  void readIsConfirmedAndAnswered() {
    settle(makeDirectory(1));
    List<NodeEffect> effects = settle(operation(2, new FileOperation.Stat(FilePath.parse("/a"))));

    assertThat(effects).anyMatch(NodeCoreTest::isAnswer);
  }

  @Test
  void restartedCoreAppliesTheSameLogToTheSameDigest() {
    settle(makeDirectory(1));
    long digest = core.metadataDigest();
    List<LogEntry> log = new ArrayList<>(appended);
    NodeCore.Recovered recovered =
        new NodeCore.Recovered(RecoveredState.of(core.raftStatus().hardState(), log), List.of(), 2);
    core = new NodeCore(config(), bound -> 0, recovered, now);
    now = core.raftStatus().deadline();
    settle(new NodeInput.TimePassed());

    assertThat(core.metadataDigest()).isEqualTo(digest);
  }

  /** Steps, and completes every write, until nothing is left to write. */
  private List<NodeEffect> settle(NodeInput input) {
    List<NodeEffect> effects = new ArrayList<>(core.step(now, input));
    long persisted = 0;
    for (long ticket = lastTicket(effects); ticket > persisted; ticket = lastTicket(effects)) {
      persisted = ticket;
      effects.addAll(core.step(now, new NodeInput.ForRaft(new RaftInput.Persisted(ticket))));
    }
    effects.forEach(this::keep);
    return effects;
  }

  private void keep(NodeEffect effect) {
    if (effect instanceof NodeEffect.OfRaft raft
        && raft.effect() instanceof RaftEffect.AppendToLog append) {
      appended.addAll(append.entries());
    }
  }

  private static long lastTicket(List<NodeEffect> effects) {
    return effects.stream()
        .filter(effect -> isRaft(effect, RaftEffect.Persist.class))
        .mapToLong(effect -> ((RaftEffect.Persist) ((NodeEffect.OfRaft) effect).effect()).ticket())
        .max()
        .orElse(0);
  }

  private static boolean isRaft(NodeEffect effect, Class<?> type) {
    return effect instanceof NodeEffect.OfRaft raft && type.isInstance(raft.effect());
  }

  private static boolean isApplied(NodeEffect effect) {
    return effect instanceof NodeEffect.OfMaster master
        && master.effect() instanceof MasterEffect.Observed observed
        && observed.fact() instanceof MasterFact.CommandApplied;
  }

  private static boolean isAnswer(NodeEffect effect) {
    return effect instanceof NodeEffect.OfMaster master
        && master.effect() instanceof MasterEffect.AnswerOperation answer
        && answer.reply().outcome() == Outcome.OK;
  }

  private static int indexOf(List<NodeEffect> effects, Predicate<NodeEffect> wanted) {
    for (int i = 0; i < effects.size(); i++) {
      if (wanted.test(effects.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static NodeInput makeDirectory(long sequence) {
    return operation(sequence, new FileOperation.MakeDirectory(FilePath.parse("/a")));
  }

  private static NodeInput operation(long sequence, FileOperation operation) {
    OperationRequest request = OperationRequest.once(operation);
    return new NodeInput.ForMaster(
        MasterInput.OperationsRequested.of(new CallId(sequence), request));
  }

  private static NodeCore newCore() {
    NodeCore.Recovered empty = new NodeCore.Recovered(RecoveredState.EMPTY, List.of(), 1);
    return new NodeCore(config(), bound -> 0, empty, MonotonicTime.ZERO);
  }

  private static NodeCoreConfig config() {
    Duration second = Duration.ofSeconds(1);
    return new NodeCoreConfig(
        RaftConfig.standard(
            N1,
            List.of(N1),
            RaftConfig.Timing.of(second, second.multipliedBy(2), Duration.ofMillis(100)),
            RaftConfig.Limits.defaults()),
        new MasterConfig(N1, 1024, 1, second, second, 16),
        new ChunkConfig(N1, 1024, second, second, 16));
  }
}
