package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
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
import org.quorama.storage.StorageException.Kind;

/** Raft's state in many small segments, with a hard state and snapshots beside them. */
class SegmentedStorageTest {
  private static final HardState TERM_2 = new HardState(2, NodeId.of("n3"));
  private static final StorageOptions SMALL = new StorageOptions(2048);

  @TempDir private Path dir;
  private final FailingDisk disk = new FailingDisk();

  @BeforeEach
  void beginTermTwo() {
    write(new PersistHardState(1, TERM_2));
  }

  @Test
  void aLongLogIsKeptInSegmentsOfABoundedSize() throws IOException {
    write(append(1, 40));
    write(append(41, 100));
    assertThat(recover().log()).isEqualTo(entries(1, 100));
    assertThat(segments()).hasSizeGreaterThan(5);
    for (Path segment : segments()) {
      assertThat(Files.size(segment)).isLessThanOrEqualTo(SMALL.segmentBytes());
    }
  }

  @Test
  void aRecordLongerThanASegmentHasOneOfItsOwn() throws IOException {
    LogEntry large = LogEntry.command(new LogPosition(2, 3), Bytes.wrap(new byte[5000]));
    write(append(1, 2), new AppendToLog(1, List.of(large)), append(4, 5));
    assertThat(recover().log()).containsExactly(entry(1), entry(2), large, entry(4), entry(5));
    assertThat(segments()).hasSize(3);
  }

  @Test
  void aTruncationIntoAnOlderSegmentComesBack() {
    write(append(1, 60));
    write(new TruncateLog(2, 11));
    assertThat(recover().log()).isEqualTo(entries(1, 10));
    write(append(11, 80));
    assertThat(recover().log()).isEqualTo(entries(1, 80));
  }

  @Test
  @DisplayName("ST-04: the directory is forced when a segment is made and when one is deleted")
  void theDirectoryIsForcedForEachSegment() throws IOException {
    int before = disk.forcedDirectories.size();
    write(append(1, 100));
    int made = segments().size() - 1;
    assertThat(disk.forcedDirectories.size() - before).isGreaterThanOrEqualTo(made);
    before = disk.forcedDirectories.size();
    write(save(100, LogSuffix.KEPT));
    assertThat(disk.forcedDirectories.size() - before).isGreaterThanOrEqualTo(made);
  }

  @Test
  @DisplayName("ST-02: damage to any record of an older segment is refused")
  void damageToAnyRecordOfAnOlderSegmentIsRefused() throws IOException {
    write(append(1, 60));
    Path segment = segments().get(1);
    byte[] whole = Files.readAllBytes(segment);
    int end = contentEnd(whole);
    for (int at = SegmentFile.HEAD; at < end; at += 7) {
      Files.write(segment, flipped(whole, at));
      if (whole[at] != 0 || at < end - WalRecord.NUMBERS) {
        assertRefusedOrIntact("flip at " + at);
      }
    }
    Files.write(segment, flipped(whole, end - 1));
    assertRefused("is damaged at offset");
  }

  /** A flipped bit of padding between two records changes nothing. */
  private void assertRefusedOrIntact(String what) {
    try {
      assertThat(recover().log()).as(what).isEqualTo(entries(1, 60));
    } catch (StorageException e) {
      assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
    }
  }

