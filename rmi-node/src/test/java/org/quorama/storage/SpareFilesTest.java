package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;

/** What becomes of the files of deleted replicas. */
class SpareFilesTest {
  private static final int SIZE = 1 << 20;
  private static final int LONG = SIZE / 2;
  private static final int SHORT = SIZE / 64;
  private static final long SPARE_BYTES = 3L << 20;
  private static final ChunkVersion V1 = new ChunkVersion(1);

  @TempDir private Path dir;
  private final FailingDisk disk = new FailingDisk();
  private DataDirectory directory;
  private ChunkStore store;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(dir, new Identity(NodeId.of("n1"), "test", 0), disk);
    store = ChunkStore.open(directory, SIZE, SPARE_BYTES);
  }

  @AfterEach
  void close() {
    store.close();
    directory.close();
  }

  private void restart() {
    close();
    open();
  }

  @Test
  void aLargeReplicaTakesTheFileOfADeletedOne() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    assertThat(names()).containsExactly("0000000000000001.spare");

    write(2, LONG / 2, 2);

    assertThat(names()).containsExactly("0000000000000002.chunk");
    assertHolds(2, LONG / 2, 2);
    assertThat(store.held()).containsExactly(new ReplicaInfo(new ChunkId(2), V1, LONG / 2));
    restart();
    assertHolds(2, LONG / 2, 2);
  }

  @Test
  void whatTheFileHadBehindTheEndIsNeverRead() {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    write(2, LONG / 2, 2);
    store.write(new ChunkId(2), new ByteRange(LONG - 1, 1), new byte[1]);

    byte[] expected = Arrays.copyOf(filled(LONG / 2, 2), LONG);
    assertThat(store.read(new ChunkId(2), new ByteRange(0, SIZE))).isEqualTo(expected);
  }

  @Test
  void whatIsBehindTheEndIsCutOffWithTheNextSync() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    write(2, LONG / 2, 2);
    assertThat(lengthOf(2)).isEqualTo(ChunkMeta.DATA + LONG);

    store.sync(new ChunkId(2));

    assertThat(lengthOf(2)).isEqualTo(ChunkMeta.DATA + LONG / 2);
  }

  @Test
  void whatIsBehindTheEndIsCutOffByAStart() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    write(2, LONG / 2, 2);
    directory.close(); // as if the process were killed
    open();
    assertThat(lengthOf(2)).isEqualTo(ChunkMeta.DATA + LONG / 2);
    assertHolds(2, LONG / 2, 2);
  }

  @Test
  void aShortReplicaGetsAFileOfItsOwn() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    write(2, SHORT, 2);
    assertThat(names()).containsExactly("0000000000000001.spare", "0000000000000002.chunk");
    assertThat(lengthOf(2)).isEqualTo(ChunkMeta.DATA + SHORT);
  }

  @Test
  void theFileOfAShortReplicaIsNotKept() throws IOException {
    write(1, SHORT / 4, 1);
    store.delete(new ChunkId(1));
    assertThat(names()).isEmpty();
  }

  @Test
  void anOlderChunkGetsAFileOfItsOwn() throws IOException {
    write(3, LONG, 3);
    store.delete(new ChunkId(3));
    write(2, LONG, 2);
    write(3, LONG, 4);
    assertThat(names())
        .containsExactly(
            "0000000000000002.chunk", "0000000000000003.chunk", "0000000000000003.spare");
    assertHolds(3, LONG, 4);
  }

  @Test
  void noMoreIsKeptThanMayBe() throws IOException {
    for (int id = 1; id <= 8; id++) {
      write(id, LONG, id);
    }
    for (int id = 1; id <= 8; id++) {
      store.delete(new ChunkId(id));
    }
    assertThat(names()).hasSize((int) (SPARE_BYTES / (ChunkMeta.DATA + LONG)));
  }

  @Test
  void whatIsTakenCountsUntilItIsUsedUp() throws IOException {
    noMoreIsKeptThanMayBe();
    int most = names().size();
    write(9, LONG / 2, 9);
    write(10, LONG, 10);
    write(11, LONG, 11);
    store.delete(new ChunkId(10));
    store.delete(new ChunkId(11));
    assertThat(names()).filteredOn(name -> name.endsWith(".spare")).hasSize(most - 1);
  }

  @Test
  void sparesAreGoneAfterARestart() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    restart();
    assertThat(names()).isEmpty();
  }

  @Test
  void sparesGiveWayWhereTheDiskGetsFull() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    disk.free = 1L << 40;
    assertThat(store.bytesFree()).isEqualTo((1L << 40) + ChunkMeta.DATA + LONG);
    disk.free = SPARE_BYTES;
    assertThat(store.bytesFree()).isEqualTo(SPARE_BYTES);
    assertThat(names()).isEmpty();

    write(2, LONG, 2);
    store.delete(new ChunkId(2));
    assertThat(names()).isEmpty();
  }

  @Test
  void aFullDiskGetsTheSparesBack() throws IOException {
    write(1, LONG, 1);
    store.delete(new ChunkId(1));
    disk.onWrite = new IOException("No space left on device");
    assertThatThrownBy(() -> write(2, SHORT, 2)).isInstanceOf(StorageException.class);
    disk.onWrite = null;
    assertThat(names()).containsExactly("0000000000000002.chunk");
    store.write(new ChunkId(2), new ByteRange(0, SHORT), filled(SHORT, 2));
    assertHolds(2, SHORT, 2);
  }

  @Test
  void whatNobodyTookForAWhileGoesAFewAtATime() throws IOException {
    AtomicLong now = new AtomicLong();
    SpareFiles spares = new SpareFiles(dir, disk, 8 * SPARE_BYTES, 1, now::get);
    disk.free = 1L << 40;
    int old = SpareFiles.AT_ONCE + 1;
    for (int id = 1; id <= old; id++) {
      keep(spares, id);
    }
    now.addAndGet(SpareFiles.PATIENCE.toNanos() - 1);
    keep(spares, 100);
    spares.roomWith(disk.free);
    assertThat(spareNames()).hasSize(old + 1);

    now.incrementAndGet();
    assertThat(spares.roomWith(disk.free)).isEqualTo(disk.free + (old + 1) * (long) LONG);
    assertThat(spareNames()).hasSize(2);
    assertThat(spares.roomWith(disk.free)).isEqualTo(disk.free + 2L * LONG);
    assertThat(spares.roomWith(disk.free)).isEqualTo(disk.free + LONG);
    assertThat(spareNames()).containsExactly("100.spare");
  }

  private void keep(SpareFiles spares, int id) throws IOException {
    Path file = Files.createFile(dir.resolve(id + ".spare"));
    assertThat(spares.reserve(new ChunkId(id), LONG)).isTrue();
    spares.add(new ChunkId(id), file, LONG);
  }

  private List<String> spareNames() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".spare"))
          .toList();
    }
  }

  @Test
  void aSpareThatSomebodyRemovedIsNotMissed() throws IOException {
    write(1, LONG, 1);
    write(2, LONG, 2);
    store.delete(new ChunkId(2));
    store.delete(new ChunkId(1));
    Files.delete(dir.resolve("chunks/0000000000000001.spare"));
    write(3, LONG, 3);
    assertHolds(3, LONG, 3);
    assertThat(names()).containsExactly("0000000000000003.chunk");
  }

  @Test
  void aReplicaThatWasNeverWrittenCanBeDeleted() throws IOException {
    store.storeVersion(new ChunkId(1), V1);
    assertThat(store.read(new ChunkId(1), new ByteRange(0, SIZE))).isEmpty();
    store.storeVersion(new ChunkId(2), V1);
    disk.onWrite = new IOException("No space left on device");
    store.delete(new ChunkId(1));
    store.delete(new ChunkId(2));
    disk.onWrite = null;
    assertThat(store.held()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatIsAnothersByItsContentIsNoReplica() throws IOException {
    write(1, LONG, 1);
    store.sync(new ChunkId(1));
    Files.copy(path(1), path(2));
    restart();
    assertThat(store.held()).extracting(ReplicaInfo::chunk).containsExactly(new ChunkId(1));
    assertThat(path(2)).doesNotExist();
  }

  private void write(int id, int length, int content) {
    store.storeVersion(new ChunkId(id), V1);
    store.write(new ChunkId(id), new ByteRange(0, length), filled(length, content), false);
  }

  private void assertHolds(int id, int length, int content) {
    assertThat(store.read(new ChunkId(id), new ByteRange(0, SIZE)))
        .isEqualTo(filled(length, content));
  }

  private static byte[] filled(int length, int content) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) content);
    return bytes;
  }

  private Path path(int id) {
    return dir.resolve("chunks/000000000000000" + Integer.toHexString(id) + ".chunk");
  }

  private long lengthOf(int id) throws IOException {
    return Files.size(path(id));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("chunks"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
