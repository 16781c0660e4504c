package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/** Names on three real nodes, as a program sees them that knows only java.nio.file. */
class NamesIT {
  /** Some are normal forms of the same text, some no normal form. */
  private static final List<String> NAMES =
      List.of(
          "\u00E9",
          "e\u0301",
          "s\u0323\u0307",
          "s\u0307\u0323",
          "\u212B",
          "\u00C5",
          "\uD83D\uDC69\u200D\uD83D\uDE80",
          "\u200F\u0639\u0631\u0628\u064A",
          "\uDBFF\uDFFF",
          "\uFFFD",
          "?");

  @TempDir Path directory;
  private SmallCluster cluster;

  @BeforeEach
  void start() {
    cluster = new SmallCluster(directory, Map.of("snapshot.every", "20", "snapshot.kept", "5"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** Connects to the nodes that run now. */
  private FileSystem connect() throws IOException {
    cluster.awaitLeader();
    String servers =
        cluster.nodes().values().stream()
            .map(RunningNode::address)
            .map(NodeAddress::toString)
            .collect(Collectors.joining(","));
    return FileSystems.newFileSystem(
        URI.create("quorama://" + servers),
        Map.of("secret.file", directory.resolve("secret").toString()));
  }

  @Test
  void anyUnicodeIsMadeListedFoundAndRenamedAndSurvivesARestartOfAllNodes() throws IOException {
    try (FileSystem files = connect()) {
      for (String name : NAMES) {
        Path first = files.getPath("/" + name);
        Files.writeString(first, name);
        Files.move(first, files.getPath("/moved " + name));
      }
    }
    List<NodeId> nodes = List.copyOf(cluster.nodes().keySet());
    nodes.forEach(cluster::stop);
    nodes.forEach(cluster::startAgain);
    try (FileSystem files = connect()) {
      for (String name : NAMES) {
        assertThat(Files.readString(files.getPath("/moved " + name))).isEqualTo(name);
        assertThat(Files.exists(files.getPath("/" + name))).isFalse();
      }
      try (Stream<Path> listed = Files.list(files.getPath("/"))) {
        assertThat(listed.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrderElementsOf(NAMES.stream().map("moved "::concat).toList());
      }
    }
  }

  @Test
  void aMoveAfterWhichAPathWouldBeTooLongSaysSo() throws IOException {
    try (FileSystem files = connect()) {
      Path deep = Files.createDirectories(files.getPath("/d".repeat(63)));
      Path tree = files.getPath("/tree");
      Files.createDirectories(tree.resolve("leaf"));
      assertThatThrownBy(() -> Files.move(tree, deep.resolve("tree")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("path too long: ")
          .hasMessageContaining("a path has at most 64 names");
      assertThat(tree.resolve("leaf")).isDirectory();
      Files.delete(tree.resolve("leaf"));
      Files.move(tree, deep.resolve("tree"));
    }
  }
}
