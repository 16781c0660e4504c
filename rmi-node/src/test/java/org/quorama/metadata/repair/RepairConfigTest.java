package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;

class RepairConfigTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");

  @Test
  void whoIsInTheSameRackIsNearest() {
    RepairConfig racks =
        RepairConfig.defaults().withRacks(Map.of(N1, "a", N2, "b", N3, "b", N4, "a"));
    assertThat(racks.nearestFirst(N1, List.of(N2, N3, N4))).containsExactly(N4, N2, N3);
    assertThat(racks.nearestFirst(N3, List.of(N1, N4, N2))).containsExactly(N2, N1, N4);
  }

  @Test
  void withoutRacksAllKeepTheirPlaces() {
    List<NodeId> nodes = List.of(N3, N1, N2);
    assertThat(RepairConfig.defaults().nearestFirst(N4, nodes)).isEqualTo(nodes);
  }
}
