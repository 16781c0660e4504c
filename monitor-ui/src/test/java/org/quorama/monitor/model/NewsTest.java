package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.raft.RoleName;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/** Snapshots, membership, reads, pre-votes and transfers in the model. */
class NewsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N4 = NodeId.of("n4");
  private static final NodeId N5 = NodeId.of("n5");
  private static final NodeId N6 = NodeId.of("n6");

  private final ClusterModel members = ClusterModel.of(List.of()).fold(SampleTraces.members());
  private final ClusterModel handOver = ClusterModel.of(List.of()).fold(SampleTraces.handOver());

  private static List<String> captions(ClusterModel model) {
    return model.captions().stream().map(Caption::text).toList();
  }

  private static TraceEvent leaderSays(long seq, RaftTrace what) {
    RaftSummary state = new RaftSummary(3, RoleName.LEADER, N2, N2, 5, 3, 4, 4, 0);
    return new TraceEvent(N2, 1, 1_000 + seq, 9_999 + seq, 9_000_000_000L + seq, state, what);
  }

  @Test
  void aSnapshotReplacesTheEntriesUpToItsIndex() {
    assertThat(members.node(N1).raft().snapshotIndex()).isEqualTo(10_000);
    assertThat(members.node(N2).log().firstKey()).isGreaterThan(0L);
    assertThat(captions(members)).contains("n1 took a snapshot of entries 1–10,000.");
  }

  @Test
  void aRestartedNodesOwnSnapshotAndTheLeadersAreToldApart() {
    TraceEvent of =
        SampleTraces.members().stream()
            .filter(event -> event.detail() instanceof RaftTrace.SnapshotInstalled)
            .findFirst()
            .orElseThrow();
    RaftSummary alone = new RaftSummary(3, RoleName.FOLLOWER, null, null, 10_001, 3, 1, 1, 10_001);
    TraceEvent own = new TraceEvent(N5, 3, 1, 1, of.timeNanos(), alone, of.detail());
    assertThat(captions(members)).contains("n5 installs the snapshot up to 10,001 from n2.");
    assertThat(captions(members.fold(own)))
        .contains("n5 starts from its own snapshot up to 10,001.");
  }

  @Test
  void anInstalledSnapshotLeavesNoEntryBehindThatIsNotInTheLog() {
    RaftSummary after = new RaftSummary(3, RoleName.FOLLOWER, null, N2, 20_000, 3, 1, 1, 20_000);
    TraceEvent installed =
        new TraceEvent(N1, 1, 999, 999, 1, after, new RaftTrace.SnapshotInstalled(20_000, 9));
    assertThat(members.fold(installed).node(N1).log()).isEmpty();
  }

  @Test
  void everyMemberHasItsPlace() {
    Members now = members.members();
    assertThat(now.placeOf(N1)).isEqualTo(Members.Place.VOTER);
    assertThat(now.placeOf(N6)).isEqualTo(Members.Place.LEARNER);
    assertThat(now.placeOf(N4)).isEqualTo(Members.Place.REMOVED);
    assertThat(now.placeOf(NodeId.of("n9"))).isEqualTo(Members.Place.OUTSIDER);
    assertThat(members.roleWord(members.node(N6))).isEqualTo("learner");
    assertThat(members.roleWord(members.node(N4))).isEqualTo("removed");
    assertThat(members.quorum()).isEqualTo(3);
  }

  @Test
  void aChangeOfMembersIsUsedAtOnceAndCommittedLater() {
    assertThat(members.statusLine()).contains("4 voters + 1 learner (not yet committed)");
    assertThat(captions(members))
        .contains(
            "n6 becomes a learner, by entry 10,002.",
            "n2 has entry 10,002 on a majority: the change of members is committed.",
            "n4 leaves the cluster, by entry 10,003.");
  }

  @Test
  void aLearnerMayBecomeAVoter() {
    RaftTrace promoted =
        new RaftTrace.MembershipChanged(10_004, List.of(N1, N2, N5, N6), List.of());
    ClusterModel model = members.fold(leaderSays(1, promoted));
    assertThat(captions(model)).anyMatch(text -> text.startsWith("n6 becomes a voter"));
    assertThat(model.members().placeOf(N6)).isEqualTo(Members.Place.VOTER);
  }

  @Test
  void aFollowerThatLagsDoesNotBringAnOldMembershipBack() {
    RaftSummary lagging = new RaftSummary(3, RoleName.FOLLOWER, null, N2, 9, 3, 1, 1, 0);
    RaftTrace old = new RaftTrace.MembershipChanged(7, List.of(N1, N2, N4), List.of());
    TraceEvent late = new TraceEvent(N4, 2, 1, 1, 1, lagging, old);
    assertThat(members.fold(late).members()).isEqualTo(members.members());
  }

  @Test
  void aDroppedEntryTakesItsMembershipBack() {
    RaftSummary state = new RaftSummary(4, RoleName.FOLLOWER, null, N5, 10_002, 3, 1, 1, 10_000);
    RaftTrace back =
        new RaftTrace.MembershipChanged(
            10_002, List.of(N1, N2, NodeId.of("n3"), N4, N5), List.of(N6));
    ClusterModel model = members.fold(new TraceEvent(N1, 1, 999, 999, 1, state, back));
    assertThat(model.members().placeOf(N4)).isEqualTo(Members.Place.VOTER);
    assertThat(captions(model))
        .contains("n1 drops entry 10,003, and the change of members with it.");
  }

  @Test
  void confirmedReadsAreCountedTogetherForAMoment() {
    Activity.Reads reads = members.node(N2).activity().reads();
    assertThat(reads.count()).isEqualTo(3);
    assertThat(reads.fractionLeft(members.latestNanos())).isBetween(0.5, 1.0);
    assertThat(reads.fractionLeft(members.latestNanos() + Activity.Reads.SHOWN_NANOS)).isZero();
    assertThat(captions(members))
        .contains("A majority confirmed that n2 still leads: 3 reads answered.");
  }

  @Test
  void aTransferIsUnderWayUntilItEnds() {
    assertThat(handOver.node(N2).handsTo()).isEqualTo(N1);
    assertThat(captions(handOver))
        .contains("n2 hands over to n1.", "n2 tells n1 to ask for votes at once.");
    ClusterModel refused = handOver.fold(leaderSays(1, new RaftTrace.TransferEnded("REFUSED")));
    assertThat(refused.node(N2).handsTo()).isEqualTo(N1);
    ClusterModel done = refused.fold(leaderSays(2, new RaftTrace.TransferEnded("DONE")));
    assertThat(done.node(N2).handsTo()).isNull();
    assertThat(captions(done)).contains("n2 has handed over to n1.");
  }

  @Test
  void aPreVoteIsUnderWayUntilALeaderIsKnown() {
    assertThat(handOver.node(N4).asksForPreVotes()).isTrue();
    assertThat(captions(handOver)).contains("n4 asks whether it could win term 4.");
    RaftSummary follows = new RaftSummary(3, RoleName.FOLLOWER, N2, N2, 4, 3, 4, 4, 0);
    TraceEvent heard =
        new TraceEvent(N4, 1, 999, 999, 1, follows, new RaftTrace.BecameFollower(N2));
    assertThat(handOver.fold(heard).node(N4).asksForPreVotes()).isFalse();
  }

  @Test
  void theTerminalShowsLearnersAndSnapshots() {
    assertThat(TerminalText.of(members, 100)).contains("learner", "removed", "10000");
  }

  @Test
  void aBusyClusterNeitherFillsTheCaptionsNorTheModel() {
    ClusterModel busy = ClusterModel.of(List.of());
    List<TraceEvent> events = SampleTraces.load(3_000);
    for (int from = 0; from < events.size(); from += 100) {
      busy = busy.fold(events.subList(from, Math.min(events.size(), from + 100)));
    }
    NodeModel leader = busy.node(N2);
    assertThat(leader.raft().commitIndex()).isEqualTo(2_999);
    assertThat(leader.log()).hasSize(NodeModel.MAX_CELLS);
    assertThat(busy.flights()).hasSize(ClusterModel.MAX_FLIGHTS);
    assertThat(captions(busy)).contains("n2 leads term 3 with 5 votes.");
    assertThat(Objects.requireNonNull(busy.captions()).size()).isLessThan(40);
  }
}
