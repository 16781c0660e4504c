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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationPlan;

class QuoramaCommandTest {
  private static final FilePath FILE = FilePath.parse("/a");

  private final FakeClusters clusters = new FakeClusters();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeTools tools = new FakeTools();
  private Map<String, String> environment = Map.of();
  private InputStream in = InputStream.nullInputStream();

  @TempDir private Path dir = Path.of("");

  private int run(String... arguments) {
    CliContext context =
        new CliContext(clusters, in, print(out), print(err), false, environment, tools);
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

  @Test
  void everyCommandHasAHelpText() {
    for (String command :
        List.of(
            "up",
            "status",
            "watch",
            "put",
            "get",
            "cat",
            "ls",
            "mkdir",
            "rm",
            "mv",
            "stat",
            "kill",
            "restart",
            "demo",
            "sim",
            "picture",
            "clip",
            "open",
            "doctor",
            "shell",
            "pause",
            "resume",
            "partition",
            "heal",
            "link",
            "pace",
            "step",
            "disk",
            "clock",
            "member",
            "transfer",
            "chaos",
            "append",
            "truncate",
            "snapshot",
            "undelete",
            "df",
            "fsck",
            "decommission",
            "recommission",
            "safemode",
            "endure")) {
      assertThat(run(command, "--help")).as(command).isZero();
      assertThat(out()).contains("Usage: quorama " + command);
      out.reset();
    }
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("demo").contains("node").doesNotContain("warm-up");
  }

  @Test
  void printsACompletionScript() {
    assertThat(run("generate-completion")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'',Say what to do",
    "frobnicate,Unmatched argument",
    "put,Missing required parameters",
    "ls relative,starts with a slash",
    "kill N1,Not a node id",
    "up --nodes 12,1 to 9 nodes",
    "up --pace slow,pace is lab or fast",
    "sim --duration soon,not a time",
    "sim --runs 0,--runs is at least 1",
    "sim --liveness --duration 5s,20s with --liveness",
    "sim --plant typo,no bug is called typo",
    "partition n1 n2 n3,quorama partition n1",
    "partition n1 from n1,cannot be on both sides",
    "member grow,promote or remove; there is no grow",
    "member add,Say which node",
    "chaos --runs 0,--runs is at least 1",
    "chaos --duration 0s,--duration is 1s to 24h",
    "undelete,Say what to bring back",
    "truncate /a -- -3,A length is at least 0",
    "safemode sleep,there is no sleep",
    "put -r --parallel 0 . /a,--parallel is 1 to 64",
    "put --sync later . /a,expected one of [NEVER",
    "endure,Say what to endure",
    "endure --appenders 65,--appenders is 1 to 64",
    "endure --tree nowhere,nowhere is no directory",
    "pause,Missing required parameter",
    "shell,Missing required option: '--json'",
    "shell --json --servers here,--servers is HOST:PORT",
    "shell --json --timeout 0s,--timeout is at least 1ms",
    "demo nosuch,No demo is called nosuch"
  })
  void wrongUsageIsExitCode2AndOneSentence(String line, String sentence) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err()).startsWith("quorama: ").contains(sentence).contains("--help");
    assertThat(err().lines()).hasSize(2);
  }

  @Test
  void theShellAnswersEachLineAndEndsWithItsInput() {
    in =
        new ByteArrayInputStream(
            "{\"id\":7,\"op\":\"mkdir\",\"path\":\"/a\"}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(run("shell", "--json")).isZero();
    assertThat(out().lines()).hasSize(1);
    assertThat(out()).startsWith("{\"id\":7,\"r\":\"ok\",\"code\":\"NONE\",");
    assertThat(err()).isEmpty();
  }

  @Test
  void membersAreListedAndChangedOneStepAtATime() {
    assertThat(run("member", "list")).isZero();
    assertThat(out()).isEqualTo("n1  voter, leads" + System.lineSeparator());
    assertThat(run("member", "add", "n4")).isZero();
    assertThat(run("member", "promote", "n4")).isZero();
    assertThat(run("member", "remove", "n4")).isZero();
    assertThat(run("transfer", "n2")).isZero();
    assertThat(clusters.faults)
        .containsExactly("start n4", "ADD_LEARNER n4", "PROMOTE n4", "REMOVE n4", "transfer n2");
    assertThat(run("transfer", "n9")).isEqualTo(1);
    assertThat(err()).contains("quorama: It does not vote");
  }

  @Test
  void noClusterSaysHowToStartOne() {
    clusters.running = false;
    assertThat(run("status")).isEqualTo(1);
    assertThat(err()).contains("No cluster runs in").contains("quorama up");
    assertThat(err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,/a does not exist",
    "EXISTS,/a exists already",
    "NOT_A_DIRECTORY,/a: not a directory",
    "NO_SPACE,disks of the nodes are full",
    "NOT_LEADER,No leader within",
    "NOT_EMPTY,/a is not empty"
  })
  void failuresAreExitCode1AndOneSentenceThatHelps(ErrorCode code, String sentence) {
    clusters.master = operation -> OperationReply.fail(code);
    assertThat(run("rm", "/a")).isEqualTo(1);
    assertThat(err()).startsWith("quorama: ").contains(sentence);
    assertThat(err().lines()).hasSize(1);
  }

  @Test
  void unknownOutcomeIsExitCode1() {
    clusters.master = operation -> OperationReply.unknown();
    assertThat(run("mkdir", "/a")).isEqualTo(1);
    assertThat(err()).contains("nobody knows whether it happened");
  }

  @Test
  void namespaceCommandsAskForWhatTheySay() {
    assertThat(run("mkdir", "/a")).isZero();
    assertThat(run("mv", "/a", "/b")).isZero();
    assertThat(run("rm", "/b")).isZero();
    assertThat(clusters.operations)
        .containsExactly(
            new FileOperation.MakeDirectory(FILE),
            new FileOperation.Rename(FILE, FilePath.parse("/b")),
            new FileOperation.Delete(FilePath.parse("/b")));
    assertThat(clusters.closed).isEqualTo(3);
  }

  @Test
  void listShowsLengthsAndNames() {
    OperationValue.Attributes root = new OperationValue.Attributes(FilePath.ROOT, true, 0, 0, 1);
    OperationValue.Attributes file = new OperationValue.Attributes(FILE, false, 1234, 1, 2);
    clusters.master =
        operation ->
            OperationReply.ok(
                operation instanceof FileOperation.Stat
                    ? root
                    : new OperationValue.Listing(List.of(file)),
                1);
    assertThat(run("ls")).isZero();
    assertThat(out()).containsPattern("1,234  a\\R");
  }

  @Test
  void statSaysWhereEachChunkLies() {
    fileOf(new byte[10]);
    assertThat(run("stat", "/a")).isZero();
    assertThat(out()).contains("file of 10 bytes in 1 chunks").contains("c0001 v1 on [n1]");
  }

  @Test
  void catWritesTheBytes() {
    fileOf("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(run("cat", "/a")).isZero();
    assertThat(out()).isEqualTo("hello");
  }

  @Test
  void getRefusesToReplaceAFileUnlessForced() throws IOException {
    fileOf("hello".getBytes(StandardCharsets.UTF_8));
    Path target = Files.writeString(dir.resolve("x"), "mine");
    assertThat(run("get", "/a", target.toString())).isEqualTo(1);
    assertThat(err()).contains("exists already: use --force");
    assertThat(run("get", "--force", "/a", target.toString())).isZero();
    assertThat(target).hasContent("hello");
    assertThat(dir.resolve("x.part")).doesNotExist();
  }

  @Test
  void putStoresAFile() throws IOException {
    Path source = Files.writeString(dir.resolve("x"), "hello");
    clusters.master = operation -> OperationReply.ok(valueFor(operation, 0), 1);
    assertThat(run("put", source.toString(), "/a")).isZero();
    assertThat(clusters.content).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(out()).contains("Stored /a: 5 bytes");
  }

  @Test
  void putTakesTheModeOfTheNewFile() throws IOException {
    Path source = Files.writeString(dir.resolve("x"), "hello");
    clusters.master = operation -> OperationReply.ok(valueFor(operation, 0), 1);
    assertThat(run("put", source.toString(), "/a")).isZero();
    assertThat(run("put", "--sync", "close", source.toString(), "/a")).isZero();
    assertThat(run("put", "--sync", "never", source.toString(), "/a")).isZero();
    assertThat(clusters.operations)
        .filteredOn(FileOperation.CreateWritten.class::isInstance)
        .extracting(operation -> ((FileOperation.CreateWritten) operation).sync())
        .containsExactly(SyncMode.ALWAYS, SyncMode.CLOSE, SyncMode.NEVER);
    assertThat(run("put", "--resume", "--sync", "close", source.toString(), "/a")).isEqualTo(1);
    assertThat(err()).contains("keeps the mode of its file: leave out --sync");
  }

  @Test
  void putOfATreeTakesTheModeOfItsFiles() throws IOException {
    Files.writeString(dir.resolve("x"), "hello");
    clusters.master = operation -> OperationReply.ok(valueFor(operation, 0), 1);
    assertThat(run("put", "-r", "--sync", "never", dir.toString(), "/t")).isZero();
    assertThat(clusters.operations)
        .filteredOn(FileOperation.CreateWritten.class::isInstance)
        .extracting(operation -> ((FileOperation.CreateWritten) operation).sync())
        .containsExactly(SyncMode.NEVER);
  }

  @Test
  void putOfAFileThatIsNotThereSaysSo() {
    assertThat(run("put", dir.resolve("none").toString(), "/a")).isEqualTo(1);
    assertThat(err()).contains("none does not exist");
    assertThat(run("put", dir.toString(), "/a")).isEqualTo(1);
    assertThat(err()).contains("is a directory: use -r");
  }

  @Test
  void statusPrintsATableOrJson() throws IOException {
    assertThat(run("status")).isZero();
    assertThat(out()).contains("n1     leader").contains("Node n1 leads in term 3.");
    out.reset();
    assertThat(run("status", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out());
    assertThat(json.at("/leader").asText()).isEqualTo("n1");
    assertThat(json.at("/nodes/0/commitIndex").asLong()).isEqualTo(8);
  }

  @Test
  void statusOfANodeThatIsDownSaysSo() {
    clusters.answers = false;
    assertThat(run("status")).isZero();
    assertThat(out()).contains("n1     no answer").contains("No leader");
  }

  @Test
  void watchWithoutATerminalPrintsChangesOnly() {
    assertThat(run("watch", "--times", "2")).isZero();
    assertThat(out().lines()).hasSize(2);
    assertThat(out()).contains("n1 leads term 3 with 1 votes.", "n1 is leader in term 3");
  }

  @Test
  void killAndRestartGoToTheSupervisor() {
    assertThat(run("kill", "n1")).isZero();
    assertThat(run("restart", "n1")).isZero();
    assertThat(clusters.faults).containsExactly("kill n1", "restart n1");
  }

  @Test
  void upWithoutADisplaySaysSoAndShowsTheTerminalView() {
    Thread.currentThread().interrupt();
    assertThat(run("up", "--dir", dir.toString())).isZero();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(out()).contains("Node n1 leads in term 3").contains("No display");
    assertThat(clusters.closed).isEqualTo(1);
    assertThat(tools.calls).isEmpty();
  }

  @Test
  void upWithADisplayEndsWithItsWindow() {
    environment = Map.of("DISPLAY", ":0");
    assertThat(run("up", "--dir", dir.toString())).isZero();
    assertThat(tools.calls).containsExactly("monitor");
    assertThat(clusters.closed).isEqualTo(1);
  }

  @Test
  void aRecordingHasOneFileANode() {
    environment = Map.of("DISPLAY", ":0");
    Path records = dir.resolve("records");
    assertThat(run("up", "--dir", dir.toString(), "--record", records.toString())).isZero();
    assertThat(Objects.requireNonNull(clusters.started).settings())
        .containsEntry("trace.file", records.resolve("{id}.ndjson").toString());
  }

  @Test
  void aWindowThatCannotOpenIsReplacedByTheTerminalView() {
    environment = Map.of("DISPLAY", ":0");
    tools.windowOpens = false;
    Thread.currentThread().interrupt();
    assertThat(run("up", "--dir", dir.toString())).isZero();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(out()).contains("The window cannot open: this is the terminal view.");
  }

  @Test
  void upThatCannotStartSaysWhy() {
    clusters.running = false;
    assertThat(run("up", "--dir", dir.toString())).isEqualTo(1);
    assertThat(err()).contains("Port 2001 is in use: end what uses it");
  }

  @Test
  void nodePassesItsArgumentsOn() {
    assertThat(run("node", "--id", "n1", "--config", "f")).isEqualTo(7);
    assertThat(tools.calls).containsExactly("node [--id, n1, --config, f]");
  }

  @Test
  void simPassesItsPlanOn() {
    assertThat(run("sim", "--seed", "5", "--runs", "3", "--duration", "500ms")).isZero();
    assertThat(tools.calls)
        .containsExactly(
            "sim "
                + new SimCommand.Plan(
                    List.of(SimulationPlan.safety(5, Duration.ofMillis(500))),
                    3,
                    Duration.ofSeconds(30),
                    false));
  }

  @Test
  void demosAreListed() {
    assertThat(run("demo")).isZero();
    assertThat(out()).contains("first-file");
  }

  @Test
  void doctorChecksWhatIsNeeded() {
    run("doctor", "--dir", dir.toString());
    assertThat(out())
        .contains("java", "ports", "disk", "memory", "fonts")
        .containsPattern("LIMITED +display +none");
  }

  private void fileOf(byte[] bytes) {
    clusters.content = bytes;
    clusters.master = operation -> OperationReply.ok(valueFor(operation, bytes.length), 1);
  }

  private static OperationValue valueFor(FileOperation operation, int length) {
    OperationValue.ChunkLocation chunk =
        new OperationValue.ChunkLocation(
            new ChunkId(1), new ChunkVersion(1), FakeClusters.NODE, List.of(FakeClusters.NODE));
    if (operation instanceof FileOperation.Stat) {
      return new OperationValue.Attributes(FILE, false, length, 1, 2);
    }
    if (operation instanceof FileOperation.Locate) {
      return new OperationValue.Locations(length, 1 << 20, List.of(chunk));
    }
    if (operation instanceof FileOperation.ReserveChunks) {
      return new OperationValue.ReservedChunks(List.of(chunk), 1 << 20);
    }
    return operation instanceof FileOperation.OpenChunk
        ? new OperationValue.WritableChunk(chunk, 1 << 20)
        : new OperationValue.Done();
  }
}
