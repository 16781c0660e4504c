package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.PathTooLongException;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** What can go wrong with files, and what the caller hears. */
class ClientErrorsTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final int CHUNK = FakeCluster.CHUNK;
  private static final List<NodeId> THREE =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"));

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  private void put(byte[] bytes) {
    client.put(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
  }

  private byte[] read() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(FILE, out, TransferProgress.none());
    return out.toByteArray();
  }

  @Test
  void noReplicaThatCanBeReachedSaysWhereTheyAre() {
    put(random(100));
    cluster.leader = NodeId.of("n5");
    THREE.forEach(node -> cluster.node(node).down = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(this::read)
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_REPLICA))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .withMessageContaining("n1=no answer")
        .withMessageContaining("n3=no answer")
        .withMessageContaining("restart the nodes that hold it");
  }

  @Test
  @DisplayName("F-24 if all copies are bad there is an error, and no bad byte")
  void allReplicasCorruptIsAnErrorAndNoByte() {
    put(random(100));
    THREE.forEach(node -> cluster.node(node).corruptOnDisk = true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.get(FILE, out, TransferProgress.none()))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.CORRUPT));
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO_LEASE", "STALE_VERSION"})
  void aLeaseThatIsLostWhileWritingIsAskedForAgain(ErrorCode code) {
    cluster.node("n1").refuseOnce.add(code);
    byte[] bytes = random(2 * CHUNK + 3);
    put(bytes);
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void aFullDiskOfOneChunkserverIsLeftOut() {
    cluster.node("n1").full = true;
    byte[] bytes = random(CHUNK + 3);
    put(bytes);
    assertThat(read()).isEqualTo(bytes);
    assertThat(client.locate(FILE).chunks())
        .allSatisfy(it -> assertThat(it.replicas()).doesNotContain(NodeId.of("n1")));
  }

  @Test
  void fullDisksOfAllChunkserversSayWhatToDo() {
    cluster.nodes.values().forEach(node -> node.full = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> put(random(1_000)))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_SPACE))
        .withMessageContaining("full: remove files or make room");
  }

  @Test
  void fullDisksOfAllChunkserversRefuseAppends() {
    client.require(new FileOperation.CreateFile(FILE));
    cluster.nodes.values().forEach(node -> node.full = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.append(FILE, Bytes.wrap(random(1_000))))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_SPACE));
  }

  @Test
  void aFileThatIsDeletedWhileItIsReadIsReadToItsEndOrFails() {
    byte[] bytes = random(2 * CHUNK);
    put(bytes);
    cluster.whilePausing =
        () -> cluster.interceptor = operation -> OperationReply.fail(ErrorCode.NOT_FOUND);
    assertThat(read()).as("all replicas are there still").isEqualTo(bytes);
    THREE.forEach(node -> cluster.node(node).corruptOnDisk = true);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(this::read)
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .withMessageContaining("/file does not exist");
  }

  @Test
  @DisplayName("F-30 a file that is deleted and made again while it is read is never mixed")
  void anotherFileAtThePathIsNotReadInsteadOfIt() {
    put(random(2 * CHUNK));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    THREE.forEach(node -> cluster.node(node).corruptOnDisk = true);
    cluster.whilePausing = this::replaceTheFile;
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.get(FILE, out, TransferProgress.none()))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STALE_VERSION))
        .withMessageContaining("was replaced or cut off while it was read");
    assertThat(out.size()).isZero();
  }

  private void replaceTheFile() {
    THREE.forEach(node -> cluster.node(node).corruptOnDisk = false);
    ChunkLocation other =
        new ChunkLocation(new ChunkId(77), new ChunkVersion(1), THREE.get(0), THREE);
    OperationValue now =
        new OperationValue.Locations(2L * CHUNK, CHUNK, Collections.nCopies(2, other));
    cluster.interceptor = operation -> OperationReply.ok(now, 9);
  }

  @Test
  @DisplayName("F-30 a new version of the same chunk is the same file")
  void aNewVersionOfAChunkIsReadOn() {
    byte[] bytes = random(CHUNK);
    put(bytes);
    THREE.forEach(node -> cluster.node(node).corruptOnDisk = true);
    cluster.whilePausing = () -> THREE.forEach(node -> cluster.node(node).corruptOnDisk = false);
    assertThat(read()).isEqualTo(bytes);
  }

  @Test
  void pathsThatAreTooLongAreRefusedWithASentence() {
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> FilePath.parse("/" + "x".repeat(256)))
        .withMessageContaining("at most 255 bytes");
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> FilePath.parse("/a".repeat(65)))
        .withMessageContaining("at most 64 names");
  }

  /** Has a real namespace answer; the root holds /a/b, and directories as deep as they may be. */
  private FilePath askANamespace() {
    Namespace namespace = new Namespace(CHUNK);
    AtomicLong index = new AtomicLong(1);
    OperationReply unused =
        namespace.perform(
            1, MetadataCommand.encode(new MetadataCommand.OpenSession(Duration.ofSeconds(9))));
    cluster.interceptor =
        operation -> {
          long at = index.incrementAndGet();
          return namespace.perform(
              at,
              MetadataCommand.encode(
                  new MetadataCommand.Perform(
                      new RequestId(1, at), (FileOperation.Mutation) operation)));
        };
    client.require(new FileOperation.MakeDirectory(FilePath.parse("/a")));
    client.require(new FileOperation.MakeDirectory(FilePath.parse("/a/b")));
    FilePath deep = FilePath.ROOT;
    while (deep.names().size() < FilePath.MAX_DEPTH - 1) {
      deep = deep.resolve("d");
      client.require(new FileOperation.MakeDirectory(deep));
    }
    return deep;
  }

  @Test
  void pathsThatWouldBecomeTooLongAreRefusedWithASentence() {
    FilePath deep = askANamespace();
    FilePath target = deep.resolve("a");
    for (FileOperation operation :
        List.of(
            new FileOperation.Rename(FilePath.parse("/a"), target),
            new FileOperation.Replace(FilePath.parse("/a"), target),
            new FileOperation.Snapshot(FilePath.parse("/a"), target))) {
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(() -> client.require(operation))
          .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.PATH_TOO_LONG))
          .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
          .withMessageContaining(target + ": what is deepest below it")
          .withMessageContaining("a path has at most 64 names: take a target that is less deep");
    }
    client.require(new FileOperation.MakeDirectory(target));
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.deleteTree(FilePath.parse("/d")))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.PATH_TOO_LONG))
        .withMessageContaining("at most 64 names: remove what is deepest first");
  }

  @Test
  void aCutThatWouldMakeAFileLongerSaysWhatToDo() {
    FilePath deep = askANamespace();
    client.require(new FileOperation.CreateFile(deep.resolve("f")));
    client.truncate(deep.resolve("f"), 0);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.truncate(deep.resolve("f"), 12))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.INVALID))
        .withMessageContaining("/f: it cannot be cut off at 12 bytes, as it is shorter")
        .withMessageContaining("write at its end");
  }

  @Test
  void fullNamespaceIsToldWithWhatToDo() {
    cluster.interceptor = operation -> OperationReply.fail(ErrorCode.NAMESPACE_FULL);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.stat(FILE))
        .withMessageContaining("holds as many files and directories as it may: remove some")
        .withMessageContaining("namespace.entries");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grüße",
        "日本語",
        "\uD83D\uDC18 elephant",
        "a\u0301",
        " ",
        "new\nline",
        "%2F",
        "-",
        "...",
        "\u200Fعربي",
        "\"quotes\"",
        "back\\slash",
        "a:b*c?",
        "\t"
      })
  void namesMayHaveAnyUnicode(String name) {
    FilePath path = FilePath.ROOT.resolve(name);
    assertThat(FilePath.parse("/" + name)).isEqualTo(path);
    client.require(new FileOperation.CreateFile(path));
    assertThat(client.stat(path).path()).isEqualTo(path);
  }

  @Test
  void theQuotaOfOpenStreamsIsKept() {
    client.require(new FileOperation.CreateFile(FILE));
    try (QuoramaClient narrow =
            new QuoramaClient(
                cluster, cluster.addresses(), ClientConfig.defaults().withMaxStreams(2), cluster);
        AppendStream first = narrow.appends(FILE)) {
      AppendStream second = narrow.appends(FILE);
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(() -> narrow.appends(FILE))
          .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TOO_MANY_STREAMS))
          .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
          .withMessageContaining("2 streams open")
          .withMessageContaining("close some first");
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(() -> narrow.get(FILE, new ByteArrayOutputStream(), it -> {}))
          .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TOO_MANY_STREAMS));
      second.close();
      second.close();
      narrow.get(FILE, new ByteArrayOutputStream(), TransferProgress.none());
      assertThat(first.append(Bytes.ofUtf8("x"), true)).isZero();
    }
  }

  @Test
  void aReadBehindTheEndIsEmpty() {
    put(random(10));
    assertThat(client.read(FILE, new ByteRange(10, 5))).isEqualTo(Bytes.EMPTY);
    assertThat(client.read(FILE, new ByteRange(8, 5)).length()).isEqualTo(2);
  }
}
