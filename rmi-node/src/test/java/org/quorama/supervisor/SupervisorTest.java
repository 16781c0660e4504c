package org.quorama.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.remote.ProcessControl;

class SupervisorTest {
  private static final NodeId N1 = NodeId.of("n1");

  @TempDir Path dir;

  @Test
  void startsKillsRestartsAndEndsItsNodes() {
    long before = children();
    try (Supervisor supervisor = start(Map.of())) {
      assertThat(supervisor.running()).containsEntry(N1, true).hasSize(2);
      assertThat(ClusterInfo.read(dir)).isEqualTo(supervisor.info());
      supervisor.kill(N1);
      assertThat(supervisor.running()).containsEntry(N1, false);
      supervisor.restart(N1);
      assertThat(supervisor.running()).containsEntry(N1, true);
      assertThat(dir.resolve("n1.log")).content().contains("READY n1");
    }
    assertThat(children()).isEqualTo(before);
    assertThatThrownBy(() -> ClusterInfo.read(dir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No cluster runs in");
  }

  @Test
  void answersOtherProcessesAndRefusesASecondSupervisor() {
    try (Supervisor supervisor = start(Map.of())) {
      assertThatThrownBy(() -> start(Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("runs in");
      ProcessControl port = SupervisorPort.connect(dir);
      port.kill(N1);
      assertThat(port.running()).containsEntry(N1, false);
      port.restart(N1);
      assertThat(supervisor.running()).containsEntry(N1, true);
      assertThatThrownBy(() -> port.kill(NodeId.of("n9")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("No node is called n9");
    }
  }

  @Test
  void startsANodeThatIsNewAndStartsItAgainWithTheCluster() {
    NodeId n7 = NodeId.of("n7");
    try (Supervisor supervisor = start(Map.of())) {
      ProcessControl port = SupervisorPort.connect(dir);
      port.add(n7);
      assertThat(supervisor.running()).containsEntry(n7, true).hasSize(3);
      assertThat(ClusterInfo.read(dir)).isEqualTo(supervisor.info());
      assertThat(ClusterInfo.read(dir).nodes()).containsKey(n7);
      assertThat(dir.resolve("n7.properties")).content().contains("members=n1,n2", "join=true");
      assertThatThrownBy(() -> port.add(n7)).hasMessageContaining("There is a node n7 already");
    }
    try (Supervisor supervisor = start(Map.of(), false)) {
      assertThat(supervisor.running()).containsEntry(n7, true).hasSize(3);
      assertThat(dir.resolve("n7.properties")).content().contains("members=n1,n2", "join=true");
    }
  }

  @Test
  void tellsWhyANodeDidNotStart() {
    assertThatThrownBy(() -> start(Map.of("fail", "true")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not want to start");
    ClusterDirectory.take(dir).close();
  }

  private Supervisor start(Map<String, String> overrides) {
    return start(overrides, true);
  }

  private Supervisor start(Map<String, String> overrides, boolean fresh) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"));
    return Supervisor.start(
        new SupervisorConfig(dir, 2, "fast", overrides, java, fresh), FakeNode.class.getName());
  }

  private static long children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
  }
}