  @Test
  @DisplayName("ST-02: a cut tail is cut off in the last segment only")
  void aCutOlderSegmentIsRefused() throws IOException {
    write(append(1, 60));
    Path older = segments().get(2);
    byte[] whole = Files.readAllBytes(older);
    Files.write(older, Arrays.copyOf(whole, contentEnd(whole) - 1));
    assertRefused("is damaged at offset");
    Files.write(older, whole);
    List<Path> all = segments();
    Path last = all.get(all.size() - 1);
    byte[] end = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(end, contentEnd(end) - 1));
    assertThat(recover().log()).isEqualTo(entries(1, 59));
  }

  @Test
  @DisplayName("ST-02: a damaged head of a segment is refused, the last one's too")
  void aDamagedHeadIsRefused() throws IOException {
    write(append(1, 60));
    for (Path segment : segments()) {
      byte[] whole = Files.readAllBytes(segment);
      Files.write(segment, flipped(whole, 20));
      assertRefused("is damaged at offset 0");
      Files.write(segment, whole);
    }
    assertThat(recover().log()).isEqualTo(entries(1, 60));
  }

  @Test
  @DisplayName("ST-11: a segment that is gone is refused, whichever it is")
  void aSegmentThatIsGoneIsRefused() throws IOException {
    write(append(1, 60));
    List<Path> all = segments();
    for (Path segment : all.subList(0, all.size() - 1)) {
      byte[] whole = Files.readAllBytes(segment);
      Files.delete(segment);
      assertRefused("Do not delete single files");
      Files.write(segment, whole);
    }
    for (Path segment : all) {
      Files.delete(segment);
    }
    assertRefused("has no log");
  }

  @Test
  @DisplayName("ST-11: a gap between snapshot and log is refused")
  void aGapBetweenSnapshotAndLogIsRefused() throws IOException {
    write(append(1, 60));
    write(save(10, LogSuffix.KEPT));
    byte[] old = Files.readAllBytes(snapshot());
    write(save(40, LogSuffix.KEPT));
    Files.write(snapshot(), old);
    assertRefused("has a gap: the snapshot ends with entry 10");
    Files.delete(snapshot());
    assertRefused("has a gap");
  }

  @Test
  @DisplayName("ST-11: a log that ends before its snapshot was saved is refused")
  void aLogThatEndsBeforeItsSnapshotIsRefused() throws IOException {
    write(append(1, 5));
    Path segment = segments().get(0);
    byte[] before = Files.readAllBytes(segment);
    write(append(6, 10));
    write(save(4, LogSuffix.KEPT));
    Files.write(segment, before);
    assertRefused("had 10 when the snapshot was saved");
  }

  @Test
  void aSnapshotReplacesTheSegmentsBeforeItAndKeepsTheEntriesBehind() throws IOException {
    write(append(1, 100));
    int before = segments().size();
    write(save(70, LogSuffix.KEPT));
    assertThat(segments()).hasSizeLessThan(before / 2);
    assertThat(recover()).isEqualTo(new RecoveredState(TERM_2, snapshotOf(70), entries(71, 100)));
    write(append(101, 110), save(110, LogSuffix.KEPT));
    assertThat(segments()).hasSize(1);
    assertThat(recover()).isEqualTo(new RecoveredState(TERM_2, snapshotOf(110), List.of()));
    write(append(111, 112));
    assertThat(recover().log()).isEqualTo(entries(111, 112));
  }

  @Test
  @DisplayName("S-07: behind a snapshot that discards the log, the log is empty and goes on")
  void aSnapshotCanDiscardTheLog() throws IOException {
    write(append(1, 60));
    write(save(50, LogSuffix.DISCARDED));
    assertThat(recover()).isEqualTo(new RecoveredState(TERM_2, snapshotOf(50), List.of()));
    assertThat(segments()).hasSize(1);
    write(append(51, 55), save(90, LogSuffix.DISCARDED), append(91, 92));
    write(save(92, LogSuffix.KEPT));
    assertThat(recover()).isEqualTo(new RecoveredState(TERM_2, snapshotOf(92), List.of()));
  }

  @Test
  void anEmptyNodeTakesASnapshot() {
    write(save(50, LogSuffix.DISCARDED));
    write(append(51, 52));
    assertThat(recover()).isEqualTo(new RecoveredState(TERM_2, snapshotOf(50), entries(51, 52)));
  }

  @Test
  void aSnapshotThatTheLogDoesNotReachMustDiscardIt() {
    write(append(1, 5));
    assertThatThrownBy(() -> write(save(6, LogSuffix.KEPT))).isInstanceOf(InvariantViolation.class);
  }

  @Test
  @DisplayName("ST-02 ST-10: one flipped bit anywhere in a snapshot, its index too, is refused")
  void aDamagedSnapshotIsRefused() throws IOException {
    write(append(1, 5), save(3, LogSuffix.KEPT));
    byte[] whole = Files.readAllBytes(snapshot());
    for (int at = 0; at < whole.length; at++) {
      Files.write(snapshot(), flipped(whole, at));
      assertRefused("snapshot is damaged");
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(snapshot(), Arrays.copyOf(whole, length));
      assertRefused("snapshot is damaged");
    }
  }

  @Test
  @DisplayName("ST-08: damage to either slot of the hard state leaves the latest state")
  void damageToEitherSlotLeavesTheLatestState() throws IOException {
    write(new PersistHardState(1, new HardState(7, NodeId.of("n2"))));
    byte[] whole = Files.readAllBytes(hardState());
    for (int slot : new int[] {0, 4096}) {
      for (int at = slot; at < slot + 41; at++) {
        Files.write(hardState(), flipped(whole, at));
        assertThat(recover().hardState()).isEqualTo(new HardState(7, NodeId.of("n2")));
        assertThat(Files.readAllBytes(hardState())).isEqualTo(whole);
      }
    }
  }

  @Test
  @DisplayName("ST-08: a torn write of the first slot falls back to the state before")
  void aTornWriteFallsBackToTheStateBefore() throws IOException {
    byte[] before = Files.readAllBytes(hardState());
    write(new PersistHardState(1, new HardState(7, null)));
    byte[] torn = before.clone();
    System.arraycopy(Files.readAllBytes(hardState()), 0, torn, 0, 20);
    Files.write(hardState(), torn);
    assertThat(recover().hardState()).isEqualTo(TERM_2);
  }

  @Test
  @DisplayName("ST-08: one slot is forced before the other is touched; entries are forced once")
  void oneSlotIsForcedBeforeTheOther() {
    try (RaftStorage storage = open()) {
      int before = disk.forces;
      storage.write(List.of(new PersistHardState(1, new HardState(7, null))));
      assertThat(disk.forces - before).isEqualTo(2);
      storage.write(List.of(append(1, 3)));
      assertThat(disk.forces - before).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("ST-08: a hard state that is gone, or older than the log, is refused")
  void aHardStateThatIsGoneIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(hardState());
    LogEntry later = LogEntry.noOp(new LogPosition(5, 1));
    write(new PersistHardState(1, new HardState(5, null)), new AppendToLog(2, List.of(later)));
    Files.write(hardState(), before);
    assertRefused("it is older than the log");
    Files.write(hardState(), new byte[before.length]);
    assertRefused("nobody knows whom this node has voted for");
    Files.delete(hardState());
    assertRefused("nobody knows whom this node has voted for");
  }

  @Test
  @DisplayName("ST-06: a disk that is full when the next segment or a snapshot is made")
  void aFullDiskStopsTheStorageInEveryFile() {
    for (Persist effect : List.of(append(6, 60), save(3, LogSuffix.KEPT))) {
      try (RaftStorage storage = open()) {
        if (storage.recovered().log().isEmpty()) {
          storage.write(List.of(append(1, 5)));
        }
        disk.onWrite = new IOException("No space left on device");
        assertKind(Kind.NO_SPACE, () -> storage.write(List.of(effect)));
        disk.onWrite = null;
        assertKind(Kind.IO, () -> storage.write(List.of(effect)));
      }
      assertThat(recover().log()).isEqualTo(entries(1, 5));
    }
  }

  private void assertRefused(String message) {
    StorageException refusal = catchThrowableOfType(StorageException.class, this::recover);
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.kind()).isEqualTo(Kind.CORRUPT);
  }

  private static void assertKind(Kind kind, Runnable action) {
    StorageException failure = catchThrowableOfType(StorageException.class, action::run);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("raft"))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("log-"))
          .sorted()
          .toList();
    }
  }

  private Path snapshot() {
    return dir.resolve("raft/snapshot");
  }

  private Path hardState() {
    return dir.resolve("raft/hard-state");
  }

  /** Every record ends with a command that ends with a letter. */
  private static int contentEnd(byte[] file) {
    int end = file.length;
    while (file[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static byte[] flipped(byte[] whole, int at) {
    byte[] copy = whole.clone();
    copy[at] ^= 4;
    return copy;
  }

  private RaftStorage open() {
    return RaftStorage.open(dir, disk, SMALL);
  }

  private void write(Persist... effects) {
    try (RaftStorage storage = open()) {
      storage.write(List.of(effects));
    }
  }

  private RecoveredState recover() {
    try (RaftStorage storage = open()) {
      return storage.recovered();
    }
  }

  private static Persist append(int from, int to) {
    return new AppendToLog(1, entries(from, to));
  }

  private static List<LogEntry> entries(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(SegmentedStorageTest::entry).toList();
  }

  private static LogEntry entry(int index) {
    Bytes command = Bytes.ofUtf8("command " + index + "-".repeat(60) + "x");
    return LogEntry.command(new LogPosition(2, index), command);
  }

  private static Persist save(int index, LogSuffix suffix) {
    return new SaveSnapshot(1, snapshotOf(index), suffix);
  }

  private static Snapshot snapshotOf(int index) {
    Membership members =
        new Membership(2, List.of(NodeId.of("n1"), NodeId.of("n3")), List.of(NodeId.of("n6")));
    return new Snapshot(new LogPosition(2, index), members, Bytes.ofUtf8("state " + index));
  }
}
