package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.ClusterSecret;
import org.quorama.storage.DataDirectory;

/** What a node says, and with which code it ends, if it cannot start. */
class NodeMainIT {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeSecret() {
    ClusterSecret.create(directory.resolve("secret"));
  }

  @Test
  void printsItsSettings() throws IOException {
    int code = run("members=n1\n", "--print-config");

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("members=n1").contains("# ");
  }

  @Test
  void missingOptionIsToldWithTheUsage() {
    int code = main().run(List.of("--id", "n1"), InputStream.nullInputStream());

    assertThat(code).isEqualTo(2);
    assertThat(errors()).contains("--config is missing").contains("Usage: node --id ID");
  }

  @Test
  void wrongValueEndsWithCodeTwo() throws IOException {
    assertThat(run("members=n1\nport=-1\n")).isEqualTo(2);
    assertThat(errors()).contains("port = -1 is wrong");
  }

  @Test
  void missingSecretIsTold() throws IOException {
    assertThat(run("members=n1\nsecret.file=none\n")).isEqualTo(2);
    assertThat(errors()).contains("none");
  }

  @Test
  @DisplayName("ST-09 data directory of another node is refused")
  void dataDirectoryOfAnotherNodeIsRefused() throws IOException {
    DataDirectory.open(directory.resolve("data"), NodeId.of("n2"), "quorama").close();

    assertThat(run("members=n1\n")).isEqualTo(3);
    assertThat(errors()).contains("belongs to node n2", "use another one");
    assertThat(errors().lines()).hasSize(1);
  }

  @Test
  @DisplayName("ST-12 data directory in use is refused")
  void dataDirectoryInUseIsRefused() throws IOException {
    try (DataDirectory taken =
        DataDirectory.open(directory.resolve("data"), NodeId.of("n1"), "quorama")) {
      assertThat(taken.incarnation()).isPositive();
      assertThat(run("members=n1\n")).isEqualTo(3);
    }
    assertThat(errors()).contains("is in use by another process; stop that one first");
    assertThat(errors().lines()).hasSize(1);
  }

  @Test
  void portInUseEndsWithCodeFour() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("members=n1\nport=" + taken.getLocalPort() + "\n")).isEqualTo(4);
      assertThat(errors())
          .contains("Port " + taken.getLocalPort(), "stop the process that has it, or choose");
      assertThat(errors().lines()).hasSize(1);
    }
  }

  private int run(String settings, String... more) throws IOException {
    Path file = directory.resolve("n1.properties");
    Files.writeString(file, settings);
    ArrayList<String> args = new ArrayList<>(List.of("--id", "n1", "--config", file.toString()));
    args.addAll(List.of(more));
    return main().run(args, InputStream.nullInputStream());
  }

  private NodeMain main() {
    return new NodeMain(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
