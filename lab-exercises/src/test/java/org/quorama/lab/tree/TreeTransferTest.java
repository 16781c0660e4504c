package org.quorama.lab.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.ErrorCode;

@Timeout(60)
class TreeTransferTest {
  private static final FilePath STORED = FilePath.parse("/t");
  private static final int CHUNK = MemoryCluster.CHUNK;

  private final MemoryCluster cluster = new MemoryCluster();
  private final QuoramaClient client =
      new QuoramaClient(
          cluster,
          List.of(MemoryCluster.ADDRESS),
          ClientConfig.defaults().withOperationTimeout(Duration.ofMillis(500)));
  private final SplittableRandom random = new SplittableRandom(4);

  @TempDir private Path dir = Path.of("");
  private Path from = Path.of("");
  private Path back = Path.of("");

  @BeforeEach
  void makeTree() throws IOException {
    from = Files.createDirectories(dir.resolve("from"));
    back = dir.resolve("back");
    file("a", 10);
    file("empty", 0);
    file("b/c/large", 3 * CHUNK + 7);
    file("b/ünïcødé \uD83D\uDC18 name", CHUNK);
    Files.createDirectories(from.resolve("b/nothing"));
    for (int i = 0; i < 40; i++) {
      file("many/f" + i, i * 37);
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void file(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Path path = from.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private TreeReport put(TreeOptions options) {
    return new TreeUpload(client, options).run(from, STORED, TransferProgress.none());
  }

  private TreeReport put() {
    return put(TreeOptions.defaults());
  }

  private TreeReport get(TreeOptions options) {
    return new TreeDownload(client, options).run(STORED, back, TransferProgress.none());
  }

  private void assertIdentical() throws IOException {
    LocalTree one = LocalTree.of(from);
    LocalTree other = LocalTree.of(back);
    assertThat(other.directories()).hasSameSizeAs(one.directories());
    assertThat(other.files()).hasSameSizeAs(one.files());
    for (LocalTree.LocalFile file : one.files()) {
      assertThat(back.resolve(from.relativize(file.path()))).hasSameBinaryContentAs(file.path());
    }
  }

  @Test
  void aTreeGoesInAndComesOutIdentical() throws IOException {
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    TreeReport report =
        new TreeUpload(client, TreeOptions.defaults())
            .run(from, STORED, standing -> heard.add(standing.doneBytes()));
    LocalTree tree = LocalTree.of(from);
    assertThat(report.failures()).isEmpty();
    assertThat(report.files()).isEqualTo(44);
    assertThat(report.bytes()).isEqualTo(tree.bytes());
    assertThat(heard).isSorted().endsWith(tree.bytes());
    assertThat(get(TreeOptions.defaults()).failures()).isEmpty();
    assertIdentical();
  }

  @Test
  void theSameAgainMovesNothing() {
    put();
    TreeReport again = put();
    assertThat(again.files()).isZero();
    assertThat(again.equal()).isEqualTo(44);
    get(TreeOptions.defaults());
    assertThat(get(TreeOptions.defaults()).equal()).isEqualTo(44);
  }

  @Test
  void whatWasInterruptedIsContinued() throws IOException {
    AtomicInteger left = new AtomicInteger(25);
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.Mutation && left.decrementAndGet() < 0
                ? OperationReply.fail(ErrorCode.NO_SPACE)
                : null;
    TreeReport interrupted = put();
    assertThat(interrupted.failures()).isNotEmpty();
    cluster.interceptor = operation -> null;
    TreeReport report = put();
    assertThat(report.failures()).isEmpty();
    assertThat(report.equal()).isEqualTo(interrupted.files());
    get(TreeOptions.defaults());
    assertIdentical();
  }

  @Test
  void anAttemptThatMayPassIsRepeated() {
    AtomicInteger failures = new AtomicInteger(2);
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.ExtendFile && failures.getAndDecrement() > 0
                ? OperationReply.fail(ErrorCode.REPLICA_FAILED)
                : null;
    assertThat(put().failures()).isEmpty();
  }

  @Test
  void aFileThatDiffersIsReplacedOnlyIfThatIsWanted() throws IOException {
    put();
    file("a", 10);
    TreeReport refused = put();
    assertThat(refused.failures()).hasSize(1);
    assertThat(refused.failures().get(0)).contains("/t/a").contains("--force");
    assertThat(put(new TreeOptions(4, 1, true)).files()).isEqualTo(1);
    get(TreeOptions.defaults());
    assertIdentical();
  }

  @Test
  void aLocalFileThatDiffersIsReplacedOnlyIfThatIsWanted() throws IOException {
    put();
    get(TreeOptions.defaults());
    Files.writeString(back.resolve("a"), "mine");
    TreeReport refused = get(TreeOptions.defaults());
    assertThat(refused.failures()).hasSize(1);
    assertThat(refused.failures().get(0)).contains("--force");
    assertThat(back.resolve("a")).hasContent("mine");
    assertThat(get(new TreeOptions(4, 1, true)).failures()).isEmpty();
    assertIdentical();
  }

  @Test
  void whatIsNoFileIsLeftOutAndToldOf() throws IOException {
    Files.createSymbolicLink(from.resolve("link"), from.resolve("a"));
    TreeReport report = put();
    assertThat(report.failures()).isEmpty();
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.skipped().get(0)).contains("link");
  }

  @Test
  void pathsThatAreTooDeepFailAloneWithASentence() throws IOException {
    file("d/".repeat(70) + "deep", 5);
    TreeReport report = put();
    assertThat(report.files()).isEqualTo(44);
    assertThat(report.failures()).isNotEmpty();
    assertThat(report.failures().get(0)).contains("at most 64 names");
  }

  @Test
  void optionsHaveBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TreeOptions(65, 1, false))
        .withMessageContaining("--parallel is 1 to 64");
  }
}
