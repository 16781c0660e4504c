package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.at;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.Membership;

/** States broken on purpose must be rejected, else the checker checks nothing. */
class RaftInvariantsTest {
  private static final RaftStatus.LogIndexes LOG = new RaftStatus.LogIndexes(at(2, 5), 3, 3);

  @Test
  void soundStatesPass() {
    assertThatCode(() -> RaftInvariants.check(follower(2, LOG))).doesNotThrowAnyException();
    assertThatCode(() -> RaftInvariants.check(leader(LOG, 5, 6))).doesNotThrowAnyException();
    assertThatCode(() -> RaftInvariants.checkStep(follower(2, LOG), leader(LOG, 5, 6)))
        .doesNotThrowAnyException();
  }

  @Test
  void commitIndexIsNotAheadOfTheLog() {
    assertBroken(follower(2, new RaftStatus.LogIndexes(at(2, 5), 6, 3)), "commitIndex 6");
  }

  @Test
  void lastAppliedIsNotAheadOfCommitIndex() {
    assertBroken(follower(2, new RaftStatus.LogIndexes(at(2, 5), 3, 4)), "lastApplied 4");
  }

  @Test
  void logHasNoEntryOfALaterTerm() {
    assertBroken(follower(1, LOG), "after term 1");
  }

  @Test
  void nextIndexIsGreaterThanMatchIndex() {
    assertBroken(leader(LOG, 5, 5), "nextIndex 5");
  }

  @Test
  void nextIndexIsNotBeyondTheLog() {
    assertBroken(leader(LOG, 5, 7), "nextIndex 7");
  }

  @Test
  void followerHasNoStateOfALeader() {
    RaftStatus broken =
        new RaftStatus(
            new HardState(2, S1),
            RoleName.FOLLOWER,
            null,
            LOG,
            List.of(),
            Map.of(S2, 1L),
            Map.of(S2, 2L),
            MonotonicTime.ZERO,
            Membership.initial(List.of(S1, S2)));
    assertBroken(broken, "A leader, and nobody else");
  }

  @Test
  void onlyCandidatesHaveVotes() {
    RaftStatus broken =
        new RaftStatus(
            new HardState(2, S1),
            RoleName.FOLLOWER,
            null,
            LOG,
            List.of(S2),
            Map.of(),
            Map.of(),
            MonotonicTime.ZERO,
            Membership.initial(List.of(S1, S2)));
    assertBroken(broken, "has votes");
  }

  @Test
  void numbersNeverFall() {
    RaftStatus.LogIndexes lessCommitted = new RaftStatus.LogIndexes(at(2, 5), 2, 2);
    assertBrokenStep(
        follower(2, LOG), follower(2, lessCommitted), "commitIndex, lastApplied or snapshotIndex");
    assertBrokenStep(follower(3, LOG), follower(2, LOG), "currentTerm fell");
    assertBrokenStep(leader(LOG, 5, 6), leader(LOG, 4, 6), "matchIndex of s2 fell");
  }

  @Test
  void voteNeverChangesInATerm() {
    assertBrokenStep(voter(S1, null), voter(S2, null), "The vote for Optional[s1] changed");
    assertBrokenStep(voter(S1, null), voter(null, null), "The vote for Optional[s1] changed");
  }

  @Test
  void termHasOneLeader() {
    assertBrokenStep(voter(S1, S1), voter(S1, S2), "Term 2 has two leaders");
  }

  @Test
  void leaderOnlyAppends() {
    RaftStatus.LogIndexes shorter = new RaftStatus.LogIndexes(at(2, 4), 3, 3);
    assertBrokenStep(leader(LOG, 3, 4), leader(shorter, 3, 4), "A leader's log fell");
  }

  private static void assertBroken(RaftStatus status, String message) {
    assertThatThrownBy(() -> RaftInvariants.check(status))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(message);
  }

  private static void assertBrokenStep(RaftStatus before, RaftStatus after, String message) {
    assertThatThrownBy(() -> RaftInvariants.checkStep(before, after))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(message);
  }

  private static RaftStatus follower(long term, RaftStatus.LogIndexes log) {
    return status(new HardState(term, null), null, log);
  }

  private static RaftStatus voter(@Nullable NodeId vote, @Nullable NodeId leader) {
    return status(new HardState(2, vote), leader, LOG);
  }

  private static RaftStatus status(
      HardState hardState, @Nullable NodeId leader, RaftStatus.LogIndexes log) {
    return new RaftStatus(
        hardState,
        RoleName.FOLLOWER,
        leader,
        log,
        List.of(),
        Map.of(),
        Map.of(),
        MonotonicTime.ZERO,
        Membership.initial(List.of(S1, S2)));
  }

  private static RaftStatus leader(RaftStatus.LogIndexes log, long match, long next) {
    return new RaftStatus(
        new HardState(2, S1),
        RoleName.LEADER,
        S1,
        log,
        List.of(),
        Map.of(S1, log.last().index(), S2, match),
        Map.of(S2, next),
        MonotonicTime.ZERO,
        Membership.initial(List.of(S1, S2)));
  }
}
