package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.Persist;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.RaftEffect.TruncateLog;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.storage.StorageException.Kind;

class RaftStorageTest {
  private static final NodeId NODE = NodeId.of("n1");

  @TempDir private Path dir;
  private final FailingDisk disk = new FailingDisk();

  @BeforeEach
  void beginTermTwo() {
    assertThat(recover()).as("of a new node").isEqualTo(RecoveredState.EMPTY);
    write(new PersistHardState(1, new HardState(2, null)));
  }

  @Test
  void termVoteAndLogComeBackAfterARestart() {
    write(append(1, 3));
    write(new PersistHardState(3, new HardState(4, null)), append(4, 4));
    assertThat(recover()).isEqualTo(RecoveredState.of(new HardState(4, null), entries(1, 4)));
  }

  @Test
  void aTruncationAndWhatFollowsItComeBack() {
    write(append(1, 5), new TruncateLog(2, 3));
    LogEntry other = LogEntry.command(new LogPosition(9, 3), Bytes.ofUtf8("other"));
    write(new PersistHardState(3, new HardState(9, null)), new AppendToLog(4, List.of(other)));
    assertThat(recover().log()).containsExactly(entry(1), entry(2), other);
  }

  @Test
  void commandsLargerThanTheBufferComeBack() {
    byte[] large = new byte[3 << 20];
    Arrays.fill(large, (byte) 7);
    LogEntry entry = LogEntry.command(new LogPosition(1, 1), Bytes.wrap(large));
    write(new AppendToLog(1, List.of(entry)), append(2, 3));
    assertThat(recover().log()).startsWith(entry).hasSize(3);
  }

  @Test
  void everyKindOfEntryComesBack() {
    Membership members = new Membership(2, List.of(NODE), List.of(NodeId.of("n6")));
    List<LogEntry> log =
        List.of(
            LogEntry.noOp(new LogPosition(1, 1)),
            LogEntry.membership(2, members),
            LogEntry.command(new LogPosition(2, 3), Bytes.EMPTY));
    write(new AppendToLog(1, log));
    assertThat(recover().log()).isEqualTo(log);
  }

  @Test
  void entriesAndTruncationsOfABatchAreForcedOnce() {
    use(
        storage -> {
          int before = disk.forces;
          storage.write(List.of(append(1, 100), new TruncateLog(2, 50), append(50, 60)));
          assertThat(disk.forces - before).isEqualTo(1);
          storage.write(List.of());
          assertThat(disk.forces - before).isEqualTo(1);
        });
  }

  @Test
  void anEntryOfATermThatIsNotDurableIsRefused() {
    LogEntry early = LogEntry.noOp(new LogPosition(3, 1));
    assertThatThrownBy(() -> write(new AppendToLog(1, List.of(early))))
        .isInstanceOf(InvariantViolation.class);
  }

  @Test
  @DisplayName("ST-01: cut at every byte of the last record, the exact prefix is recovered")
  void aLogCutAnywhereInItsLastRecordKeepsThePrefix() throws IOException {
    write(append(1, 3));
    long good = contentEnd();
    write(append(4, 4));
    byte[] whole = Files.readAllBytes(log());
    for (long cut = good; cut < contentEnd(whole); cut++) {
      Files.write(log(), Arrays.copyOf(whole, (int) cut));
      write(append(4, 5));
      assertThat(recover().log()).as("cut at %d", cut).isEqualTo(entries(1, 5));
    }
  }

  @Test
  @DisplayName("ST-01: a damaged last record is dropped, preallocated space behind it or not")
  void aDamagedLastRecordIsDropped() throws IOException {
    write(append(1, 3));
    long good = contentEnd();
    write(append(4, 4));
    byte[] whole = Files.readAllBytes(log());
    for (long at = good; at < contentEnd(whole); at++) {
      Files.write(log(), flipped(whole, at));
      assertThat(recover().log()).as("flip at %d", at).isEqualTo(entries(1, 3));
    }
  }

