package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.RaftEffect.Persist;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.RaftEffect.SaveSnapshot;
import org.quorama.raft.RaftEffect.TruncateLog;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.storage.CrashDisk.Failure;

/** What is left of a batch when the disk fails at any operation, by seed. */
class StorageCrashTest {
  private static final Path HOME = Path.of("data");
  private static final int SEEDS = Integer.getInteger("seeds", 40);
  private static final int BATCHES = 30;

  private Random random = new Random(0);
  private CrashDisk disk = new CrashDisk(random, HOME);
  private StorageOptions options = StorageOptions.defaults();

  private void begin(long seed) {
    random = new Random(seed);
    disk = new CrashDisk(random, HOME);
    options = new StorageOptions(1024L << random.nextInt(4));
  }

  @Test
  @DisplayName(
      "ST-01 ST-03 ST-08 S-06: a crash anywhere, losing any unforced sectors, leaves a prefix that"
          + " holds all that was acknowledged")
  void aCrashAnywhereLeavesAPrefixOfTheBatch() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      RandomEffects effects = new RandomEffects(random);
      RecoveredState state = recover(List.of(RecoveredState.EMPTY), "seed " + seed);
      for (int i = 0; i < BATCHES; i++) {
        disk.failAfter(random.nextInt(60) + 1L, Failure.CRASH);
        state = writeUntilFailure(effects, state, "seed %d, crash %d".formatted(seed, i));
      }
    }
  }

  @Test
  @DisplayName("ST-05 ST-06: after a disk's error anywhere no write is taken, and none is lost")
  void anErrorAnywhereStopsTheStorage() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      RandomEffects effects = new RandomEffects(random);
      RecoveredState state = recover(List.of(RecoveredState.EMPTY), "seed " + seed);
      for (int i = 0; i < BATCHES; i++) {
        disk.failAfter(random.nextInt(60) + 1L, Failure.ERROR);
        state = writeUntilFailure(effects, state, "seed %d, error %d".formatted(seed, i));
      }
    }
  }

  /** Opens, writes until the disk fails, and returns what is there afterwards. */
  private RecoveredState writeUntilFailure(
      RandomEffects effects, RecoveredState before, String where) {
    RecoveredState state = before;
    List<RecoveredState> allowed = List.of(before);
    try (RaftStorage storage = open()) {
      while (true) {
        List<Persist> batch = effects.batch(state);
        allowed = StorageModel.prefixes(state, batch);
        storage.write(batch);
        state = allowed.get(allowed.size() - 1);
        allowed = List.of(state);
      }
    } catch (StorageException e) {
      assertThat(disk.hasFailed()).as(where + ": " + e).isTrue();
    }
    return recover(allowed, where);
  }

  /** Ends the process or the power too, and opens: twice, since what was read must be durable. */
  private RecoveredState recover(List<RecoveredState> allowed, String where) {
    if (random.nextBoolean()) {
      disk.loseUnforced();
    } else {
      disk.restart();
    }
    RecoveredState found = read();
    assertThat(allowed).as(where).contains(found);
    disk.loseUnforced();
    assertThat(read()).as(where + ", again").isEqualTo(found);
    return found;
  }

  private RecoveredState read() {
    try (RaftStorage storage = open()) {
      return storage.recovered();
    }
  }

  private RaftStorage open() {
    return RaftStorage.open(HOME, disk, options);
  }

  @Test
  @DisplayName("S-06: a crash at each step of a snapshot leaves the old one or the new one")
  void aCrashAtEachStepOfASnapshotLeavesTheOldOrTheNew() {
    for (LogSuffix suffix : LogSuffix.values()) {
      int steps = 0;
      while (crashesAt(suffix, ++steps)) {
        for (int seed = 1; seed < 6; seed++) {
          begin(seed);
          crashesAt(suffix, steps);
        }
      }
      assertThat(steps).as("operations of a snapshot").isGreaterThan(8);
    }
  }

  private boolean crashesAt(LogSuffix suffix, int step) {
    begin(step);
    options = new StorageOptions(1024);
    RecoveredState before = recover(List.of(RecoveredState.EMPTY), "at the start");
    before = write(before, new PersistHardState(1, new HardState(2, null)), append(1, 20));
    before = write(before, save(5, LogSuffix.KEPT), append(21, 30));
    List<Persist> batch = List.of(save(suffix == LogSuffix.KEPT ? 25 : 50, suffix));
    disk.failAfter(step, Failure.CRASH);
    List<RecoveredState> allowed = StorageModel.prefixes(before, batch);
    try (RaftStorage storage = open()) {
      storage.write(batch);
    } catch (StorageException e) {
      recover(allowed, suffix + " at step " + step);
      return true;
    }
    return disk.hasFailed();
  }

  @Test
  @DisplayName("S-06 ST-11: a crash while old segments are deleted leaves no gap")
  void aCrashWhileTheLogIsTruncatedAndReplacedLeavesNoGap() {
    for (int step = 1; step < 200; step++) {
      begin(step);
      options = new StorageOptions(1024);
      RecoveredState state = recover(List.of(RecoveredState.EMPTY), "at the start");
      state = write(state, new PersistHardState(1, new HardState(2, null)), append(1, 20));
      state = write(state, new TruncateLog(1, 8), append(8, 30), save(7, LogSuffix.KEPT));
      List<Persist> batch =
          List.of(save(40, LogSuffix.DISCARDED), append(41, 60), save(55, LogSuffix.KEPT));
      List<RecoveredState> allowed = StorageModel.prefixes(state, batch);
      disk.failAfter(step, Failure.CRASH);
      try (RaftStorage storage = open()) {
        storage.write(batch);
      } catch (StorageException e) {
        recover(allowed, "step " + step);
      }
    }
  }

  private RecoveredState write(RecoveredState before, Persist... effects) {
    List<Persist> batch = List.of(effects);
    try (RaftStorage storage = open()) {
      storage.write(batch);
    }
    List<RecoveredState> states = StorageModel.prefixes(before, batch);
    assertThat(read()).isEqualTo(states.get(states.size() - 1));
    return states.get(states.size() - 1);
  }

  private static Persist append(int from, int to) {
    return new AppendToLog(
        1,
        java.util.stream.IntStream.rangeClosed(from, to)
            .mapToObj(StorageCrashTest::entry)
            .toList());
  }

  private static LogEntry entry(int index) {
    return LogEntry.command(new LogPosition(2, index), Bytes.wrap(new byte[200]));
  }

  private static Persist save(int index, LogSuffix suffix) {
    Membership members = Membership.initial(List.of(NodeId.of("n1")));
    Bytes state = Bytes.ofUtf8("state at " + index);
    return new SaveSnapshot(1, new Snapshot(new LogPosition(2, index), members, state), suffix);
  }
}
