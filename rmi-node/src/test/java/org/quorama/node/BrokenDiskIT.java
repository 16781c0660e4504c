package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.storage.DataDirectory;
import org.quorama.storage.RaftStorage;

/** What a node's process says and does when its disk is damaged or full. */
class BrokenDiskIT {
  private static final NodeId N1 = NodeId.of("n1");
  private static final int ENTRIES = 20;

  @TempDir Path directory;
  private final NodeProgram program = new NodeProgram();

  @BeforeEach
  void makeSettings() throws IOException {
    ClusterSecret.create(directory.resolve("secret"));
    Files.writeString(
        directory.resolve("n1.properties"),
        "members=n1\npace=fast\nreplication=1\nchunk.size=1MiB\n");
  }

  @AfterEach
  void end() {
    program.end();
  }

  @Test
  @DisplayName("ST-02 a log that is damaged in the middle is refused, in one line")
  void damagedMiddleIsRefused() throws Exception {
    Path log = writeLog();
    byte[] bytes = Files.readAllBytes(log);
    bytes[contentEnd(bytes) / 2] ^= 1;
    Files.write(log, bytes);

    program.start(List.of(), directory);

    assertThat(program.awaitExit()).isEqualTo(3);
    assertThat(program.said()).singleElement().asString().contains(" is damaged at offset ");
    assertThat(program.said().get(0)).contains("Do not delete single files", "restore it");
  }

  @Test
  @DisplayName("ST-01 a log whose last write was cut is recovered, and the node serves")
  void cutTailIsRecovered() throws Exception {
    Path log = writeLog();
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(bytes, contentEnd(bytes) - 1));

    program.start(List.of(), directory);

    assertThat(program.awaitReady()).isNotNull();
    assertThat(program.said())
        .filteredOn(line -> line.contains("raft/log-"))
        .singleElement()
        .asString()
        .contains("ended in a write that a crash cut", "Nothing that was acknowledged is lost");
  }

  @Test
  @DisplayName("ST-06 a full disk: the client is told, and the node that cannot write its log ends")
  void fullDiskIsToldAndEndsTheNode() throws Exception {
    List<String> smallDisk = NodeProgram.withDiskOf4Megabytes(directory.resolve("data"));
    assumeTrue(NodeProgram.works(smallDisk), "no small file system can be mounted here");
    program.start(smallDisk, directory);
    RmiTimeouts.defaults().applyToJvm();
    ClusterSecret secret = ClusterSecret.read(directory.resolve("secret"));

    try (RmiNodeConnector connector = new RmiNodeConnector(secret, RmiTimeouts.defaults());
        QuoramaClient client =
            new QuoramaClient(connector, List.of(program.awaitReady()), LiveLossIT.HASTY)) {
      OperationFailedException put =
          catchThrowableOfType(OperationFailedException.class, () -> putTooMuch(client));
      assertThat(put.code()).isEqualTo(ErrorCode.NO_SPACE);
      assertThat(put).hasMessageContaining("the disks of the nodes are full: remove files");
      OperationFailedException last =
          catchThrowableOfType(OperationFailedException.class, () -> fillLog(client));
      assertThat(last).hasMessageMatching(".*(nobody knows|No node answers|No leader).*");
    }

    assertThat(program.awaitExit()).isEqualTo(3);
    assertThat(program.said())
        .last()
        .asString()
        .contains("raft failed: the disk is full; free space, then restart");
  }

  private static void putTooMuch(QuoramaClient client) {
    byte[] bytes = new byte[6 << 20];
    client.put(
        new ByteArrayInputStream(bytes),
        bytes.length,
        FilePath.parse("/large"),
        TransferProgress.none());
  }

  private static void fillLog(QuoramaClient client) {
    for (int i = 0; i < 10_000; i++) {
      FilePath path = FilePath.ROOT.resolve(i + "-" + "long".repeat(40));
      client.require(new FileOperation.MakeDirectory(path));
    }
  }

  private Path writeLog() {
    Path data = directory.resolve("data");
    try (DataDirectory opened = DataDirectory.open(data, N1, "quorama");
        RaftStorage storage = RaftStorage.open(opened)) {
      storage.write(List.of(new RaftEffect.PersistHardState(1, new HardState(1, N1))));
      IntStream.rangeClosed(1, ENTRIES)
          .mapToObj(index -> LogEntry.noOp(new LogPosition(1, index)))
          .forEach(entry -> storage.write(List.of(new RaftEffect.AppendToLog(1, List.of(entry)))));
    }
    return data.resolve("raft").resolve("log-" + "0".repeat(19) + "1");
  }

  /** Returns where the zeros begin that were written ahead. */
  private static int contentEnd(byte[] file) {
    int end = file.length;
    while (file[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
