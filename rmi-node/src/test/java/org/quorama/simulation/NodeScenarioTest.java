package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.log.Membership;
import org.quorama.simulation.SimulationReport.Sometimes;

/**
 * Scenarios of sessions, snapshots, reads and memberships on five whole nodes with clients. What
 * clients see is checked in every step: a stale read or a second effect breaks a rule.
 */
class NodeScenarioTest {
  private static final FileOperation CREATE =
      new FileOperation.CreateFile(FilePath.ROOT.resolve("f"));
  private static final FileOperation READ = new FileOperation.Stat(FilePath.ROOT);
  private static final long BEYOND_A_SESSION = 9_000;
  private static final long HUNDRED_ELECTION_TIMEOUTS = 60_000;

  private Stage stage = new Stage(Stage.Setting.USUAL, Set.of());

  @Test
  @DisplayName("SE-01: a leader commits and crashes before it replies; the retry takes effect once")
  void leaderCrashesBeforeItsReply() {
    int leader = stage.elected();
    MasterCalls client = stage.client(leader);
    stage.makesDirectory(client, "a");
    long before = stage.cluster().commitIndex(leader);
    stage.cluster().world().network().cut(leader, stage.endpoint(leader));
    Stage.Answer answer = Stage.begun(client, CREATE);
    stage.until("it is committed", () -> stage.cluster().commitIndex(leader) > before);
    stage.cluster().crash(leader);
    stage.heal();

    stage.until("an answer of the next leader", answer::isThere);
    assertThat(answer.result().isOk()).isTrue();
    assertThat(answer.result().tainted()).isTrue();
    assertThat(answer.result().reply().index()).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("SE-02: what may have happened before its session expired ends unknown")
  void expiredSessionMakesOutcomeUnknown() {
    stage = new Stage(new Stage.Setting(5, RaftConfig.STANDARD, 1), Set.of());
    int leader = stage.elected();
    MasterCalls client = stage.client(leader);
    stage.makesDirectory(client, "a");
    stage.cluster().world().network().cut(leader, stage.endpoint(leader));
    Stage.Answer answer = Stage.begun(client, CREATE);
    stage.run(1_000);
    stage.heal();

    stage.until("an answer", answer::isThere, Stage.BOUND.multipliedBy(5));
    assertThat(answer.result().reply().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(count(Sometimes.SESSION_EXPIRED_IN_FLIGHT)).isEqualTo(1);
    assertThat(stage.performed(client, CREATE).failed(ErrorCode.EXISTS)).isTrue();
  }

  @Test
  @DisplayName("SE-04: a new leader gives sessions all the time again; then the log ends them")
  void leaderChangeGivesSessionsTime() {
    int leader = stage.elected();
    MasterCalls client = stage.client((leader + 1) % 5);
    stage.makesDirectory(client, "a");
    stage.run(3_000);
    stage.cluster().crash(leader);
    stage.until("another leader", () -> stage.cluster().leader() >= 0);
    stage.run(2_500);
    stage.makesDirectory(client, "b");
    assertThat(count(Sometimes.SESSION_EXPIRED)).isZero();

    stage.cluster().restart(leader);
    stage.run(BEYOND_A_SESSION);
    stage.until("all are equal", stage.cluster()::isSettled);
    stage.makesDirectory(client, "c");
    assertThat(count(Sometimes.SESSION_EXPIRED)).isEqualTo(1);
  }

  @Test
  @DisplayName("S-08: a session that was opened before a snapshot expires after the restore")
  void sessionExpiresAfterRestore() {
    int leader = stage.elected();
    MasterCalls client = stage.client(leader);
    stage.makesDirectory(client, "a");
    stage.run(300);
    restartFromSnapshots();
    stage.elected();
    stage.makesDirectory(client, "b");
    assertThat(count(Sometimes.SESSION_EXPIRED)).isZero();

    stage.run(BEYOND_A_SESSION);
    stage.makesDirectory(client, "c");
    assertThat(count(Sometimes.SESSION_EXPIRED)).isEqualTo(1);
    stage.until("all are equal", stage.cluster()::isSettled);
  }

  @Test
  @DisplayName("S-09: who restores a snapshot has the state of who applied the log")
  void restoredStateEqualsAppliedState() {
    int leader = stage.elected();
    int late = (leader + 1) % 5;
    stage.cluster().crash(late);
    for (int i = 0; i < 20; i++) {
      stage.makesDirectory(stage.client(leader), "d" + i);
    }
    stage.cluster().snapshot(leader);
    stage.cluster().restart(late);
    stage.makesDirectory(stage.client(leader), "e");

    stage.until("all are equal", stage.cluster()::isSettled);
    assertThat(count(Sometimes.SNAPSHOT_INSTALLED)).isEqualTo(1);
    assertThat(stage.node(late).digest()).isEqualTo(stage.node(leader).digest());
  }

  @Test
  @DisplayName("RD-05: a leader that was paused answers no read with what it knew before")
  void pausedLeaderAnswersNoStaleRead() {
    for (boolean lease : new boolean[] {false, true}) {
      for (long more = 0; more <= 500; more += 100) {
        pausesLeader(lease, more);
      }
    }
  }

  /** Lets another node lead, and the paused one go on so much later. */
  private void pausesLeader(boolean lease, long moreMillis) {
    EnumSet<RaftConfig.Feature> features = EnumSet.copyOf(RaftConfig.STANDARD);
    if (lease) {
      features.add(RaftConfig.Feature.LEASE_READS);
    }
    stage = new Stage(new Stage.Setting(5, features, 0), Set.of());
    int old = stage.elected();
    MasterCalls reader = stage.client(old);
    MasterCalls writer = stage.client((old + 1) % 5);
    stage.makesDirectory(reader, "a");
    stage.makesDirectory(writer, "b");
    Stage.Answer underWay = Stage.begun(reader, READ);
    stage.cluster().pause(old);
    stage.until("another leader", () -> isLedByAnother(old));
    stage.makesDirectory(writer, "c");
    Stage.Answer late = Stage.begun(stage.client(old), READ);
    stage.run(moreMillis);
    stage.cluster().resume(old);

    stage.until("both answers", () -> underWay.isThere() && late.isThere());
    assertThat(late.result().isOk()).isTrue();
  }

  private boolean isLedByAnother(int old) {
    return stage.cluster().leader() >= 0 && stage.cluster().leader() != old;
  }

  @Test
  @DisplayName("M-06: a server that was removed while it was cut off disturbs nobody")
  void removedServerDisturbsNobody() {
    int leader = stage.elected();
    int removed = (leader + 1) % 5;
    stage.isolate(List.of(removed));
    stage.cluster().changeMembership(Membership.Step.REMOVE, removed);
    stage.run(1_000);
    long term = stage.cluster().term(leader);
    stage.heal();
    stage.run(HUNDRED_ELECTION_TIMEOUTS);

    assertThat(stage.cluster().leader()).isEqualTo(leader);
    assertThat(stage.cluster().term(leader)).isEqualTo(term);
    RaftStatus status = Objects.requireNonNull(stage.node(leader).status());
    assertThat(status.membership().contains(stage.node(removed).id())).isFalse();
    stage.makesDirectory(stage.client(leader), "a");
  }

  @Test
  @DisplayName("R-17: a minority leader answers no change with yes; its clients learn no lie")
  void minorityLeaderPromisesNothing() {
    int old = stage.elected();
    MasterCalls minority = stage.client(old);
    MasterCalls majority = stage.client((old + 1) % 5);
    stage.makesDirectory(minority, "a");
    stage.makesDirectory(majority, "b");
    stage.isolate(List.of(old));
    Stage.Answer answer = Stage.begun(minority, CREATE);
    stage.run(200);
    assertThat(answer.isThere()).isFalse();
    stage.until("another leader", () -> isLedByAnother(old));
    stage.makesDirectory(majority, "c");
    stage.heal();

    stage.until("an answer", answer::isThere);
    assertThat(answer.result().isOk()).isTrue();
    stage.until("all are equal", stage.cluster()::isSettled);
  }

  private void restartFromSnapshots() {
    stage.everyNode(stage.cluster()::snapshot);
    stage.run(300);
    stage.everyNode(stage.cluster()::crash);
    stage.everyNode(stage.cluster()::restart);
  }

  private long count(Sometimes what) {
    return stage.cluster().world().counters().all().getOrDefault(what, 0L);
  }
}
