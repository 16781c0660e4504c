package org.quorama.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;

/** Each invariant, broken on purpose. */
class TraceInvariantsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final TraceDetail TIMEOUT = new RaftTrace.ElectionTimedOut();

  private static RaftSummary state(long term, RoleName role, @Nullable NodeId vote) {
    return new RaftSummary(term, role, vote, null, 9, term, 5, 5, 0);
  }

  private static RaftSummary follower(long term) {
    return state(term, RoleName.FOLLOWER, null);
  }

  private static TraceEvent event(
      NodeId node, long boot, long seq, RaftSummary state, TraceDetail detail) {
    return new TraceEvent(node, boot, seq, seq, 0, state, detail);
  }

  private static TraceEvent event(NodeId node, long seq, TraceDetail detail) {
    return event(node, 1, seq, follower(1), detail);
  }

  private static TraceDetail appended(RaftTrace.Entry... entries) {
    return new RaftTrace.Appended(List.of(entries));
  }

  private static RaftTrace.Entry entry(long index, long term, int hash) {
    return new RaftTrace.Entry(index, term, "x", hash);
  }

  private static void assertBroken(String invariant, TraceEvent... events) {
    assertThat(TraceInvariants.violationsOf(List.of(events)))
        .singleElement()
        .asString()
        .contains(invariant);
  }

  private static void assertKept(TraceEvent... events) {
    assertThat(TraceInvariants.violationsOf(List.of(events))).isEmpty();
  }

  @Test
  void twoLeadersOfATermAreSeen() {
    TraceEvent first = event(N1, 1, 1, state(2, RoleName.LEADER, N1), TIMEOUT);

    assertBroken(
        "ElectionSafety: term 2 has two leaders",
        first,
        event(N2, 1, 1, state(2, RoleName.LEADER, N2), TIMEOUT));
    assertKept(first, event(N2, 1, 1, state(3, RoleName.LEADER, N2), TIMEOUT));
  }

  @Test
  void twoVotesOfABootAreSeen() {
    assertBroken(
        "OneVote: votes for n1 and n2 in term 2",
        event(N1, 1, 1, state(2, RoleName.FOLLOWER, N1), TIMEOUT),
        event(N1, 1, 2, state(2, RoleName.FOLLOWER, N2), TIMEOUT));
  }

  @Test
  void onlyADurableVoteBindsTheNextBoot() {
    RaftTrace.HardStateDurable one = new RaftTrace.HardStateDurable(2, N1);
    RaftTrace.HardStateDurable two = new RaftTrace.HardStateDurable(2, N2);

    assertBroken("OneVote", event(N1, 1, 1, follower(2), one), event(N1, 2, 1, follower(2), two));
    assertKept(
        event(N1, 1, 1, follower(2), new RaftTrace.HardStateChanged(2, N1)),
        event(N1, 2, 1, follower(2), two));
  }

  @Test
  void aDurableTermThatABootForgetsIsSeen() {
    assertBroken(
        "Monotonic: boots with term 1, after term 2 was durable",
        event(N1, 1, 1, follower(2), new RaftTrace.HardStateDurable(2, null)),
        event(N1, 2, 1, follower(1), TIMEOUT));
  }

  @Test
  void aTermThatFallsIsSeen() {
    assertBroken(
        "Monotonic: term, commitIndex or lastApplied falls",
        event(N1, 1, 1, follower(2), TIMEOUT),
        event(N1, 1, 2, follower(1), TIMEOUT));
  }

  @Test
  void aCommitBehindTheEndOfTheLogIsSeen() {
    assertBroken(
        "out of order",
        event(N1, 1, 1, new RaftSummary(1, RoleName.FOLLOWER, null, null, 4, 1, 5, 4, 0), TIMEOUT));
  }

  @Test
  void anotherEntryAtAPlaceIsSeen() {
    assertBroken(
        "LogMatching: two logs differ at or before index 3 of term 1",
        event(N1, 1, appended(entry(3, 1, 7))),
        event(N2, 1, appended(entry(3, 1, 8))));
    assertKept(event(N1, 1, appended(entry(3, 1, 7))), event(N2, 1, appended(entry(3, 2, 8))));
  }

  @Test
  void anotherTermBeforeAnEntryIsSeen() {
    assertBroken(
        "LogMatching",
        event(N1, 1, appended(entry(2, 1, 6), entry(3, 3, 7))),
        event(N2, 1, appended(entry(2, 2, 5), entry(3, 3, 7))));
  }

  @Test
  void anotherCommandAppliedAtAnIndexIsSeen() {
    assertBroken(
        "StateMachineSafety: index 4",
        event(N1, 1, new RaftTrace.Applied(4, "mkdir /a", 11)),
        event(N2, 1, new RaftTrace.Applied(4, "mkdir /b", 11)));
  }

  @Test
  void anotherStateAfterACommandIsSeenUnlessRaftAppliedItForItself() {
    TraceEvent one = event(N1, 1, new RaftTrace.Applied(4, "mkdir /a", 11));

    assertBroken("StateMachineSafety", one, event(N2, 1, new RaftTrace.Applied(4, "mkdir /a", 12)));
    assertKept(one, event(N2, 1, new RaftTrace.Applied(4, "mkdir /a", 0)));
  }

  @Test
  void anIndexThatABootAppliesTwiceIsSeen() {
    RaftTrace.Applied applied = new RaftTrace.Applied(4, "mkdir /a", 11);

    assertBroken(
        "StateMachineSafety: index 4 is applied after 4",
        event(N1, 1, applied),
        event(N1, 2, applied));
    assertKept(event(N1, 1, applied), event(N1, 2, 1, follower(1), applied));
  }

  @Test
  void aLeaderThatRemovesEntriesIsSeen() {
    RaftSummary leads = state(2, RoleName.LEADER, N1);
    RaftTrace.Truncated cut = new RaftTrace.Truncated(7);

    assertBroken(
        "LeaderAppendOnly: n1 leads term 2 and removes its log from index 7",
        event(N1, 1, 1, leads, cut));
    assertKept(event(N1, 1, cut));
  }

  @Test
  void aLeaderWithoutACommittedEntryIsSeenInAnyOrder() {
    TraceDetail won = new RaftTrace.BecameLeader(List.of(N1, N2));
    RaftSummary shorter = new RaftSummary(3, RoleName.LEADER, N2, N2, 4, 1, 3, 3, 0);
    TraceEvent elected = event(N2, 1, 1, shorter, won);
    TraceEvent committed = event(N1, 1, 1, follower(2), TIMEOUT);
    String sentence =
        "LeaderCompleteness: the leader of term 3 began with a log up to index 4, but 5 was";

    assertBroken(sentence, committed, elected);
    assertBroken(sentence, elected, committed);
    assertKept(elected, event(N1, 1, 1, follower(3), TIMEOUT));
  }

  @Test
  void aLeaderOfAMinorityIsSeenOnceTheVotersAreKnown() {
    NodeId n3 = NodeId.of("n3");
    TraceDetail members = new RaftTrace.MembershipChanged(0, List.of(N1, N2, n3), List.of());
    RaftSummary leads = state(2, RoleName.LEADER, N1);
    TraceDetail won = new RaftTrace.BecameLeader(List.of(N1));

    assertKept(event(N1, 1, 1, leads, won));
    assertBroken(
        "Majority: n1 leads term 2 with 1 votes of 3",
        event(N1, 1, 1, follower(2), members),
        event(N1, 1, 2, leads, won));
  }

  @Test
  void twoPrimariesOfAVersionAreSeen() {
    TraceDetail held = new ChunkTrace.LeaseHeld("c1", 4, 1);

    assertBroken("OnePrimary: c1 has in version 4", event(N1, 1, held), event(N2, 1, held));
    assertKept(event(N1, 1, held), event(N2, 1, new ChunkTrace.LeaseHeld("c1", 5, 1)));
  }

  @Test
  void anotherPlaceOfAMutationIsSeen() {
    assertBroken(
        "OneOrder: mutation 3 of c1 goes to 0+5 and to 5+5",
        event(N1, 1, new ChunkTrace.MutationOrdered("c1", 4, 3, 0, 5)),
        event(N2, 1, new ChunkTrace.MutationApplied("c1", 4, 3, 5, 5)));
  }

  @Test
  void aWrongThingIsToldOnceWithItsRuleAndEvent() {
    TraceInvariants invariants = new TraceInvariants();
    TraceEvent second = event(N2, 1, 1, state(2, RoleName.LEADER, N2), TIMEOUT);
    invariants.observe(event(N1, 1, 1, state(2, RoleName.LEADER, N1), TIMEOUT));
    invariants.observe(second);
    invariants.observe(event(N2, 1, 2, state(2, RoleName.LEADER, N2), TIMEOUT));

    TraceInvariants.Breach breach = invariants.breaches().get(0);
    assertThat(invariants.breaches()).hasSize(1);
    assertThat(breach.finding().rule()).isEqualTo(TraceInvariants.Rule.ELECTION_SAFETY);
    assertThat(breach.values()).containsExactly("2", "n1", "n2");
    assertThat(breach.event()).isEqualTo(second);
    assertThat(invariants.looked(TraceInvariants.Rule.ELECTION_SAFETY)).isEqualTo(3);
    assertThat(invariants.looked(TraceInvariants.Rule.ONE_PRIMARY)).isZero();
  }
}
