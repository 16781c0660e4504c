package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.lab.shell.NamespaceMaster;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkHealth;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth.ReplicaState;
import org.quorama.metadata.operation.OperationValue.ServerSpace;
import org.quorama.metadata.operation.ServerState;
import org.quorama.protocol.ErrorCode;

class FileCommandsTest {
  private static final FilePath FILE = FilePath.parse("/a");
  private static final ChunkVersion V2 = new ChunkVersion(2);

  private final FakeClusters clusters = new FakeClusters();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = InputStream.nullInputStream();

  @TempDir private Path dir = Path.of("");

  private int run(String... arguments) {
    CliContext context =
        new CliContext(clusters, in, print(out), print(err), false, Map.of(), new LiveTools());
    return QuoramaCommand.commandLine(context).execute(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void answer(OperationValue value) {
    clusters.master = operation -> OperationReply.ok(value, 1);
  }

  @Test
  void commandsAskForWhatTheySay() {
    assertThat(run("snapshot", "/a", "/b")).isZero();
    assertThat(run("undelete", "/a")).isZero();
    assertThat(run("truncate", "/a", "7")).isZero();
    assertThat(run("rm", "-r", "/a")).isZero();
    assertThat(run("decommission", "n4")).isZero();
    assertThat(run("recommission", "n4")).isZero();
    assertThat(clusters.operations)
        .containsExactly(
            new FileOperation.Snapshot(FILE, FilePath.parse("/b")),
            new FileOperation.Undelete(FILE),
            new FileOperation.Truncate(FILE, 7),
            new FileOperation.DeleteTree(FILE),
            new FileOperation.Decommission(NodeId.of("n4")),
            new FileOperation.Recommission(NodeId.of("n4")));
  }

  @Test
  void nothingToUndeleteSaysWhereToLook() {
    clusters.master = operation -> OperationReply.fail(ErrorCode.NOT_FOUND);
    assertThat(run("undelete", "/a")).isEqualTo(1);
    assertThat(err()).contains("undelete --list");
  }

  @Test
  void aPathThatIsTooLongIsWrongUsageAndOneThatWouldBeIsRefused() throws IOException {
    clusters.master = new NamespaceMaster();
    assertThat(run("mkdir", "/" + "x".repeat(256))).isEqualTo(2);
    assertThat(err()).contains("A file name has at most 255 bytes in UTF-8").contains("shorter");
    err.reset();
    assertThat(run("mkdir", "/d".repeat(65))).isEqualTo(2);
    assertThat(err()).contains("A path has at most 64 names, and this one has 65");
    for (String command : List.of("mv", "snapshot")) {
      err.reset();
      assertThat(run(command, "/a", "/d".repeat(63) + "/a")).isEqualTo(1);
      assertThat(err().lines()).hasSize(1);
      assertThat(err()).contains("at most 64 names: take a target that is less deep");
    }
    err.reset();
    answer(new Attributes(FilePath.parse("/d".repeat(64)), true, 0, 0, 3));
    Path file = Files.writeString(dir.resolve("x"), "one");
    assertThat(run("put", file.toString(), "/d".repeat(64))).isEqualTo(1);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "quorama: A path has at most 64 names, and this one has 65:"
                + " take one that is less deep");
  }

  @Test
  void aCutThatWouldMakeAFileLongerSaysWhatToDo() {
    clusters.master = new NamespaceMaster();
    OperationReply made = clusters.master.apply(new FileOperation.CreateFile(FilePath.parse("/f")));
    assertThat(made.code()).isEqualTo(ErrorCode.NONE);
    assertThat(run("truncate", "/f", "7")).isEqualTo(1);
    assertThat(err()).contains("/f: it cannot be cut off at 7 bytes").contains("write at its end");
  }

  @Test
  void whatCanBeUndeletedIsListed() {
    Attributes now = new Attributes(FilePath.parse("/.deleted/9-a"), false, 12, 1, 3);
    answer(new OperationValue.Deleted(List.of(new OperationValue.DeletedEntry(FILE, now, 9))));
    assertThat(run("undelete", "--list")).isZero();
    assertThat(out()).contains("12  /a").contains("/.deleted/9-a");
  }

  @Test
  void appendPrintsWhereTheRecordIs() throws IOException {
    clusters.master = operation -> OperationReply.ok(valueFor(operation), 1);
    in = new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(run("append", "/a")).isZero();
    assertThat(out()).contains("Appended 5 bytes at ");
    out.reset();
    Path file = Files.writeString(dir.resolve("x"), "one\ntwo\nthree");
    assertThat(run("append", "--lines", "/a", file.toString())).isZero();
    assertThat(out().lines()).hasSize(3);
    assertThat(clusters.content).isEqualTo("three".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRecordThatIsTooLongIsRefusedBeforeItIsSent() throws IOException {
    Path file = Files.write(dir.resolve("x"), new byte[(1 << 20) + 1]);
    assertThat(run("append", "/a", file.toString())).isEqualTo(1);
    assertThat(err()).contains("at most 1 MiB");
    assertThat(clusters.operations).isEmpty();
  }

  private static OperationValue valueFor(FileOperation operation) {
    ChunkLocation chunk =
        new ChunkLocation(
            new ChunkId(1), new ChunkVersion(1), FakeClusters.NODE, List.of(FakeClusters.NODE));
    if (operation instanceof FileOperation.Locate) {
      return new OperationValue.Locations(0, 4 << 20, List.of(chunk));
    }
    return operation instanceof FileOperation.OpenChunk
        ? new OperationValue.WritableChunk(chunk, 4 << 20)
        : new OperationValue.Done();
  }

  private static ChunkHealth chunk(long id, HealthClass health, ReplicaState third) {
    return new ChunkHealth(
        FILE,
        (int) id - 1,
        new ChunkId(id),
        V2,
        health,
        false,
        List.of(
            new ReplicaHealth(NodeId.of("n1"), V2, 10, ReplicaState.CURRENT),
            new ReplicaHealth(NodeId.of("n2"), V2, 10, ReplicaState.CURRENT),
            new ReplicaHealth(NodeId.of("n3"), new ChunkVersion(1), 10, third)));
  }

  @Test
  void fsckTellsTheClassOfEveryChunkAndFailsUnlessAllAreHealthy() throws IOException {
    answer(
        new OperationValue.ChunkHealthList(
            List.of(
                chunk(1, HealthClass.HEALTHY, ReplicaState.CURRENT),
                chunk(2, HealthClass.STALE_REPLICA, ReplicaState.STALE)),
            false));
    assertThat(run("fsck")).isEqualTo(1);
    assertThat(out())
        .contains("stale_replica")
        .contains("n3 stale at v1")
        .contains("2 chunks: 1 stale_replica, 1 healthy");
    out.reset();
    assertThat(run("fsck", "--json", "/a")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out());
    assertThat(json.at("/healthy").asBoolean()).isFalse();
    assertThat(json.at("/classes/healthy").asInt()).isEqualTo(1);
    assertThat(json.at("/listed").size()).isEqualTo(1);
    assertThat(json.at("/listed/0/health").asText()).isEqualTo("stale_replica");
  }

  @Test
  void fsckAsksForPageAfterPage() {
    clusters.master =
        operation -> {
          FileOperation.CheckFiles check = (FileOperation.CheckFiles) operation;
          long next = check.after() == null ? 1 : check.after().value() + 1;
          return OperationReply.ok(
              new OperationValue.ChunkHealthList(
                  List.of(chunk(next, HealthClass.HEALTHY, ReplicaState.CURRENT)), next < 3),
              1);
        };
    assertThat(run("fsck")).isZero();
    assertThat(out()).contains("/: 3 chunks: 3 healthy");
    assertThat(clusters.operations).hasSize(3);
  }

  @Test
  void dfShowsEachNodeAndAllTogether() throws IOException {
    answer(
        new OperationValue.Space(
            List.of(
                new ServerSpace(NodeId.of("n1"), 1_000_000, 250_000, 3, ServerState.LIVE, "a"),
                new ServerSpace(
                    NodeId.of("n2"), 1_000_000, 750_000, 4, ServerState.DRAINING, "b"))));
    assertThat(run("df")).isZero();
    assertThat(out()).contains("draining").containsPattern("all .*1,000,000 .*2,000,000 .*50%");
    out.reset();
    assertThat(run("df", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out()).at("/1/state").asText()).isEqualTo("draining");
  }

  @Test
  void safeModeIsToldAndChanged() {
    answer(new OperationValue.SafeModeState(true, true, 3, 4, 0.999));
    assertThat(run("safemode", "enter")).isZero();
    assertThat(out()).contains("on, by hand").contains("3 of 4 chunks").contains("99.9 %");
    assertThat(clusters.operations)
        .containsExactly(new FileOperation.SafeMode(FileOperation.SafeMode.Action.ENTER));
  }

  @Test
  void readOnlySaysWhatToDo() {
    clusters.master = operation -> OperationReply.fail(ErrorCode.READ_ONLY);
    assertThat(run("rm", "/a")).isEqualTo(1);
    assertThat(err()).contains("safe mode").contains("quorama safemode leave");
  }

  @Test
  void aTreeIsAskedForByName() throws IOException {
    Path file = Files.writeString(dir.resolve("x"), "hello");
    assertThat(run("put", "-r", file.toString(), "/a")).isEqualTo(1);
    assertThat(err()).contains("is no directory: leave out -r");
  }
}
