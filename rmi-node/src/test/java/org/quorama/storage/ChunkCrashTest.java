package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.storage.CrashDisk.Failure;

/** What is left of a replica when the power fails at any operation, by seed. */
class ChunkCrashTest {
  private static final Path HOME = Path.of("data");
  private static final int SEEDS = Integer.getInteger("seeds", 150);
  private static final int CRASHES = 20;
  private static final int SIZE = 5 * BlockSums.BLOCK;
  private static final long SPARE_BYTES = 1 << 20;

  private Random random = new Random(0);
  private CrashDisk disk = new CrashDisk(random, HOME);
  private ChunkStore store = open();
  private ChunkId chunk = new ChunkId(161);

  /** What the replica must hold: bytes that were forced and not touched since. */
  private byte[] expected = new byte[0];

  /** Which of the bytes were touched since they were forced: they may be anything written. */
  private boolean[] loose = new boolean[SIZE];

  /** The longest it may be, and how much of it was forced. */
  private int longest;

  private int forced;
  private boolean mayBeAbsent = true;

  private ChunkStore open() {
    return ChunkStore.open(HOME, disk, SIZE, SPARE_BYTES);
  }

  @Test
  @DisplayName(
      "F-24: after a crash anywhere all that was forced is there, and no byte is read that was"
          + " never written")
  void whatWasForcedSurvivesACrashAnywhere() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      for (int crash = 0; crash < CRASHES; crash++) {
        disk.failAfter(random.nextInt(40) + 1L, Failure.CRASH);
        changeUntilTheCrash();
        disk.loseUnforced();
        if (random.nextInt(4) == 0) {
          crashWhileOpening();
        }
        store = open();
        check("seed %d, crash %d".formatted(seed, crash));
      }
    }
  }

  @Test
  @DisplayName(
      "F-24: after a crash while a copy takes the place of a replica, one of both is there, whole")
  void aCopyNeverMeetsTheRedoOfWhatItReplaces() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      byte[] before = new byte[3000];
      byte[] copied = new byte[5000];
      Arrays.fill(copied, (byte) 7);
      store.storeVersion(chunk, new ChunkVersion(1));
      store.write(chunk, new ByteRange(0, before.length), before);
      store.write(chunk, new ByteRange(10, 10), new byte[10]);
      disk.failAfter(random.nextInt(12) + 1L, Failure.CRASH);
      try {
        store.importReplica(
            chunk, new ChunkVersion(2), range -> range.offset() == 0 ? copied : new byte[0]);
      } catch (StorageException ignored) {
        // the power went
      }
      disk.loseUnforced();
      store = open();
      byte[] found = store.read(chunk, new ByteRange(0, SIZE));
      assertThat(found).as("seed %d", seed).isIn(before, copied);
    }
  }

  private void begin(long seed) {
    random = new Random(seed);
    disk = new CrashDisk(random, HOME);
    store = open();
    expectNothing();
  }

  private void expectNothing() {
    expected = new byte[0];
    loose = new boolean[SIZE];
    longest = 0;
    forced = 0;
    mayBeAbsent = true;
  }

  private void crashWhileOpening() {
    disk.failAfter(random.nextInt(6) + 1L, Failure.CRASH);
    try {
      store = open();
    } catch (StorageException ignored) {
      // the power went again
    }
    disk.loseUnforced();
  }

  private void changeUntilTheCrash() {
    try {
      while (!disk.hasFailed()) {
        change();
      }
    } catch (StorageException ignored) {
      // the power went
    }
  }

  private void change() {
    if (store.held().isEmpty()) {
      store.storeVersion(chunk, new ChunkVersion(1));
      return;
    }
    int kind = random.nextInt(13);
    if (kind == 0) {
      store.storeVersion(chunk, new ChunkVersion(2));
      noteForced();
    } else if (kind == 1) {
      store.sync(chunk);
      noteForced();
    } else if (kind == 2) {
      truncate(random.nextInt(longest + 1));
    } else if (kind == 3) {
      store.importReplica(chunk, new ChunkVersion(3), range -> store.read(chunk, range));
      noteForced();
    } else if (kind == 4) {
      delete();
    } else {
      write(random.nextInt(4) == 0 ? random.nextInt(longest + 1) : length());
    }
  }

  private int length() {
    return (int) store.held().get(0).lengthBytes();
  }

  private void write(int offset) {
    int most = Math.min(SIZE - offset, 1 + random.nextInt(2 * BlockSums.BLOCK));
    byte[] bytes = new byte[most];
    random.nextBytes(bytes);
    boolean force = random.nextInt(3) == 0;
    int end = offset + most;
    Arrays.fill(loose, offset, end, true);
    longest = Math.max(longest, end);
    expected = Arrays.copyOf(expected, Math.max(expected.length, longest));
    store.write(chunk, new ByteRange(offset, most), bytes, force);
    System.arraycopy(bytes, 0, expected, offset, most);
    if (force) {
      noteForced();
    }
  }

  private void truncate(int length) {
    forced = Math.min(forced, length);
    store.truncate(chunk, length);
    longest = length;
    expected = Arrays.copyOf(expected, length);
    noteForced();
  }

  /** The next replica may get its file, and sometimes has its id. */
  private void delete() {
    mayBeAbsent = true;
    store.delete(chunk);
    expectNothing();
    chunk = new ChunkId(chunk.value() + random.nextInt(3));
  }

  private void noteForced() {
    forced = length();
    mayBeAbsent = false;
    loose = new boolean[SIZE];
  }

  /** Everything that is held after a start is durable. */
  private void check(String where) {
    if (store.held().isEmpty()) {
      assertThat(mayBeAbsent).as(where).isTrue();
      expectNothing();
      return;
    }
    assertThat(store.held()).as(where).extracting(ReplicaInfo::chunk).containsExactly(chunk);
    byte[] found = store.read(chunk, new ByteRange(0, SIZE));
    assertThat(found.length).as(where).isEqualTo(length()).isBetween(forced, longest);
    for (int i = 0; i < found.length; i++) {
      if (!loose[i] && found[i] != expected[i]) {
        throw new AssertionError(where + ": byte " + i + " is not what was forced");
      }
    }
    expected = found;
    longest = found.length;
    noteForced();
  }
}
