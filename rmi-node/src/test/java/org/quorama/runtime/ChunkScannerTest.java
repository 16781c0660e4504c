package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.DataDirectory;

class ChunkScannerTest {
  private static final int SIZE = 2 << 20;
  private static final long RATE = 1 << 20;

  @TempDir private Path dir;
  private DataDirectory directory;
  private ChunkStore store;
  private final List<ChunkId> found = new ArrayList<>();
  private ChunkScanner scanner;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(dir, NodeId.of("n1"), "test");
    store = ChunkStore.open(directory, SIZE);
    scanner = new ChunkScanner(store, RATE, found::add);
    for (int id = 1; id <= 3; id++) {
      store.storeVersion(new ChunkId(id), new ChunkVersion(1));
      store.write(new ChunkId(id), new ByteRange(0, SIZE / 2 + 1), new byte[SIZE / 2 + 1]);
    }
  }

  @AfterEach
  void close() {
    store.close();
    directory.close();
  }

  @Test
  void restsAsLongAsItsPieceTakesAtItsRate() {
    assertThat(scanner.step()).isEqualTo(Duration.ofSeconds(1));
    assertThat(scanner.step()).isLessThan(Duration.ofMillis(1));
  }

  @Test
  void aSmallReplicaCountsAsMuchAsOpeningItCosts() {
    store.truncate(new ChunkId(1), 10);

    assertThat(scanner.step()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  @DisplayName("F-24: rot in a replica that nobody reads is found, once a round")
  void findsRotInAnIdleReplica() throws IOException {
    scan();
    assertThat(found).isEmpty();
    flip(2);
    scan();
    assertThat(found).containsExactly(new ChunkId(2));
    scan();
    assertThat(found).containsExactly(new ChunkId(2), new ChunkId(2));
  }

  @Test
  void goesOnWithoutReplicas() {
    store.delete(new ChunkId(2));
    scan();
    store.delete(new ChunkId(1));
    store.delete(new ChunkId(3));
    assertThat(scanner.step()).isPositive();
    assertThat(found).isEmpty();
  }

  /** Steps through one round. */
  private void scan() {
    for (int i = 0; i < 7; i++) {
      Duration unused = scanner.step();
    }
  }

  private void flip(int id) throws IOException {
    Path file = dir.resolve("chunks/%016x.chunk".formatted(id));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }
}
