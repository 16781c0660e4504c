package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.storage.CrashDisk.Failure;

/** What is left of a replica when the power fails at any operation, by seed. */
class ChunkCrashTest {
  private static final Path HOME = Path.of("data");
  private static final int SEEDS = Integer.getInteger("seeds", 60);
  private static final int CRASHES = 20;
  private static final int SIZE = 5 * BlockSums.BLOCK;
  private static final ChunkId CHUNK = new ChunkId(161);

  private Random random = new Random(0);
  private CrashDisk disk = new CrashDisk(random, HOME);
  private ChunkStore store = open();

  /** What the replica must hold: bytes that were forced and not touched since. */
  private byte[] expected = new byte[0];

  /** Which of the bytes were touched since they were forced: they may be anything written. */
  private boolean[] loose = new boolean[SIZE];

  /** The longest it may be, and how much of it was forced. */
  private int longest;

  private int forced;
  private boolean mayBeAbsent = true;

  private ChunkStore open() {
    return ChunkStore.open(HOME, disk, SIZE);
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

  private void begin(long seed) {
    random = new Random(seed);
    disk = new CrashDisk(random, HOME);
    store = open();
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
      store.storeVersion(CHUNK, new ChunkVersion(1));
      return;
    }
    int kind = random.nextInt(12);
    if (kind == 0) {
      store.storeVersion(CHUNK, new ChunkVersion(2));
      noteForced();
    } else if (kind == 1) {
      store.sync(CHUNK);
      noteForced();
    } else if (kind == 2) {
      truncate(random.nextInt(longest + 1));
    } else if (kind == 3) {
      store.importReplica(CHUNK, new ChunkVersion(3), range -> store.read(CHUNK, range));
      noteForced();
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
    store.write(CHUNK, new ByteRange(offset, most), bytes, force);
    System.arraycopy(bytes, 0, expected, offset, most);
    if (force) {
      noteForced();
    }
  }

  private void truncate(int length) {
    forced = Math.min(forced, length);
    store.truncate(CHUNK, length);
    longest = length;
    expected = Arrays.copyOf(expected, length);
    noteForced();
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
      begin(random.nextLong());
      return;
    }
    byte[] found = store.read(CHUNK, new ByteRange(0, SIZE));
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
