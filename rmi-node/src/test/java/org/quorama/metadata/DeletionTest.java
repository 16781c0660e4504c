package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class DeletionTest {
  private static final Duration DELAY = Duration.ofSeconds(30);
  private static final FilePath D = FilePath.parse("/d");
  private static final FilePath F = FilePath.parse("/d/f");

  private final FakeMasters masters = new FakeMasters(DELAY);

  DeletionTest() {
    masters.require(new FileOperation.MakeDirectory(D));
  }

  @Test
  @DisplayName("F-15 A deleted file has a hidden name, can be read under it and be brought back")
  void deletedFileIsHiddenAndCanBeBroughtBack() {
    masters.write("/d/f", 1, 10);
    List<ChunkId> chunks = masters.chunksOf("/d/f");
    masters.require(new FileOperation.Delete(F));

    assertThat(code(new FileOperation.Stat(F))).isEqualTo(ErrorCode.NOT_FOUND);
    OperationValue.DeletedEntry entry = deleted().get(0);
    assertThat(entry.path()).isEqualTo(F);
    assertThat(entry.now().path().toString())
        .isEqualTo("/.deleted/" + entry.deletedIndex() + "-d%2Ff");
    assertThat(masters.chunksOf(entry.now().path().toString())).isEqualTo(chunks);
    assertThat(names(FilePath.ROOT)).containsExactly("/d");
    assertThat(names(FilePath.parse("/.deleted"))).containsExactly(entry.now().path().toString());

    masters.require(new FileOperation.Undelete(F));
    assertThat(masters.chunksOf("/d/f")).isEqualTo(chunks);
    assertThat(deleted()).isEmpty();
  }

  @Test
  @DisplayName("F-15 A file that another one replaces in one step can be brought back")
  void replacedFileCanBeBroughtBack() {
    masters.write("/d/f", 1, 10);
    masters.write("/d/g", 1, 20);
    List<ChunkId> old = masters.chunksOf("/d/f");
    List<ChunkId> next = masters.chunksOf("/d/g");
    FilePath source = FilePath.parse("/d/g");
    masters.require(new FileOperation.Replace(source, F));

    assertThat(masters.chunksOf("/d/f")).isEqualTo(next);
    assertThat(code(new FileOperation.Stat(source))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(new FileOperation.Replace(F, F))).isEqualTo(ErrorCode.NONE);
    assertThat(code(new FileOperation.Replace(F, FilePath.parse("/d"))))
        .isEqualTo(ErrorCode.EXISTS);
    assertThat(code(new FileOperation.Replace(source, F))).isEqualTo(ErrorCode.NOT_FOUND);
    masters.require(new FileOperation.Replace(F, source));
    masters.require(new FileOperation.Undelete(F));
    assertThat(masters.chunksOf("/d/f")).isEqualTo(old);
    assertThat(masters.chunksOf("/d/g")).isEqualTo(next);
  }

  @Test
  @DisplayName("F-15 Nothing changes what is deleted")
  void deletedFilesAreReadOnly() {
    masters.write("/d/f", 1, 10);
    masters.require(new FileOperation.Delete(F));
    FilePath hidden = deleted().get(0).now().path();

    assertThat(code(new FileOperation.OpenChunk(hidden, 0, List.of())))
        .isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.ExtendFile(hidden, 11))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.Truncate(hidden, 0))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.Delete(hidden))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.Rename(hidden, F))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.Replace(hidden, F))).isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.CreateFile(FilePath.parse("/.deleted"))))
        .isEqualTo(ErrorCode.INVALID);
    assertThat(code(new FileOperation.CreateFile(FilePath.parse("/.deleted/f"))))
        .isEqualTo(ErrorCode.INVALID);
    masters.require(new FileOperation.Undelete(hidden));
  }

  @Test
  @DisplayName("F-15 The youngest is brought back, if its name is free and its parent is there")
  void youngestIsBroughtBack() {
    masters.write("/d/f", 1, 1);
    masters.require(new FileOperation.Delete(F));
    masters.write("/d/f", 1, 2);
    masters.require(new FileOperation.Delete(F));
    masters.require(new FileOperation.CreateFile(F));
    assertThat(code(new FileOperation.Undelete(F))).isEqualTo(ErrorCode.EXISTS);
    masters.require(new FileOperation.DeleteTree(D));
    assertThat(code(new FileOperation.Undelete(F))).isEqualTo(ErrorCode.NOT_FOUND);

    masters.require(new FileOperation.MakeDirectory(D));
    masters.require(new FileOperation.Undelete(F));
    assertThat(masters.locate("/d/f").lengthBytes()).isEqualTo(2);
    assertThat(code(new FileOperation.Undelete(D))).isEqualTo(ErrorCode.EXISTS);
  }

  @Test
  @DisplayName("F-15 A tree goes and comes back as a whole, in one entry each")
  void treeIsDeletedAsAWhole() {
    masters.write("/d/f", 1, 10);
    masters.write("/d/g", 2, 2000);
    assertThat(code(new FileOperation.Delete(D))).isEqualTo(ErrorCode.NOT_EMPTY);
    int before = masters.log.size();
    masters.require(new FileOperation.DeleteTree(D));
    masters.require(new FileOperation.Undelete(D));

    assertThat(masters.log).hasSize(before + 2);
    assertThat(masters.locate("/d/g").lengthBytes()).isEqualTo(2000);
  }

  @Test
  @DisplayName("F-15 After the delay the chunks of a deleted file are collected, and only then")
  void chunksAreCollectedAfterTheDelay() {
    masters.write("/d/f", 1, 10);
    ChunkId chunk = masters.chunksOf("/d/f").get(0);
    masters.require(new FileOperation.Delete(F));
    masters.pass(DELAY.minusSeconds(2));
    assertThat(garbage()).isEmpty();
    masters.pass(Duration.ofSeconds(40));

    assertThat(deleted()).isEmpty();
    assertThat(masters.commands()).anyMatch(MetadataCommand.ExpireDeleted.class::isInstance);
    assertThat(garbage()).containsExactly(chunk);
    masters.write("/d/f", 1, 10);
    assertThat(masters.chunksOf("/d/f")).as("ids are never used again").doesNotContain(chunk);
  }

  @Test
  @DisplayName("F-15 A new leader counts the delay anew, so nothing expires too early")
  void newLeaderCountsAnew() {
    masters.write("/d/f", 1, 10);
    masters.require(new FileOperation.Delete(F));
    masters.pass(Duration.ofSeconds(20));
    masters.crash();
    masters.pass(Duration.ofSeconds(20));
    assertThat(deleted()).hasSize(1);
    masters.pass(Duration.ofSeconds(12));
    assertThat(deleted()).isEmpty();
  }

  @Test
  @DisplayName("F-11 F-15 A deletion waits until nobody can write to the file")
  void deletionWaitsForLeases() {
    masters.write("/d/f", 1, 10);
    masters.unreachable.add(masters.open("/d/f", 0).primary());
    CallId delete = masters.ask(new FileOperation.Delete(F));
    masters.run();
    masters.pass(Duration.ofSeconds(10));
    assertThat(masters.replies).doesNotContainKey(delete);
    masters.unreachable.clear();
    masters.pass(Duration.ofSeconds(4));

    assertThat(masters.replies.get(delete)).extracting("code").isEqualTo(ErrorCode.NONE);
  }

  @Test
  @DisplayName("F-15 A tree with many leased chunks is deleted; leases are taken back in batches")
  void largeTreeIsDeleted() {
    for (int i = 0; i < 700; i++) {
      masters.write("/d/f" + i, 1, 10);
    }
    masters.require(new FileOperation.DeleteTree(D));
    assertThat(masters.effects.stream().filter(MasterEffect.SendRevoke.class::isInstance))
        .hasSize(700);
  }

  @Test
  void longNamesAreCutToWhatANameMayHave() {
    FilePath deep = FilePath.parse("/d/" + "ä".repeat(100));
    masters.require(new FileOperation.MakeDirectory(deep));
    FilePath file = deep.resolve("𝄞".repeat(60));
    masters.require(new FileOperation.CreateFile(file));
    masters.require(new FileOperation.Delete(file));
    assertThat(deleted().get(0).path()).isEqualTo(file);
    masters.require(new FileOperation.Undelete(deleted().get(0).now().path()));
    masters.require(new FileOperation.Stat(file));
  }

  private ErrorCode code(FileOperation operation) {
    return Objects.requireNonNull(masters.perform(operation), "no answer").code();
  }

  private List<OperationValue.DeletedEntry> deleted() {
    return masters.require(new FileOperation.ListDeleted(), OperationValue.Deleted.class).entries();
  }

  private List<String> names(FilePath directory) {
    FileOperation list = new FileOperation.ListDirectory(directory);
    return masters.require(list, OperationValue.Listing.class).entries().stream()
        .map(entry -> entry.path().toString())
        .toList();
  }

  private List<ChunkId> garbage() {
    CallId call = masters.report(NodeId.of("n1"), List.of());
    masters.run();
    ChunkMessage.Orders orders = masters.orders.get(call);
    return orders == null ? List.of() : orders.garbage();
  }
}
