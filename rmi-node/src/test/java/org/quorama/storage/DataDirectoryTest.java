package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.storage.StorageException.Kind;

class DataDirectoryTest {
  private static final NodeId NODE = NodeId.of("n1");

  @TempDir private Path temp;

  @Test
  void everyOpeningRaisesTheIncarnation() {
    for (long boot = 1; boot <= 3; boot++) {
      try (DataDirectory directory = DataDirectory.open(dir(), NODE, "class")) {
        assertThat(directory.incarnation()).isEqualTo(boot);
      }
    }
  }

  @Test
  @DisplayName("ST-09: the directory of another node or cluster is refused")
  void aForeignDirectoryIsRefused() {
    DataDirectory.open(dir(), NODE, "class").close();
    assertRefused(Kind.FOREIGN, NodeId.of("n2"), "class", "belongs to node n1 of cluster class");
    assertRefused(Kind.FOREIGN, NODE, "other", "use another one");
    try (DataDirectory directory = DataDirectory.open(dir(), NODE, "class")) {
      assertThat(directory.incarnation()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("ST-09: a log without an identity is refused")
  void aLogWithoutAnIdentityIsRefused() throws IOException {
    try (DataDirectory directory = DataDirectory.open(dir(), NODE, "class")) {
      RaftStorage.open(directory).close();
    }
    Files.delete(dir().resolve("identity"));
    assertRefused(Kind.FOREIGN, NODE, "class", "not whose it is");
  }

  @Test
  @DisplayName("ST-09: a damaged identity is refused")
  void aDamagedIdentityIsRefused() throws IOException {
    DataDirectory.open(dir(), NODE, "class").close();
    Path file = dir().resolve("identity");
    Files.writeString(file, Files.readString(file).replace("incarnation=1", "incarnation=0"));
    assertRefused(Kind.CORRUPT, NODE, "class", "damaged");
  }

  @Test
  @DisplayName("ST-12: a directory in use is refused")
  void aDirectoryInUseIsRefused() {
    try (DataDirectory directory = DataDirectory.open(dir(), NODE, "class")) {
      assertThat(directory.path()).isEqualTo(dir().toAbsolutePath());
      assertRefused(Kind.IN_USE, NODE, "class", "stop that one first");
    }
  }

  @Test
  @DisplayName("ST-12: refused while another process holds it, free after its SIGKILL")
  void aKilledProcessFreesTheDirectory() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                dir().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("held");
      assertRefused(Kind.IN_USE, NODE, "class", "in use by another process");
    } finally {
      holder.destroyForcibly();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (DataDirectory directory = DataDirectory.open(dir(), NODE, "class")) {
      assertThat(directory.incarnation()).isEqualTo(2);
    }
  }

  private Path dir() {
    return temp.resolve("data");
  }

  private void assertRefused(Kind kind, NodeId node, String cluster, String message) {
    StorageException refusal =
        catchThrowableOfType(
            StorageException.class, () -> DataDirectory.open(dir(), node, cluster).close());
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.kind()).isEqualTo(kind);
  }
}
