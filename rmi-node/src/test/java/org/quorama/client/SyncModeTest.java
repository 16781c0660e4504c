package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quorama.protocol.RandomBytes.random;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PushedData;

/** What {@link SyncMode} promises is what a loss of power leaves. */
class SyncModeTest {
  private static final FilePath FILE = FilePath.parse("/f");

  /** What rides with its order, what is pushed before, and what takes several pieces. */
  private static final int RIDER = 100;

  private static final int PIECE = PieceWriter.MAX_RIDER_BYTES + 1;
  private static final int PIECES = 2 * PushedData.MAX_BYTES + 1;

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  private void create(SyncMode sync) {
    client.require(new FileOperation.CreateFile(FILE, sync));
  }

  private void put(SyncMode sync, int length) {
    byte[] bytes = random(length).toArray();
    client.put(new ByteArrayInputStream(bytes), length, FILE, sync, TransferProgress.none());
  }

  /** Has the power fail when the master is about to hear of a length. */
  private void losePowerBeforeLengthsAreRecorded() {
    cluster.interceptor =
        operation -> {
          if (operation instanceof FileOperation.ExtendFile) {
            cluster.losePower();
          }
          return null;
        };
  }

  private void assertKept(Bytes bytes) {
    assertThat(cluster.losePower()).isEqualTo(bytes.length());
    assertThat(cluster.length()).isEqualTo(bytes.length());
    assertThat(client.read(FILE, new ByteRange(0, bytes.length()))).isEqualTo(bytes);
  }

