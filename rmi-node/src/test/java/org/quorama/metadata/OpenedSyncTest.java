package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.CallId;

/** Who opens a chunk hears when its file wants the bytes forced. */
class OpenedSyncTest {
  private static final FilePath F = FilePath.parse("/f");
  private static final FilePath G = FilePath.parse("/g");

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));

  private void create(SyncMode sync) {
    masters.require(new FileOperation.CreateFile(F, sync));
  }

  private SyncMode open(FilePath path, int index) {
    return masters
        .require(new FileOperation.OpenChunk(path, index, List.of()), WritableChunk.class)
        .sync();
  }

  @ParameterizedTest
  @EnumSource
  void aChunkHasTheModeOfItsFile(SyncMode sync) {
    create(sync);
    assertThat(open(F, 0)).as("new").isEqualTo(sync);
    assertThat(open(F, 0)).as("under the same lease").isEqualTo(sync);
    assertThat(open(F, 1)).as("another").isEqualTo(sync);
    masters.pass(FakeMasters.LEASE.plusSeconds(1));
    assertThat(open(F, 0)).as("under a new lease").isEqualTo(sync);
  }

  @Test
  void theCopyOfAChunkThatWasCutHasTheModeOfItsFile() {
    create(SyncMode.NEVER);
    assertThat(open(F, 0)).isEqualTo(SyncMode.NEVER);
    masters.require(new FileOperation.ExtendFile(F, 10));
    masters.require(new FileOperation.Truncate(F, 4));
    assertThat(open(F, 0)).isEqualTo(SyncMode.NEVER);
  }

  @Test
  void aSnapshotHasTheModeOfItsOriginal() {
    create(SyncMode.CLOSE);
    assertThat(open(F, 0)).isEqualTo(SyncMode.CLOSE);
    masters.require(new FileOperation.ExtendFile(F, 10));
    masters.require(new FileOperation.Snapshot(F, G));
    assertThat(open(G, 0)).isEqualTo(SyncMode.CLOSE);
    assertThat(open(F, 0)).isEqualTo(SyncMode.CLOSE);
  }

  @Test
  void aChunkWhoseFileIsElsewhereByNowIsForced() {
    create(SyncMode.NEVER);
    CallId opening = masters.ask(new FileOperation.OpenChunk(F, 0, List.of()));
    assertThat(masters.runUntil(MasterEffect.SendGrant.class)).isPresent();
    CallId moving = masters.ask(new FileOperation.Rename(F, G));
    masters.run();
    assertThat(masters.replyTo(moving).value()).isNotNull();
    assertThat(FakeMasters.value(masters.replyTo(opening), WritableChunk.class).sync())
        .isEqualTo(SyncMode.ALWAYS);
  }
}
