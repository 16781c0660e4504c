package org.quorama.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

@Timeout(20)
class ShellTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ChunkLocation CHUNK =
      new ChunkLocation(new ChunkId(1), new ChunkVersion(1), FakePort.NODE, List.of(FakePort.NODE));

  private final FakePort port = new FakePort();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final QuoramaClient client =
      new QuoramaClient(
          port,
          List.of(FakePort.ADDRESS),
          ClientConfig.defaults().withOperationTimeout(Duration.ofMillis(50)));

  @AfterEach
  void closeClient() {
    client.close();
  }

  private List<JsonNode> run(String... lines) throws IOException {
    return run(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  private List<JsonNode> run(InputStream in) throws IOException {
    ShellCluster cluster = new ShellCluster(client, port, List.of(FakePort.ADDRESS));
    new Shell(cluster, new PrintStream(out, true, StandardCharsets.UTF_8)).run(in);
    List<JsonNode> responses = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      responses.add(JSON.readTree(line));
    }
    return responses;
  }

  private JsonNode only(String line) throws IOException {
    List<JsonNode> responses = run(line);
    assertThat(responses).hasSize(1);
    return responses.get(0);
  }

  private void answer(Function<FileOperation, OperationReply> master) {
    port.master = request -> master.apply(request.operation());
  }

  @Test
  void aResponseHasTheKeysOfTheContractInTheirOrder() throws IOException {
    JsonNode response = only("{\"id\":\"x-1\",\"op\":\"mkdir\",\"path\":\"/a\"}");
    assertThat(response.fieldNames())
        .toIterable()
        .containsExactly("id", "r", "code", "value", "index", "term", "node");
    assertThat(response.toString())
        .startsWith("{\"id\":\"x-1\",\"r\":\"ok\",\"code\":\"NONE\",\"value\":{},\"index\":1,");
    assertThat(port.requests.get(0).operation())
        .isEqualTo(new FileOperation.MakeDirectory(FilePath.parse("/a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"op\":\"create\",\"path\":\"/f\"}|CreateFile[path=/f, sync=ALWAYS]",
        "{\"id\":1,\"op\":\"create\",\"path\":\"/f\",\"sync\":\"always\"}"
            + "|CreateFile[path=/f, sync=ALWAYS]",
        "{\"id\":1,\"op\":\"create\",\"path\":\"/f\",\"sync\":\"close\"}"
            + "|CreateFile[path=/f, sync=CLOSE]",
        "{\"id\":1,\"op\":\"create\",\"path\":\"/f\",\"sync\":\"never\"}"
            + "|CreateFile[path=/f, sync=NEVER]",
        "{\"id\":1,\"op\":\"delete\",\"path\":\"/f\"}|Delete[path=/f]",
        "{\"id\":1,\"op\":\"rename\",\"from\":\"/f\",\"to\":\"/g\"}|Rename[from=/f, to=/g]",
        "{\"id\":1,\"op\":\"snapshot\",\"from\":\"/f\",\"to\":\"/g\"}|Snapshot[from=/f, to=/g]",
        "{\"id\":1,\"op\":\"undelete\",\"path\":\"/f\"}|Undelete[path=/f]",
        "{\"id\":1,\"op\":\"truncate\",\"path\":\"/f\",\"length\":7}"
            + "|Truncate[path=/f, lengthBytes=7]",
        "{\"id\":1,\"op\":\"stat\",\"path\":\"/f\"}|Stat[path=/f]",
        "{\"id\":1,\"op\":\"list\",\"path\":\"/\"}|ListDirectory[path=/]",
        "{\"id\":1,\"op\":\"locations\",\"path\":\"/f\"}|Locate[path=/f]",
        "{\"id\":1,\"op\":\"attr.get\",\"path\":\"/f\",\"name\":\"a\"}"
            + "|GetAttribute[path=/f, name=a]",
        "{\"id\":1,\"op\":\"attr.set\",\"path\":\"/f\",\"name\":\"a\",\"value\":\"xy\"}"
            + "|SetAttribute[path=/f, name=a, value=2 bytes, ifVersion=-1]",
        "{\"id\":1,\"op\":\"attr.set\",\"path\":\"/f\",\"name\":\"a\",\"data\":\"AAEC\","
            + "\"ifVersion\":0}|SetAttribute[path=/f, name=a, value=3 bytes, ifVersion=0]",
      })
  void requestsBecomeOperations(String line, String operation) throws IOException {
    assertThat(only(line).get("r").asText()).isEqualTo("ok");
    assertThat(port.requests.get(0).operation()).hasToString(operation);
    assertThat(port.requests.get(0).mode()).isEqualTo(ReadMode.LINEARIZABLE);
  }

  @Test
  void aStaleReadGoesToSomeNodeAndSaysToWhich() throws IOException {
    JsonNode response = only("{\"id\":1,\"op\":\"stat\",\"path\":\"/f\",\"mode\":\"stale\"}");
    assertThat(port.requests.get(0).mode()).isEqualTo(ReadMode.STALE);
    assertThat(response.get("node").asText()).isEqualTo("n1");
  }

  @Test
  void aResponseTellsWhoAnsweredInWhichTermWhateverTheOutcome() throws IOException {
    OperationReply done = OperationReply.ok(new OperationValue.Done(), 4);
    for (OperationReply reply :
        List.of(done, OperationReply.fail(ErrorCode.EXISTS), OperationReply.unknown())) {
      out.reset();
      answer(operation -> reply.answeredBy(FakePort.NODE, 3));
      JsonNode response = only("{\"id\":1,\"op\":\"mkdir\",\"path\":\"/a\"}");
      assertThat(response.get("term").asLong()).as(response.toString()).isEqualTo(3);
      assertThat(response.get("node").asText()).as(response.toString()).isEqualTo("n1");
    }
  }

  @Test
  void anAttributeComesAsTextAndAsBytes() throws IOException {
    answer(operation -> OperationReply.ok(new OperationValue.Attribute(9, Bytes.ofUtf8("hé")), 12));
    JsonNode response = only("{\"id\":1,\"op\":\"attr.get\",\"path\":\"/f\",\"name\":\"a\"}");
    assertThat(response.get("value").toString())
        .isEqualTo("{\"version\":9,\"value\":\"hé\",\"data\":\"aMOp\"}");
    assertThat(response.get("index").asLong()).isEqualTo(12);
  }

  @Test
  void bytesThatAreNoTextComeAsBytesOnly() throws IOException {
    answer(
        operation ->
            OperationReply.ok(
                new OperationValue.Attribute(9, Bytes.wrap(new byte[] {(byte) 0xff})), 12));
    JsonNode value =
        only("{\"id\":1,\"op\":\"attr.get\",\"path\":\"/f\",\"name\":\"a\"}").get("value");
    assertThat(value.get("value").isNull()).isTrue();
    assertThat(value.get("data").asText()).isEqualTo("/w==");
  }

  @Test
  void failAndUnknownAreToldApart() throws IOException {
    answer(operation -> OperationReply.fail(ErrorCode.STALE_VERSION));
    String set = "{\"id\":1,\"op\":\"attr.set\",\"path\":\"/f\",\"name\":\"a\",\"value\":\"x\"}";
    JsonNode failed = only(set);
    assertThat(failed.get("r").asText()).isEqualTo("fail");
    assertThat(failed.get("code").asText()).isEqualTo("STALE_VERSION");
    assertThat(failed.get("value").isNull()).isTrue();
    assertThat(failed.get("message").asText()).contains("ifVersion");
    out.reset();
    answer(operation -> OperationReply.unknown());
    JsonNode unknown = only(set);
    assertThat(unknown.get("r").asText()).isEqualTo("unknown");
    assertThat(unknown.get("code").asText()).isEqualTo("INDETERMINATE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|Not a line of JSON",
        "[1]|A request is a JSON object",
        "{\"op\":\"list\",\"path\":\"/\"}|needs an id",
        "{\"id\":true,\"op\":\"list\",\"path\":\"/\"}|needs an id",
        "{\"id\":1}|The field op is missing",
        "{\"id\":1,\"op\":\"frobnicate\"}|No operation is called frobnicate: there are [append,",
        "{\"id\":1,\"op\":\"mkdir\"}|The field path is missing",
        "{\"id\":1,\"op\":\"mkdir\",\"path\":3}|The field path is a text, not 3",
        "{\"id\":1,\"op\":\"mkdir\",\"path\":\"a\"}|starts with a slash",
        "{\"id\":1,\"op\":\"mkdir\",\"path\":\"/a\\ud83d\"}|The field path is no Unicode text",
        "{\"id\":1,\"op\":\"read\",\"path\":\"/a\",\"offset\":-1}|a whole number from 0, not -1",
        "{\"id\":1,\"op\":\"read\",\"path\":\"/a\",\"length\":99999999}|at most 4194304 bytes",
        "{\"id\":1,\"op\":\"write\",\"path\":\"/a\",\"data\":\"%\"}|not base64",
        "{\"id\":1,\"op\":\"stat\",\"path\":\"/a\",\"mode\":\"maybe\"}|linearizable or stale",
        "{\"id\":1,\"op\":\"create\",\"path\":\"/a\",\"sync\":\"CLOSE\"}"
            + "|sync is always, close or never, not CLOSE",
        "{\"id\":1,\"op\":\"readReplica\",\"node\":\"N\",\"chunk\":1}|Not a node id",
        "{\"id\":1,\"op\":\"readReplica\",\"node\":\"n1\",\"chunk\":0}|at least 1",
        "{\"id\":1,\"op\":\"readReplica\",\"node\":\"n8\",\"chunk\":1}|No node is called n8",
      })
  void badRequestsFailWithASentenceAndTheShellGoesOn(String line, String sentence)
      throws IOException {
    List<JsonNode> responses = run(line, "{\"id\":2,\"op\":\"mkdir\",\"path\":\"/a\"}");
    assertThat(responses).hasSize(2);
    JsonNode bad =
        responses.stream()
            .filter(it -> it.get("r").asText().equals("fail"))
            .findFirst()
            .orElseThrow();
    assertThat(bad.get("code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(bad.get("message").asText()).contains(sentence);
    assertThat(port.requests).hasSize(1);
  }

  private void assertFails(String line, String code, String sentence) throws IOException {
    out.reset();
    JsonNode response = only(line);
    assertThat(response.get("r").asText()).isEqualTo("fail");
    assertThat(response.get("code").asText()).isEqualTo(code);
    assertThat(response.get("message").asText()).contains(sentence);
  }

  @Test
  void aPathThatIsOrBecomesTooLongHasItsOwnCode() throws IOException {
    answer(new NamespaceMaster());
    assertFails(
        "{\"id\":1,\"op\":\"mkdir\",\"path\":\"/" + "x".repeat(256) + "\"}",
        "PATH_TOO_LONG",
        "The field path is too long: A file name has at most 255 bytes");
    assertFails(
        "{\"id\":1,\"op\":\"stat\",\"path\":\"" + "/d".repeat(65) + "\"}",
        "PATH_TOO_LONG",
        "The field path is too long: A path has at most 64 names");
    assertThat(port.requests).as("nobody has to be asked").isEmpty();
    for (String op : List.of("rename", "snapshot")) {
      assertFails(
          "{\"id\":1,\"op\":\"%s\",\"from\":\"/a\",\"to\":\"%s/a\"}".formatted(op, "/d".repeat(63)),
          "PATH_TOO_LONG",
          "would have more than 64 names in its path: take a target that is less deep");
    }
  }

  @Test
  void aCutThatWouldMakeAFileLongerSaysWhatToDo() throws IOException {
    answer(new NamespaceMaster());
    assertThat(only("{\"id\":1,\"op\":\"create\",\"path\":\"/f\"}").get("r").asText())
        .isEqualTo("ok");
    assertFails(
        "{\"id\":1,\"op\":\"truncate\",\"path\":\"/f\",\"length\":1}",
        "INVALID",
        "to make a file longer, write at its end");
  }

  @Test
  void anAppendSaysWhereTheRecordIs() throws IOException {
    answer(
        operation ->
            operation instanceof FileOperation.Locate
                ? OperationReply.ok(new OperationValue.Locations(70, 4 << 20, List.of()), 1)
                : operation instanceof FileOperation.OpenChunk
                    ? OperationReply.ok(new OperationValue.WritableChunk(CHUNK, 4 << 20), 1)
                    : OperationReply.ok(new OperationValue.Done(), 9));
    port.appendedAt = 70;
    JsonNode response = only("{\"id\":1,\"op\":\"append\",\"path\":\"/f\",\"data\":\"YWRh\"}");
    assertThat(response.get("value").toString())
        .isEqualTo("{\"offset\":70,\"length\":3,\"region\":\"defined\"}");
    assertThat(response.get("index").asLong()).isEqualTo(9);
    assertThat(port.requests.get(2).operation())
        .isEqualTo(new FileOperation.ExtendFile(FilePath.parse("/f"), 73, CHUNK.chunk()));
  }

  @Test
  void anAppendThatIsTooLongCertainlyFails() throws IOException {
    answer(operation -> OperationReply.ok(new OperationValue.Locations(0, 4096, List.of()), 1));
    String data = "A".repeat(2000);
    JsonNode response =
        only("{\"id\":1,\"op\":\"append\",\"path\":\"/f\",\"data\":\"" + data + "\"}");
    assertThat(response.get("r").asText()).isEqualTo("fail");
    assertThat(response.get("code").asText()).isEqualTo("RECORD_TOO_LARGE");
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndSkipped() throws IOException {
    String huge =
        "{\"id\":1,\"op\":\"write\",\"data\":\"" + "A".repeat(Shell.MAX_LINE_BYTES) + "\"}";
    List<JsonNode> responses = run(huge, "{\"id\":2,\"op\":\"mkdir\",\"path\":\"/a\"}");
    assertThat(responses.get(0).get("id").isNull()).isTrue();
    assertThat(responses.get(0).get("message").asText()).contains("A line has at most");
    assertThat(responses.get(1).get("id").asInt()).isEqualTo(2);
  }

  @Test
  void statusSaysWhyANodeDoesNotAnswer() throws IOException {
    JsonNode row = only("{\"id\":1,\"op\":\"status\"}").get("value").get(0);
    assertThat(row.get("role").asText()).isEqualTo("leader");
    assertThat(row.get("digest").asText()).isEqualTo("ff");
    out.reset();
    port.answers = false;
    row = only("{\"id\":1,\"op\":\"status\"}").get("value").get(0);
    assertThat(row.get("answers").asBoolean()).isFalse();
    assertThat(row.get("why").asText()).contains("gone");
  }

  @Test
  void readingPausesWhileTooManyRequestsAreUnderWay() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    port.beforeStatus = release;
    AtomicInteger consumed = new AtomicInteger();
    byte[] line = "{\"id\":1,\"op\":\"status\"}\n".getBytes(StandardCharsets.UTF_8);
    int lines = 40 * Shell.IN_FLIGHT;
    InputStream in = new CountingLines(line, lines, consumed);
    Thread runner = new Thread(() -> assertThat(runQuietly(in)).hasSize(lines));
    AtomicInteger failures = new AtomicInteger();
    runner.setUncaughtExceptionHandler((thread, cause) -> failures.incrementAndGet());
    runner.start();
    assertThat(port.inStatus.tryAcquire(Shell.IN_FLIGHT, 10, java.util.concurrent.TimeUnit.SECONDS))
        .isTrue();
    assertThat(consumed.get()).isLessThan(lines * line.length);
    release.countDown();
    runner.join();
    assertThat(failures).hasValue(0);
  }

  private List<JsonNode> runQuietly(InputStream in) {
    try {
      return run(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same line again and again; counts the bytes that were taken. */
  private static final class CountingLines extends InputStream {
    private final byte[] line;
    private final int lines;
    private final AtomicInteger taken;

    CountingLines(byte[] line, int lines, AtomicInteger taken) {
      this.line = line;
      this.lines = lines;
      this.taken = taken;
    }

    @Override
    public int read() {
      int at = taken.getAndIncrement();
      return at >= lines * line.length ? -1 : line[at % line.length];
    }

    /** Gives one byte at a time, so that it is seen how many were taken. */
    @Override
    public int read(byte[] into, int offset, int length) {
      int next = read();
      if (next >= 0) {
        into[offset] = (byte) next;
      }
      return next < 0 ? -1 : 1;
    }
  }
}
