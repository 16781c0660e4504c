package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.storage.StorageException.Kind;

class ChunkStoreTest {
  private static final int SIZE = 1 << 20;
  private static final int BLOCK = BlockSums.BLOCK;
  private static final ChunkId CHUNK = new ChunkId(161);
  private static final ChunkVersion V1 = new ChunkVersion(1);

  @TempDir private Path dir;
  private final FailingDisk disk = new FailingDisk();
  private DataDirectory directory;
  private ChunkStore store;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(dir, new Identity(NodeId.of("n1"), "test", 0), disk);
    store = ChunkStore.open(directory, SIZE);
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
  void versionsAndLengthsAreHeldAfterARestart() {
    store.storeVersion(CHUNK, V1);
    store.storeVersion(new ChunkId(2), V1);
    store.storeVersion(CHUNK, new ChunkVersion(7));
    store.write(CHUNK, new ByteRange(0, 5), new byte[5]);
    restart();
    assertThat(store.held())
        .containsExactly(
            new ReplicaInfo(new ChunkId(2), V1, 0), new ReplicaInfo(CHUNK, new ChunkVersion(7), 5));
    assertThat(store.bytesHeld()).isEqualTo(5);
  }

  @Test
  void anyMixOfWritesReadsBackAsAnArrayWould() {
    store.storeVersion(CHUNK, V1);
    Random random = new Random(5);
    byte[] model = new byte[SIZE];
    int length = 0;
    for (int i = 0; i < 150; i++) {
      int step = random.nextBoolean() ? 1 : BLOCK;
      int offset = random.nextInt(SIZE) / step * step;
      byte[] bytes = new byte[random.nextInt(Math.min(SIZE - offset, 3 * BLOCK)) + 1];
      random.nextBytes(bytes);
      store.write(CHUNK, new ByteRange(offset, bytes.length), bytes);
      System.arraycopy(bytes, 0, model, offset, bytes.length);
      length = Math.max(length, offset + bytes.length);
      int from = random.nextInt(length);
      int count = random.nextInt(2 * BLOCK);
      assertThat(store.read(CHUNK, new ByteRange(from, count)))
          .isEqualTo(Arrays.copyOfRange(model, from, Math.min(length, from + count)));
    }
    restart();
    assertThat(store.read(CHUNK, new ByteRange(0, SIZE))).isEqualTo(Arrays.copyOf(model, length));
  }

  @Test
  void aReadBehindTheEndIsEmpty() {
    store.storeVersion(CHUNK, V1);
    assertThat(store.read(CHUNK, new ByteRange(10, 10))).isEmpty();
  }

  @Test
  @DisplayName("F-24: one flipped byte is never handed out; other blocks still are")
  void aFlippedByteIsNeverHandedOut() throws IOException {
    writeThreeBlocks();
    flip(BLOCK + 17);
    assertKind(Kind.CORRUPT, () -> store.read(CHUNK, new ByteRange(BLOCK + 100, 1)));
    assertKind(Kind.CORRUPT, () -> store.read(CHUNK, new ByteRange(0, 3 * BLOCK)));
    assertThat(store.read(CHUNK, new ByteRange(0, BLOCK))).hasSize(BLOCK);
    assertThat(store.read(CHUNK, new ByteRange(2L * BLOCK, BLOCK))).hasSize(BLOCK);
  }

  @Test
  @DisplayName("F-24: what is damaged between its maker and the disk does not match either")
  void theSumsOfWhoeverMadeTheBytesAreStored() {
    store.storeVersion(CHUNK, V1);
    ByteBuffer bytes = ByteBuffer.allocate(2 * BLOCK);
    BlockSums sums = BlockSums.of(bytes);
    bytes.put(BLOCK + 17, (byte) 1);

    store.write(CHUNK, new ByteRange(0, 2 * BLOCK), bytes, sums, true);

    assertThat(store.read(CHUNK, new ByteRange(0, BLOCK))).hasSize(BLOCK);
    assertKind(Kind.CORRUPT, () -> store.read(CHUNK, new ByteRange(BLOCK, BLOCK)));
  }

