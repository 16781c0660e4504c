package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.LogEntry;

/** The namespace is in memory, so there is a bound of files and directories [GFS §2.6.1]. */
class NamespaceBoundTest {
  private static final Duration DELAY = Duration.ofSeconds(5);

  private static final ChunkId C = new ChunkId(99);

  private final FakeMasters masters = new FakeMasters(DELAY, 4);

  @Test
  void whatGoesBeyondTheBoundIsRefusedAndAllElseIsNot() {
    masters.require(make("/d"));
    masters.write("/d/f", 1, 10);
    masters.require(make("/e"));
    masters.require(make("/g"));

    assertThat(code(make("/h"))).isEqualTo(ErrorCode.NAMESPACE_FULL);
    assertThat(code(new FileOperation.CreateFile(path("/h")))).isEqualTo(ErrorCode.NAMESPACE_FULL);
    assertThat(code(new FileOperation.CreateWritten(path("/h"), SyncMode.ALWAYS, C, 1)))
        .isEqualTo(ErrorCode.NAMESPACE_FULL);
    assertThat(code(new FileOperation.Snapshot(path("/d"), path("/h"))))
        .isEqualTo(ErrorCode.NAMESPACE_FULL);
    assertThat(code(new FileOperation.Rename(path("/g"), path("/h")))).isEqualTo(ErrorCode.NONE);
    assertThat(code(new FileOperation.OpenChunk(path("/d/f"), 1, java.util.List.of())))
        .isEqualTo(ErrorCode.NONE);
    assertSameEverywhere();
  }

  @Test
  void deletedFilesCountUntilTheirDelayIsOver() {
    masters.require(make("/d"));
    masters.require(make("/e"));
    masters.write("/f", 1, 10);
    masters.write("/g", 1, 10);
    masters.require(new FileOperation.Delete(path("/g")));
    assertThat(code(make("/h"))).as("it can be brought back").isEqualTo(ErrorCode.NAMESPACE_FULL);
    masters.pass(DELAY.multipliedBy(2));
    masters.require(make("/h"));
    assertThat(code(make("/i"))).isEqualTo(ErrorCode.NAMESPACE_FULL);
    masters.require(new FileOperation.Delete(path("/h")));
    masters.require(make("/i"));
    assertSameEverywhere();
  }

  @Test
  void treeIsCopiedAsAWholeOrNotAtAll() {
    masters.require(make("/d"));
    masters.require(make("/d/a"));
    masters.require(make("/d/b"));
    assertThat(code(new FileOperation.Snapshot(path("/d"), path("/e"))))
        .isEqualTo(ErrorCode.NAMESPACE_FULL);
    assertThat(code(new FileOperation.Snapshot(path("/d/a"), path("/e"))))
        .isEqualTo(ErrorCode.NONE);
    assertSameEverywhere();
  }

  @Test
  @DisplayName("SE-01 A request that is sent again has its outcome of then, however full it is now")
  void repeatedRequestIsNotRefused() {
    OperationValue.SessionOpened opened =
        masters.require(new FileOperation.OpenSession(), OperationValue.SessionOpened.class);
    RequestId id = new RequestId(opened.session(), 1);
    masters.ask(make("/a"), id);
    masters.run();
    masters.require(make("/b"));
    masters.require(make("/c"));
    masters.require(make("/d"));
    assertThat(code(make("/e"))).isEqualTo(ErrorCode.NAMESPACE_FULL);

    CallId again = masters.ask(make("/a"), id);
    masters.run();
    OperationReply reply = masters.replyTo(again);
    assertThat(reply.outcome()).isEqualTo(Outcome.OK);
    masters.crash();
    assertThat(code(make("/e"))).as("also a new leader counts").isEqualTo(ErrorCode.NAMESPACE_FULL);
  }

  /** Nodes decide by the log alone, not by their settings; a snapshot tells how many there are. */
  private void assertSameEverywhere() {
    Namespace other = new Namespace(FakeMasters.CHUNK_SIZE);
    for (LogEntry entry : masters.log) {
      if (entry.kind() == LogEntry.Kind.COMMAND) {
        other.perform(entry.index(), entry.command());
      }
    }
    assertThat(other.digest()).isEqualTo(masters.core.digest());
    Namespace restored = new Namespace(FakeMasters.CHUNK_SIZE);
    restored.restore(masters.log.size(), other.snapshot());
    assertThat(restored.entries()).isEqualTo(other.entries()).isLessThanOrEqualTo(4);
  }

  private ErrorCode code(FileOperation operation) {
    return Objects.requireNonNull(masters.perform(operation), "an answer").code();
  }

  private static FilePath path(String path) {
    return FilePath.parse(path);
  }

  private static FileOperation make(String path) {
    return new FileOperation.MakeDirectory(path(path));
  }
}
