package org.quorama.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.PortInUseException;
import org.quorama.testing.FreePorts;

class JGroupsDiscoveryTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final List<NodeAddress> seeds =
      FreePorts.find(3).stream().map(port -> new NodeAddress(LOOPBACK, port)).toList();
  private final List<Discovery> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Discovery::close);
  }

  @Test
  void membersMeetLeaveAndComeBackElsewhere() {
    Discovery first = start(1, 5_001, 0);
    Discovery second = start(2, 5_002, 0);
    awaitMembers(first, members(5_001, 5_002));
    awaitMembers(second, members(5_001, 5_002));
    second.close();
    awaitMembers(first, members(5_001));
    start(2, 6_002, 0);
    awaitMembers(first, members(5_001, 6_002));
  }

  @Test
  void aMemberWithAnotherSecretStaysAlone() {
    Discovery first = start(1, 5_001, 0);
    Discovery second = start(2, 5_002, 0);
    Discovery stranger = start(3, 5_003, 1);
    awaitMembers(first, members(5_001, 5_002));
    awaitMembers(stranger, ClusterMembers.none().with(NodeId.of("n3"), rmi(5_003)));
    assertThat(first.members()).isEqualTo(members(5_001, 5_002));
    assertThat(second.members()).isEqualTo(members(5_001, 5_002));
  }

  @Test
  void membersThatAreCutOffMissEachOtherUntilTheyAreHeardAgain() {
    Discovery first = start(1, 5_001, 0);
    Discovery second = start(2, 5_002, 0);
    awaitMembers(first, members(5_001, 5_002));
    awaitMembers(second, members(5_001, 5_002));

    first.ignore(Set.of(NodeId.of("n2")));
    second.ignore(Set.of(NodeId.of("n1")));
    awaitMembers(first, members(5_001));
    awaitMembers(second, ClusterMembers.none().with(NodeId.of("n2"), rmi(5_002)));

    first.ignore(Set.of());
    second.ignore(Set.of());
    awaitMembers(first, members(5_001, 5_002));
    awaitMembers(second, members(5_001, 5_002));
  }

  @Test
  void aSilentMemberIsMissed() {
    Discovery first = start(1, 5_001, 0);
    Discovery second = start(2, 5_002, 0);
    awaitMembers(first, members(5_001, 5_002));

    second.silence(true);
    awaitMembers(first, members(5_001));

    second.silence(false);
    awaitMembers(first, members(5_001, 5_002));
  }

  @Test
  void aTakenPortSaysWhatToDo() throws Exception {
    int port = seeds.get(0).port();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> start(1, 5_001, 0))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining(String.valueOf(port));
    }
  }

  private Discovery start(int number, int rmiPort, int secretByte) {
    byte[] key = new byte[32];
    key[0] = (byte) secretByte;
    Discovery discovery =
        new JGroupsDiscovery(
            new DiscoveryConfig(
                NodeId.of("n" + number), rmi(rmiPort), "test", seeds.get(number - 1), seeds, true),
            ClusterSecret.ofBytes(key));
    open.add(discovery);
    discovery.start(members -> {});
    return discovery;
  }

  private static void awaitMembers(Discovery discovery, ClusterMembers expected) {
    await().atMost(BOUND).untilAsserted(() -> assertThat(discovery.members()).isEqualTo(expected));
  }

  private static ClusterMembers members(int... rmiPorts) {
    ClusterMembers made = ClusterMembers.none();
    for (int i = 0; i < rmiPorts.length; i++) {
      made = made.with(NodeId.of("n" + (i + 1)), rmi(rmiPorts[i]));
    }
    return made;
  }

  private static NodeAddress rmi(int port) {
    return new NodeAddress(LOOPBACK, port);
  }
}