  @Test
  @DisplayName("ST-02: damage at any byte of record 5 of 10 is refused")
  void damageInTheMiddleIsRefused() throws IOException {
    write(append(1, 4));
    long from = contentEnd();
    write(append(5, 5));
    long to = contentEnd();
    write(append(6, 10));
    byte[] whole = Files.readAllBytes(log());
    for (long at = from; at < to; at++) {
      Files.write(log(), flipped(whole, at));
      StorageException refusal = catchThrowableOfType(StorageException.class, this::recover);
      assertThat(refusal).as("flip at %d", at).isNotNull();
      assertThat(refusal.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(refusal).hasMessageContaining(log() + " is damaged at offset " + from);
    }
  }

  @Test
  @DisplayName("ST-02: changed bytes are refused even if only the same batch follows")
  void aFlippedBitInsideTheLastBatchIsRefused() throws IOException {
    write(append(1, 10));
    byte[] whole = Files.readAllBytes(log());
    Files.write(log(), flipped(whole, contentEnd(whole) / 2));
    assertThatThrownBy(this::recover).isInstanceOf(StorageException.class);
  }

  @Test
  @DisplayName("ST-03: a sector that an unacknowledged batch lost drops the rest of the batch")
  void aLostSectorOfTheLastBatchDropsTheRestOfIt() throws IOException {
    write(append(1, 3));
    write(append(4, 40));
    byte[] whole = Files.readAllBytes(log());
    Arrays.fill(whole, 1024, 1536, (byte) 0);
    Files.write(log(), whole);
    List<LogEntry> log = recover().log();
    assertThat(log).hasSizeBetween(3, 39).isEqualTo(entries(1, log.size()));
    assertThat(recover().log()).isEqualTo(log);
  }

  @Test
  @DisplayName("ST-02: a sector lost before a later batch is refused")
  void aLostSectorOfAnEarlierBatchIsRefused() throws IOException {
    write(append(1, 40));
    write(append(41, 41));
    byte[] whole = Files.readAllBytes(log());
    Arrays.fill(whole, 1024, 1536, (byte) 0);
    Files.write(log(), whole);
    assertThatThrownBy(this::recover).isInstanceOf(StorageException.class);
  }

  @Test
  @DisplayName("ST-04: the directory is forced after the log is made")
  void theDirectoryIsForcedWhenTheLogIsMade() {
    use(storage -> {});
    assertThat(disk.forcedDirectories).contains(dir, dir.resolve("raft"));
  }

  @Test
  @DisplayName("ST-05: after a failed force nothing is taken any more")
  void aFailedForceStopsTheStorage() {
    use(
        storage -> {
          storage.write(List.of(append(1, 2)));
          disk.onForce = new IOException("Input/output error");
          assertKind(Kind.IO, () -> storage.write(List.of(append(3, 3))));
          disk.onForce = null;
          assertKind(Kind.IO, () -> storage.write(List.of(append(3, 3))));
        });
    assertThat(recover().log()).isEqualTo(entries(1, 2));
  }

  @Test
  @DisplayName("ST-06: a full disk is named, and the log ends at the last good record")
  void aFullDiskStopsTheStorageAtTheLastGoodRecord() {
    use(
        storage -> {
          storage.write(List.of(append(1, 2)));
          disk.onWrite = new IOException("No space left on device");
          assertKind(Kind.NO_SPACE, () -> storage.write(List.of(append(3, 9))));
          disk.onWrite = null;
          assertKind(Kind.IO, () -> storage.write(List.of(append(3, 9))));
        });
    assertThat(recover().log()).isEqualTo(entries(1, 2));
  }

  @Test
  void theLogOfAnOlderVersionIsRefused() throws IOException {
    Files.writeString(dir.resolve("raft.log"), "QUORAMA-WAL-0001");
    assertThatThrownBy(this::recover)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("raft.log was written by an older version")
        .hasMessageContaining("start with an empty one");
  }

  @Test
  @DisplayName("ST-07: an interrupt stops the storage, and nothing acknowledged is lost")
  void anInterruptStopsTheStorage() {
    use(
        storage -> {
          storage.write(List.of(append(1, 2)));
          Thread.currentThread().interrupt();
          assertKind(Kind.IO, () -> storage.write(List.of(append(3, 3))));
          assertThat(Thread.interrupted()).isTrue();
          assertKind(Kind.IO, () -> storage.write(List.of(append(3, 3))));
        });
    assertThat(recover().log()).startsWith(entry(1), entry(2)).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aFileThatIsNotALogIsRefused() throws IOException {
    use(storage -> {});
    Files.writeString(log(), "something else altogether");
    assertKind(Kind.CORRUPT, this::recover);
  }

  private static void assertKind(Kind kind, Runnable action) {
    StorageException failure = catchThrowableOfType(StorageException.class, action::run);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
  }

  private Path log() {
    return dir.resolve("raft").resolve("log-%020d".formatted(1));
  }

  private long contentEnd() throws IOException {
    return contentEnd(Files.readAllBytes(log()));
  }

  /** Every record ends with a command that ends with a letter. */
  private static long contentEnd(byte[] file) {
    int end = file.length;
    while (file[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static byte[] flipped(byte[] whole, long at) {
    byte[] copy = whole.clone();
    copy[(int) at] ^= 4;
    return copy;
  }

  private void write(Persist... effects) {
    use(storage -> storage.write(List.of(effects)));
  }

  private RecoveredState recover() {
    RecoveredState[] state = new RecoveredState[1];
    use(storage -> state[0] = storage.recovered());
    return state[0];
  }

  private void use(Consumer<RaftStorage> action) {
    try (DataDirectory directory = DataDirectory.open(dir, new Identity(NODE, "test", 0), disk);
        RaftStorage storage = RaftStorage.open(directory)) {
      action.accept(storage);
    }
  }

  private static AppendToLog append(int from, int to) {
    return new AppendToLog(1, entries(from, to));
  }

  private static List<LogEntry> entries(int from, int to) {
    return java.util.stream.IntStream.rangeClosed(from, to)
        .mapToObj(RaftStorageTest::entry)
        .toList();
  }

  private static LogEntry entry(int index) {
    return LogEntry.command(new LogPosition(2, index), Bytes.ofUtf8("command " + index + "x"));
  }
}
