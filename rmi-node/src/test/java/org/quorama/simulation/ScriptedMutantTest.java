package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.protocol.InvariantViolation;

/** Bugs that chance rarely finds, each in the scenario in which it shows; honest nodes pass. */
class ScriptedMutantTest {
  @Test
  @DisplayName("R-03: a leader that stepped down inside its term keeps its vote")
  void steppedDownLeaderKeepsItsVote() {
    // The node's own invariants stop it before it speaks.
    shows(PlantedBug.STEPPED_DOWN_FORGETS_VOTE, " changed");
  }

  @Test
  @DisplayName("S-03: a snapshot that is older than the state is ignored")
  void staleSnapshotIsIgnored() {
    shows(PlantedBug.STALE_SNAPSHOT_INSTALLED, "goes back");
  }

  @Test
  @DisplayName("S-02: a snapshot replaces a log that has another entry where it ends, to the end")
  void snapshotReplacesDivergentLog() {
    shows(PlantedBug.SNAPSHOT_KEEPS_DIVERGENT_LOG, "COMMIT_BY_QUORUM: ");
  }

  @Test
  @DisplayName("M-01: two leaders cannot change the same membership in two ways (Ongaro 2015)")
  void twoLeadersCannotChangeOneMembership() {
    shows(PlantedBug.MEMBERSHIP_BEFORE_OWN_ENTRY, "LEADER_COMPLETENESS: ");
  }

  @Test
  @DisplayName("M-03: a leader makes no change while another one is not committed")
  void oneChangeOfTheMembershipIsPending() {
    // The leader's own invariants stop it before its voters and the other two can part.
    shows(PlantedBug.SECOND_PENDING_MEMBERSHIP, " changed Membership");
  }

  @Test
  @DisplayName("RD-02: answers to what was sent before a read do not confirm that one still leads")
  void earlierAnswersConfirmNoRead() {
    shows(PlantedBug.READ_BY_EARLIER_ACKS, "LINEARIZABLE: ");
  }

  @Test
  @DisplayName("RD-06: a lease for reads is over before anybody else can be elected")
  void leaseIsOverBeforeAnElection() {
    shows(PlantedBug.LEASE_TOO_LONG, "LINEARIZABLE: ");
  }

  @Test
  @DisplayName("SE-01: a request whose reply was lost takes effect once")
  void retriedRequestTakesEffectOnce() {
    shows(PlantedBug.RETRY_RUNS_TWICE, "EXACTLY_ONCE: ");
  }

  @Test
  @DisplayName("SE-02: what may have happened before its session expired is not done again")
  void requestOfExpiredSessionIsNotDoneAgain() {
    shows(PlantedBug.EXPIRED_SESSION_RUNS_AGAIN, "EXACTLY_ONCE: ");
  }

  @Test
  @DisplayName("S-08: a snapshot knows what became of clients' requests")
  void snapshotKnowsRequests() {
    shows(PlantedBug.SNAPSHOT_WITHOUT_RESULTS, "SAME_DIGEST: ");
  }

  @Test
  @DisplayName("F-18: a leader trims nothing on what it was told in an earlier reign")
  void leaderForgetsReportsOfEarlierReigns() {
    shows(PlantedBug.TRIMS_BY_OLD_REPORTS, "REFERENCED_STAYS: ");
  }

  private static void shows(PlantedBug bug, String words) {
    assertThatCode(() -> MutantScripts.play(bug, Set.of())).doesNotThrowAnyException();
    assertThatThrownBy(() -> MutantScripts.play(bug, Set.of(bug)))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(words);
  }
}
