package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodePort;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.LinkRule;

/** What a lab orders over RMI, in a cluster whose time passes. */
class LabOrdersIT {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  @TempDir Path directory;
  private SmallCluster cluster;

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nodeThatIsNoLabRefusesAndSaysWhatToDo() {
    cluster = new SmallCluster(directory);

    assertThatThrownBy(() -> cluster.port(N1).lab(new LabOrder.Look()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lab=true");
  }

  @Test
  void nodeKeepsToTheRulesOfItsOwnLinksAndTellsThem() {
    cluster = new SmallCluster(directory, Map.of("lab", "true"));
    LinkRule mine = LinkRule.cut(N1, N2);
    LinkRule other = LinkRule.cut(N2, N3);

    LabView view = cluster.port(N1).lab(new LabOrder.SetLinks(List.of(mine, other)));

    assertThat(view.node()).isEqualTo(N1);
    assertThat(view.faults().links()).containsExactly(mine);
    assertThat(view.time().frozen()).isFalse();
    assertThat(view.deadlines()).isNotEmpty();
    assertThat(view.nextSeq()).isGreaterThan(1);
  }

  @Test
  void linksCutByTheEarlierWordAreRulesAsWell() {
    cluster = new SmallCluster(directory, Map.of("lab", "true"));

    cluster.port(N1).cut(new NodePort.LinkCut(List.of(N2), List.of(N3)));

    LabView view = cluster.port(N1).lab(new LabOrder.Look());
    assertThat(view.faults().links()).containsExactly(LinkRule.cut(N2, N1), LinkRule.cut(N1, N3));
  }
}
