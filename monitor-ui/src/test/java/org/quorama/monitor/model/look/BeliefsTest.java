package org.quorama.monitor.model.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.look.Beliefs.Hearing;
import org.quorama.monitor.model.look.Beliefs.Role;
import org.quorama.monitor.model.look.Beliefs.Sight;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;

class BeliefsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");

  private final ClusterModel parted = ClusterModel.of(List.of()).fold(SimulatedTraces.twoLeaders());
  private final Beliefs beliefs = new Beliefs(parted, parted.latestNanos());

  @Test
  void nodesOnEitherSideBelieveInALeaderOfTheirOwn() {
    assertThat(beliefs.of(N1, N4).role()).isEqualTo(Role.LEADER);
    assertThat(beliefs.of(N3, N2).role()).isEqualTo(Role.LEADER);
    assertThat(beliefs.of(N3, N4).role()).isEqualTo(Role.OTHER);
    assertThat(beliefs.of(N4, N4).role()).isEqualTo(Role.SELF);
  }

  @Test
  void onlyOneOfTwoLeadersHasAMajorityBehindIt() {
    assertThat(beliefs.followersOf(parted.node(N2))).isEqualTo(3);
    assertThat(beliefs.followersOf(parted.node(N4))).isEqualTo(2);
    assertThat(parted.quorum()).isEqualTo(3);
  }

  @Test
  void whoWasHeardIsSilentAfterASecond() {
    assertThat(beliefs.of(N1, N4).hearing()).isEqualTo(Hearing.RECENT);
    assertThat(beliefs.of(N1, N3).hearing()).isEqualTo(Hearing.NEVER);
    Beliefs later = new Beliefs(parted, parted.latestNanos() + 2 * Beliefs.SILENT_NANOS);
    assertThat(later.of(N1, N4).hearing()).isEqualTo(Hearing.SILENT);
    assertThat(later.of(N1, N4).heardAgoNanos()).isGreaterThan(Beliefs.SILENT_NANOS);
  }

  @Test
  void aSimulationHasNoDiscoveryAndNoneIsMadeUp() {
    assertThat(beliefs.of(N1, N2).sight()).isEqualTo(Sight.UNKNOWN);
    assertThat(beliefs.difference(N1)).isEmpty();
  }

  @Test
  void discoveryIsComparedWithTheConfiguration() {
    ClusterModel told =
        ClusterModel.of(List.of(N1, N2, N3))
            .fold(LabTrace.event(N1, 1, new NodeTrace.MembersSeen(seen(N1, N2))))
            .fold(
                LabTrace.event(
                    N1, 2, new RaftTrace.MembershipChanged(4, List.of(N1, N2, N3), List.of())));
    Beliefs now = new Beliefs(told, told.latestNanos());
    assertThat(now.of(N1, N2).sight()).isEqualTo(Sight.SEEN);
    assertThat(now.of(N1, N3).sight()).isEqualTo(Sight.UNSEEN);
    assertThat(now.of(N1, N3).place()).isEqualTo(Members.Place.VOTER);
    assertThat(now.difference(N1)).containsExactly(N3);
  }

  private static ClusterMembers seen(NodeId... nodes) {
    Map<NodeId, NodeAddress> addresses = new TreeMap<>();
    for (NodeId node : nodes) {
      addresses.put(node, new NodeAddress("127.0.0.1", 4_000));
    }
    return new ClusterMembers(addresses);
  }
}