  @Test
  @DisplayName("F-24: bytes behind a corrupt block of the end do not make it pass")
  void anAppendToACorruptBlockLeavesItCorrupt() throws IOException {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 100), new byte[100]);
    flip(17);

    store.write(CHUNK, new ByteRange(100, 5), new byte[5]);

    assertKind(Kind.CORRUPT, () -> store.read(CHUNK, new ByteRange(0, 105)));
  }

  @Test
  void blockAfterBlockIsTheWholeRange() {
    writeThreeBlocks();
    byte[] whole = store.read(CHUNK, new ByteRange(0, 3 * BLOCK));
    ByteBuffer all = ByteBuffer.allocate(whole.length);
    long at = 5;
    int length = 1;
    while (length > 0) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      length = store.readBlock(CHUNK, new ByteRange(at, 4 * BLOCK), block);
      all.put(block.flip());
      at += length;
    }
    assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(whole, 5, (int) at - 5));
    assertThat(at).isGreaterThan(2L * BLOCK);
  }

  @Test
  @DisplayName("F-24: one flipped byte is never handed out as a block")
  void aFlippedByteIsNeverHandedOutAsABlock() throws IOException {
    writeThreeBlocks();
    flip(BLOCK + 17);
    ByteBuffer room = ByteBuffer.allocate(BLOCK);
    assertKind(Kind.CORRUPT, () -> store.readBlock(CHUNK, new ByteRange(BLOCK, BLOCK), room));
    room.clear();
    assertKind(Kind.CORRUPT, () -> store.readBlock(CHUNK, new ByteRange(BLOCK + 9, 1), room));
    room.clear();
    assertThat(store.readBlock(CHUNK, new ByteRange(9, BLOCK), room)).isEqualTo(BLOCK - 9);
  }

  @Test
  @DisplayName("F-24: an overwrite of part of a block first verifies the block")
  void aPartialOverwriteOfACorruptBlockIsRefused() throws IOException {
    writeThreeBlocks();
    flip(BLOCK + 17);
    ByteRange part = new ByteRange(BLOCK + 100, 50);
    assertKind(Kind.CORRUPT, () -> store.write(CHUNK, part, new byte[50]));
    store.write(CHUNK, new ByteRange(BLOCK, BLOCK), new byte[BLOCK]);
    assertThat(store.read(CHUNK, part)).isEqualTo(new byte[50]);
  }

  @Test
  void aDataFileThatIsTooShortIsCorrupt() throws IOException {
    writeThreeBlocks();
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), ChunkMeta.DATA + BLOCK));
    assertKind(Kind.CORRUPT, () -> store.read(CHUNK, new ByteRange(2L * BLOCK, 1)));
  }

  @Test
  void anAppendWhoseDataACrashCutIsAsIfItNeverWas() throws IOException {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 100), filled(100));
    disk.onForce = new IOException("crash");
    assertThatThrownBy(() -> store.write(CHUNK, new ByteRange(100, 10), new byte[10]))
        .isInstanceOf(StorageException.class);
    disk.onForce = null;
    flip(105);
    restart();
    assertThat(store.read(CHUNK, new ByteRange(0, 200))).isEqualTo(filled(100));
    store.write(CHUNK, new ByteRange(100, 100), filled(100));
    assertThat(store.read(CHUNK, new ByteRange(0, 200))).isEqualTo(filled(200));
  }

  @Test
  void whatIsNotForcedSurvivesTheEndOfTheProcess() {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 2 * BLOCK), filled(2 * BLOCK), false);
    directory.close();
    open();
    assertThat(store.read(CHUNK, new ByteRange(0, SIZE))).isEqualTo(filled(2 * BLOCK));
  }

  @Test
  void nothingIsForcedBeforeSomebodyWantsIt() {
    int before = disk.forces;
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, BLOCK), filled(BLOCK), false);
    store.write(CHUNK, new ByteRange(BLOCK, 9), filled(9), false);
    assertThat(disk.forces).isEqualTo(before);
    store.sync(CHUNK);
    store.sync(CHUNK);
    assertThat(disk.forces).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("ST-05: after a failed force no change is taken any more, reads still are")
  void aFailedForceStopsChanges() {
    writeThreeBlocks();
    disk.onForce = new IOException("Input/output error");
    assertKind(Kind.IO, () -> store.write(CHUNK, new ByteRange(0, 1), new byte[1]));
    disk.onForce = null;
    assertKind(Kind.IO, () -> store.storeVersion(CHUNK, new ChunkVersion(2)));
    assertThat(store.read(CHUNK, new ByteRange(2L * BLOCK, 9))).isEqualTo(filled(9));
  }

  @Test
  @DisplayName("ST-06: a full disk fails the write; deletes are still taken")
  void aFullDiskFailsTheWriteOnly() {
    writeThreeBlocks();
    disk.onWrite = new IOException("No space left on device");
    assertKind(Kind.NO_SPACE, () -> store.write(CHUNK, new ByteRange(3L * BLOCK, 9), new byte[9]));
    disk.onWrite = null;
    assertThat(store.held().get(0).lengthBytes()).isEqualTo(3L * BLOCK);
    store.delete(CHUNK);
    assertThat(store.held()).isEmpty();
  }

  @Test
  @DisplayName("ST-04: the directory is forced with the first bytes of a replica")
  void theDirectoryIsForcedWithTheFirstBytes() {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 1), new byte[1]);
    assertThat(disk.forcedDirectories).endsWith(dir.resolve("chunks"));
  }

  @Test
  void aDeletedReplicaIsGoneForEver() {
    writeThreeBlocks();
    store.delete(CHUNK);
    store.delete(CHUNK);
    assertKind(Kind.ABSENT, () -> store.read(CHUNK, new ByteRange(0, 1)));
    restart();
    assertThat(store.held()).isEmpty();
    assertKind(Kind.ABSENT, () -> store.write(CHUNK, new ByteRange(0, 1), new byte[1]));
  }

  @Test
  void aTornVersionFallsBackToTheOneBefore() throws IOException {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 1), new byte[1]);
    store.storeVersion(CHUNK, new ChunkVersion(2));
    byte[] bytes = Files.readAllBytes(file());
    bytes[(24 << 10) + 20] ^= 1;
    Files.write(file(), bytes);
    restart();
    assertThat(store.held()).containsExactly(new ReplicaInfo(CHUNK, V1, 1));
  }

  @Test
  void remainsOfUnfinishedWorkAreRemoved() throws IOException {
    Path redo = dir.resolve("chunks/00000000000000a1.redo");
    Path copy = dir.resolve("chunks/00000000000000a1.new");
    Files.write(redo, new byte[9]);
    Files.write(copy, new byte[9]);
    Files.write(file(), new byte[9]);
    restart();
    assertThat(store.held()).isEmpty();
    assertThat(file()).doesNotExist();
    restart();
    assertThat(redo).doesNotExist();
    assertThat(copy).doesNotExist();
  }

  @Test
  void aReplicaCutInABlockReadsToItsNewEnd() {
    writeThreeBlocks();
    store.truncate(CHUNK, BLOCK + 10);
    store.write(CHUNK, new ByteRange(BLOCK + 12, 1), filled(1));
    restart();
    byte[] expected = Arrays.copyOf(filled(BLOCK + 10), BLOCK + 13);
    expected[BLOCK + 12] = 9;
    assertThat(store.read(CHUNK, new ByteRange(0, SIZE))).isEqualTo(expected);
  }

  @Test
  void aCloneHoldsTheSameBytesAndGoesItsOwnWay() {
    writeThreeBlocks();
    store.cloneLocally(CHUNK, new ChunkId(7), new ChunkVersion(4));
    store.write(CHUNK, new ByteRange(0, 1), new byte[1]);
    restart();
    assertThat(store.held().get(0))
        .isEqualTo(new ReplicaInfo(new ChunkId(7), new ChunkVersion(4), 3L * BLOCK));
    assertThat(store.read(new ChunkId(7), new ByteRange(0, SIZE))).isEqualTo(filled(3 * BLOCK));
    assertThat(store.read(CHUNK, new ByteRange(0, 1))).isEqualTo(new byte[1]);
  }

  @Test
  void aCopyTakesThePlaceOfACorruptReplica() throws IOException {
    writeThreeBlocks();
    store.write(CHUNK, new ByteRange(0, 1), filled(1));
    flip(BLOCK + 17);
    store.importReplica(
        CHUNK, new ChunkVersion(3), range -> range.offset() > 0 ? new byte[0] : filled(5));
    assertThat(store.read(CHUNK, new ByteRange(0, SIZE))).isEqualTo(filled(5));
    restart();
    assertThat(store.held()).containsExactly(new ReplicaInfo(CHUNK, new ChunkVersion(3), 5));
  }

  @Test
  void aCopyThatFailsLeavesWhatIsHeld() {
    writeThreeBlocks();
    ChunkStore.Source broken =
        range -> {
          throw new IllegalStateException("the source is gone");
        };
    assertThatThrownBy(() -> store.importReplica(CHUNK, new ChunkVersion(3), broken))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.read(CHUNK, new ByteRange(0, SIZE))).isEqualTo(filled(3 * BLOCK));
    assertThat(dir.resolve("chunks")).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void filesStayOpenUpToABound() {
    for (int id = 1; id <= 300; id++) {
      store.storeVersion(new ChunkId(id), V1);
      store.write(new ChunkId(id), new ByteRange(0, 1), filled(1), false);
    }
    assertThat(disk.open).isBetween(2, 256);
    for (int id = 1; id <= 300; id++) {
      assertThat(store.read(new ChunkId(id), new ByteRange(0, 9))).isEqualTo(filled(1));
    }
  }

  @Test
  void aWriteBehindTheChunkSizeIsRefused() {
    store.storeVersion(CHUNK, V1);
    assertThatThrownBy(() -> store.write(CHUNK, new ByteRange(SIZE, 1), new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void writeThreeBlocks() {
    store.storeVersion(CHUNK, V1);
    store.write(CHUNK, new ByteRange(0, 3 * BLOCK), filled(3 * BLOCK));
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 9);
    return bytes;
  }

  private Path file() {
    return dir.resolve("chunks/00000000000000a1.chunk");
  }

  private void flip(int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    bytes[ChunkMeta.DATA + at] ^= 1;
    Files.write(file(), bytes);
  }

  private static void assertKind(Kind kind, Runnable action) {
    StorageException failure = catchThrowableOfType(StorageException.class, action::run);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
  }
}
