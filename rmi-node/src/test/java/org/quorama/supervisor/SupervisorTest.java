package org.quorama.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;

class SupervisorTest {
  private static final NodeId N1 = NodeId.of("n1");

  @TempDir Path dir;

  @Test
  void startsKillsRestartsAndEndsItsNodes() {
    long before = children();
    try (Supervisor supervisor = start(Map.of())) {
      assertThat(supervisor.states()).containsEntry(N1, ProcessState.READY).hasSize(2);
      assertThat(ClusterInfo.read(dir)).isEqualTo(supervisor.info());
      supervisor.kill(N1);
      assertThat(supervisor.states()).containsEntry(N1, ProcessState.KILLED);
      supervisor.restart(N1);
      assertThat(supervisor.states()).containsEntry(N1, ProcessState.READY);
      assertThat(dir.resolve("n1/node.log")).content().contains("READY n1");
    }
    assertThat(children()).isEqualTo(before);
    assertThatThrownBy(() -> ClusterInfo.read(dir))
        .isInstanceOf(SupervisorException.class)
        .hasMessageContaining("No cluster runs in");
  }

  @Test
  void answersOtherProcessesAndRefusesASecondSupervisor() {
    try (Supervisor supervisor = start(Map.of())) {
      assertThatThrownBy(() -> start(Map.of()))
          .isInstanceOf(SupervisorException.class)
          .hasMessageContaining("runs in");
      SupervisorPort port = SupervisorPort.connect(dir);
      port.kill(N1);
      assertThat(port.states()).containsEntry(N1, ProcessState.KILLED);
      port.restart(N1);
      assertThat(supervisor.states()).containsEntry(N1, ProcessState.READY);
      assertThatThrownBy(() -> port.kill(NodeId.of("n9")))
          .isInstanceOf(IllegalArgumentException.class);
      port.stop();
      await().atMost(Duration.ofSeconds(20)).until(() -> !ClusterLock.isHeld(dir));
    }
  }

  @Test
  void tellsWhyANodeDidNotStart() {
    assertThatThrownBy(() -> start(Map.of("fail", "true")))
        .isInstanceOf(SupervisorException.class)
        .hasMessageContaining("does not want to start");
    assertThat(ClusterLock.isHeld(dir)).isFalse();
  }

  private Supervisor start(Map<String, String> overrides) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"));
    return Supervisor.start(
        new SupervisorConfig(dir, 2, "fast", overrides, java, true), FakeNode.class.getName());
  }

  private static long children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
  }
}
