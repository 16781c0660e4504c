package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.AppendStream;
import org.quorama.client.ClientConfig;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.PathTooLongException;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** What can go wrong with files, on three real nodes over real RMI and disks. */
class LiveErrorsIT {
  private static final int CHUNK = 64 << 10;

  @TempDir static Path directory;
  private static SmallCluster cluster;
  private static QuoramaClient client;

  /** Gives up soon. */
  private static QuoramaClient hasty;

  @BeforeAll
  static void start() {
    cluster = new SmallCluster(directory);
    client = client(ClientConfig.defaults());
    hasty = client(LiveLossIT.HASTY);
  }

  @AfterAll
  static void stop() {
    hasty.close();
    client.close();
    cluster.close();
  }

  private static QuoramaClient client(ClientConfig config) {
    return new QuoramaClient(
        cluster.connector(), List.copyOf(cluster.members().addresses().values()), config);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private static FilePath put(String name, byte[] bytes) {
    FilePath path = FilePath.parse("/" + name);
    put(path, new ByteArrayInputStream(bytes), bytes.length);
    return path;
  }

  private static void put(FilePath path, InputStream in, int length) {
    client.put(in, length, path, TransferProgress.none());
  }

  private static byte[] get(FilePath path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(path, out, TransferProgress.none());
    return out.toByteArray();
  }

  @Test
  @DisplayName("F-24 if all replicas are corrupt there is an error, and no bad byte")
  void allReplicasCorruptIsAnErrorAndNoByte() throws IOException {
    byte[] bytes = random(CHUNK);
    FilePath path = put("rotten", bytes);
    BytesOnDisk replicas = new BytesOnDisk(directory, bytes);
    List<Path> files = replicas.files();
    assertThat(files).hasSize(3);
    for (Path file : files) {
      replicas.damage(file);
    }

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    await() // a busy machine may be without a leader for as long as this client is patient
        .atMost(SmallCluster.LONG)
        .untilAsserted(
            () ->
                assertThatExceptionOfType(OperationFailedException.class)
                    .isThrownBy(() -> hasty.get(path, out, TransferProgress.none()))
                    .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.CORRUPT)));
    assertThat(out.size()).isZero();
  }

  @Test
  @DisplayName("F-14 a snapshot takes the lease of a file that is written: it costs no byte")
  void aSnapshotWhileWritingCostsNoByte() {
    byte[] bytes = random(40 * CHUNK + 77);
    FilePath path = FilePath.parse("/fenced");
    FilePath copy = FilePath.parse("/fenced-copy");
    InputStream in =
        interrupted(bytes, 20 * CHUNK, () -> client.snapshot(path, copy)); // revokes all leases

    put(path, in, bytes.length);

    assertThat(get(path)).isEqualTo(bytes);
    byte[] then = get(copy);
    assertThat(then).isEqualTo(Arrays.copyOf(bytes, then.length));
  }

  /** Returns bytes; does something once before those behind an offset are read. */
  private static InputStream interrupted(byte[] bytes, int offset, Runnable action) {
    AtomicReference<Runnable> once = new AtomicReference<>(action);
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int before = bytes.length - in.available();
        if (before >= offset) {
          once.getAndSet(() -> {}).run();
        }
        return super.read(into, from, Math.min(length, CHUNK / 4));
      }
    };
  }

  @Test
  void aFileThatIsDeletedWhileItIsReadIsReadToItsEnd() {
    byte[] bytes = random(20 * CHUNK);
    FilePath path = put("fleeting", bytes);
    AtomicReference<Runnable> once =
        new AtomicReference<>(() -> client.require(new FileOperation.Delete(path)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int one) {
            out.write(one);
          }

          @Override
          public void write(byte[] from, int offset, int length) {
            once.getAndSet(() -> {}).run();
            out.write(from, offset, length);
          }
        };

    client.get(path, sink, TransferProgress.none());

    assertThat(out.toByteArray()).isEqualTo(bytes);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> get(path))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void theQuotaOfOpenStreamsIsKept() {
    FilePath path = put("quota", random(10));
    try (QuoramaClient narrow = client(ClientConfig.defaults().withMaxStreams(2));
        AppendStream first = narrow.appends(path)) {
      AppendStream second = narrow.appends(path);
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(() -> narrow.appends(path))
          .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TOO_MANY_STREAMS))
          .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL));
      second.close();
      narrow.get(path, OutputStream.nullOutputStream(), TransferProgress.none());
      assertThat(first.append(Bytes.ofUtf8("x"), true)).isEqualTo(10);
    }
  }

  @Test
  void pathsThatAreTooLongAreRefused() {
    assertThat(put("n".repeat(255), random(5)).name()).hasSize(255);
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> FilePath.parse("/" + "n".repeat(256)))
        .withMessageContaining("at most 255 bytes");
    FilePath deep = FilePath.ROOT;
    for (int depth = 1; depth <= FilePath.MAX_DEPTH; depth++) {
      deep = deep.resolve("d");
      client.require(new FileOperation.MakeDirectory(deep));
    }
    FilePath deepest = deep;
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> deepest.resolve("e"))
        .withMessageContaining("at most 64 names");
    FilePath tree = FilePath.parse("/tree");
    client.require(new FileOperation.MakeDirectory(tree));
    client.require(new FileOperation.MakeDirectory(tree.resolve("leaf")));
    FilePath place = deepest.parent().orElseThrow().resolve("moved");
    assertThatExceptionOfType(OperationFailedException.class)
        .as("what is below it would be too deep")
        .isThrownBy(() -> client.require(new FileOperation.Rename(tree, place)))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.PATH_TOO_LONG))
        .withMessageContaining(place + ": what is deepest below it")
        .withMessageContaining("at most 64 names");
  }

  @Test
  void namesMayHaveAnyUnicode() {
    List<String> names =
        List.of(
            "gr\u00FC\u00DFe",
            "\u65E5\u672C\u8A9E",
            "\uD83D\uDC18 elephant",
            "a\u0301",
            " ",
            "new\nline",
            "%2F",
            "...",
            "\u200F\u0639\u0631\u0628\u064A",
            "\"quotes\"",
            "back\\slash",
            "a:b*c?",
            "\t");
    FilePath home = FilePath.parse("/names");
    client.require(new FileOperation.MakeDirectory(home));
    for (String name : names) {
      byte[] bytes = random(100 + name.length());
      put(home.resolve(name), new ByteArrayInputStream(bytes), bytes.length);
      FilePath moved = home.resolve(name + "\u2713");
      client.require(new FileOperation.Rename(home.resolve(name), moved));
      assertThat(get(moved)).isEqualTo(bytes);
    }

    assertThat(client.list(home))
        .extracting(Attributes::path)
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> home.resolve(name + "\u2713")).toList());
  }
}