  private void assertNothingWasForced(long length) {
    assertThat(cluster.syncs).isEmpty();
    assertThat(cluster.orders).isNotEmpty().noneMatch(order -> order.mutation().force());
    assertThat(cluster.losePower()).isZero();
    assertThat(cluster.length()).as("the length is in the log").isEqualTo(length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void aWriteIsForcedBeforeItsLengthIsRecorded(SyncMode sync) {
    create(sync);
    losePowerBeforeLengthsAreRecorded();
    client.write(FILE, 0, random(PIECES));
    assertKept(random(PIECES));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void aSmallWriteIsForcedBeforeItsLengthIsRecorded(SyncMode sync) {
    create(sync);
    losePowerBeforeLengthsAreRecorded();
    client.write(FILE, 0, random(RIDER));
    assertKept(random(RIDER));
    assertThat(cluster.syncs).as("the order says it").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {RIDER, PIECE, PIECES})
  void aWriteToAFileThatIsNeverForcedForcesNothing(int length) {
    create(SyncMode.NEVER);
    client.write(FILE, 0, random(length));
    assertNothingWasForced(length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void anAppendIsForcedBeforeItsLengthIsRecorded(SyncMode sync) {
    create(sync);
    losePowerBeforeLengthsAreRecorded();
    assertThat(client.append(FILE, random(PIECE))).isZero();
    assertKept(random(PIECE));
  }

  @ParameterizedTest
  @ValueSource(ints = {RIDER, PIECE})
  void anAppendToAFileThatIsNeverForcedForcesNothing(int length) {
    create(SyncMode.NEVER);
    assertThat(client.append(FILE, random(length))).isZero();
    assertNothingWasForced(length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void aPutIsForced(SyncMode sync) {
    losePowerBeforeLengthsAreRecorded();
    put(sync, PIECES);
    assertKept(random(PIECES));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void aSmallPutIsForced(SyncMode sync) {
    put(sync, PIECE);
    assertKept(random(PIECE));
  }

  @ParameterizedTest
  @ValueSource(ints = {RIDER, PIECE, PIECES})
  void aPutOfAFileThatIsNeverForcedForcesNothing(int length) {
    put(SyncMode.NEVER, length);
    assertNothingWasForced(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {RIDER, PIECE})
  void aSmallPutThatHasToGoTheUsualWayKeepsTheMode(int length) {
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.ReserveChunks
                ? OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)
                : null;
    put(SyncMode.NEVER, length);
    assertNothingWasForced(length);
  }

  @Test
  void whatContinuesAPutIsForcedAsTheFileSays() {
    create(SyncMode.NEVER);
    byte[] bytes = random(PIECES).toArray();
    client.resume(new ByteArrayInputStream(bytes), PIECES, FILE, TransferProgress.none());
    assertNothingWasForced(PIECES);
  }

  @Test
  void aFileOfWhichNobodySaidAnythingIsAlwaysForced() {
    client.put(
        new ByteArrayInputStream(random(RIDER).toArray()), RIDER, FILE, TransferProgress.none());
    assertThat(client.stat(FILE).sync()).isEqualTo(SyncMode.ALWAYS);
    assertKept(random(RIDER));
  }

  @Test
  void aStreamToAFileThatIsAlwaysForcedForcesEveryRecord() {
    create(SyncMode.ALWAYS);
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(RIDER), false)).isZero();
      assertThat(cluster.losePower()).isEqualTo(RIDER);
    }
    assertThat(cluster.syncs).isEmpty();
    assertKept(random(RIDER));
  }

  @Test
  void aStreamForcesWhatItAppendedBeforeItRecordsTheLength() {
    create(SyncMode.CLOSE);
    losePowerBeforeLengthsAreRecorded();
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(RIDER), false)).isZero();
      assertThat(cluster.orders).noneMatch(order -> order.mutation().force());
      stream.flush();
      assertThat(cluster.losePower()).as("flushed").isEqualTo(RIDER);
      assertThat(stream.append(random(7), false)).isEqualTo(RIDER);
    }
    assertThat(cluster.syncs).hasSize(2);
    assertThat(cluster.length()).isEqualTo(RIDER + 7);
    assertThat(cluster.losePower()).as("closed").isEqualTo(RIDER + 7);
  }

  @Test
  void aStreamForcesNothingTwice() {
    create(SyncMode.CLOSE);
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(7), false)).isZero();
      assertThat(stream.append(random(RIDER), true)).isEqualTo(7);
    }
    assertThat(cluster.syncs).as("the last record was forced, and all before").isEmpty();
    assertThat(cluster.losePower()).isEqualTo(RIDER + 7);
  }

  @Test
  void whatAStreamLeavesBehindForALargeRecordIsForced() {
    create(SyncMode.CLOSE);
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(RIDER), false)).isZero();
      losePowerBeforeLengthsAreRecorded();
      assertThat(stream.append(random(PIECE), false)).isEqualTo(RIDER);
      assertThat(cluster.losePower()).isEqualTo(RIDER + PIECE);
    }
    assertThat(cluster.syncs).hasSize(1);
  }

  @Test
  void aStreamToAFileThatIsNeverForcedForcesNothing() {
    create(SyncMode.NEVER);
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(RIDER), false)).isZero();
      stream.flush();
      assertThat(stream.append(random(PIECE), false)).isEqualTo(RIDER);
      assertThat(stream.append(random(7), false)).isEqualTo(RIDER + PIECE);
    }
    assertNothingWasForced(RIDER + PIECE + 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {RIDER, PIECE})
  void aRecordThatIsToBeForcedIsForcedWhateverTheFileSays(int length) {
    create(SyncMode.NEVER);
    try (AppendStream stream = client.appends(FILE)) {
      assertThat(stream.append(random(length), true)).isZero();
      assertThat(cluster.losePower()).isEqualTo(length);
    }
  }

  /** A stream with a record that is not forced, under a version that is over. */
  private AppendStream streamWhoseVersionIsOver() {
    create(SyncMode.CLOSE);
    AppendStream stream = client.appends(FILE);
    assertThat(stream.append(random(RIDER), false)).isZero();
    cluster.nodes.values().forEach(node -> node.syncRefusal = ErrorCode.STALE_VERSION);
    return stream;
  }

  @Test
  void aStreamWhoseVersionIsOverHasANewOneForceItsRecords() {
    AppendStream stream = streamWhoseVersionIsOver();
    stream.close();
    assertKept(random(RIDER));
  }

  @Test
  void aRecordWithoutAllAcknowledgementsHoldsNoForcingUp() {
    AppendStream stream = streamWhoseVersionIsOver();
    cluster.node("n1").acksToLose = 1;
    assertThat(stream.append(random(7), false)).as("again").isEqualTo(RIDER + 7);
    assertThat(cluster.losePower()).isEqualTo(RIDER + 14);
    stream.close();
    assertThat(cluster.length()).isEqualTo(RIDER + 14);
  }

  private void assertNobodyKnows(AppendStream stream) {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(stream::close)
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STALE_VERSION))
        .withMessageContaining("/f: the bytes from 0 to 100 are appended")
        .withMessageContaining("append their records again");
    assertThat(cluster.operations).noneMatch(FileOperation.ExtendFile.class::isInstance);
  }

  @Test
  void aStreamSaysIfNobodyKnowsWhetherItsRecordsAreForced() {
    AppendStream stream = streamWhoseVersionIsOver();
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.RecoverLength
                ? OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)
                : null;
    assertNobodyKnows(stream);
  }

  @Test
  void aReplicaThatLostARecordIsNoProof() {
    AppendStream stream = streamWhoseVersionIsOver();
    cluster.losePower();
    assertNobodyKnows(stream);
  }

  @Test
  void whatAnotherWriterAppendedIsNoProof() {
    AppendStream stream = streamWhoseVersionIsOver();
    assertThat(client.append(FILE, random(7))).isEqualTo(RIDER);
    cluster.operations.clear();
    assertNobodyKnows(stream);
  }

  @Test
  void aChunkBehindTheOpenOneIsNoProof() {
    AppendStream stream = streamWhoseVersionIsOver();
    client.require(new FileOperation.OpenChunk(FILE, 1, List.of()));
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.RecoverLength recover
                ? OperationReply.ok(
                    new OperationValue.Attributes(recover.path(), false, RIDER, 2, 1), 1)
                : null;
    assertNobodyKnows(stream);
  }
}
