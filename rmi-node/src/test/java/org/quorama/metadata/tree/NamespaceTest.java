package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;

class NamespaceTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final Placement V1 = new Placement(new ChunkVersion(1), N1, List.of(N1));
  private static final ChunkId C1 = new ChunkId(1);
  private static final FilePath F = FilePath.parse("/f");
  private static final MetadataCommand.ChunkCopy COPY =
      new MetadataCommand.ChunkCopy(F, 0, C1, new ChunkId(2));

  private final Namespace namespace = new Namespace(1024);

  /** The sessions are named by the indexes that open them. */
  private long index;

  @BeforeEach
  void openSession() {
    OperationReply opened = apply(new MetadataCommand.OpenSession(Duration.ofSeconds(1)));
    assertThat(opened.value())
        .isEqualTo(new OperationValue.SessionOpened(1, Duration.ofSeconds(1)));
  }

  @Test
  void makesDirectoriesAndFilesBelowDirectoriesOnly() {
    assertThat(perform(mkdir("/a"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(mkdir("/a"))).isEqualTo(ErrorCode.EXISTS);
    assertThat(perform(mkdir("/"))).isEqualTo(ErrorCode.EXISTS);
    assertThat(perform(create("/a/f"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(create("/b/f"))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(perform(create("/a/f/g"))).isEqualTo(ErrorCode.NOT_A_DIRECTORY);
  }

  @Test
  void deletesFilesAndEmptyDirectoriesButNotTheRoot() {
    perform(mkdir("/a"));
    perform(create("/a/f"));

    assertThat(perform(delete("/a"))).isEqualTo(ErrorCode.NOT_EMPTY);
    assertThat(perform(delete("/"))).isEqualTo(ErrorCode.INVALID);
    assertThat(perform(delete("/a/f"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(delete("/a"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(delete("/a"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  @DisplayName("F-27 A directory does not move into itself, nor over what exists")
  void renameKeepsTheTreeATree() {
    perform(mkdir("/a"));
    perform(mkdir("/a/b"));
    perform(create("/f"));

    assertThat(perform(rename("/a", "/a/b/c"))).isEqualTo(ErrorCode.INVALID);
    assertThat(perform(rename("/a", "/a"))).isEqualTo(ErrorCode.INVALID);
    assertThat(perform(rename("/", "/x"))).isEqualTo(ErrorCode.INVALID);
    assertThat(perform(rename("/f", "/a"))).isEqualTo(ErrorCode.EXISTS);
    assertThat(perform(rename("/x", "/y"))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(perform(rename("/a", "/z"))).isEqualTo(ErrorCode.NONE);
    assertThat(namespace.find(FilePath.parse("/z/b")).node()).isNotNull();
    assertThat(namespace.find(FilePath.parse("/a")).node()).isNull();
  }

  @Test
  @DisplayName("F-27 Nothing is moved, copied or kept where the deepest below it has a long path")
  void nothingMakesAPathTooDeep() {
    perform(mkdir("/a"));
    perform(mkdir("/a/b"));
    String deep = "";
    for (int i = 0; i < FilePath.MAX_DEPTH - 1; i++) {
      deep += "/d";
      perform(mkdir(deep));
    }

    FilePath a = FilePath.parse("/a");
    FilePath tooDeep = FilePath.parse(deep + "/a");
    assertThat(perform(rename("/a", deep + "/a"))).isEqualTo(ErrorCode.PATH_TOO_LONG);
    assertThat(perform(new FileOperation.Replace(a, tooDeep))).isEqualTo(ErrorCode.PATH_TOO_LONG);
    assertThat(perform(new FileOperation.Snapshot(a, tooDeep))).isEqualTo(ErrorCode.PATH_TOO_LONG);
    assertThat(perform(rename("/a", "/a/b"))).isEqualTo(ErrorCode.INVALID);
    assertThat(namespace.find(a).node()).isNotNull();
    assertThat(namespace.find(tooDeep).node()).isNull();

    assertThat(perform(rename("/a/b", deep + "/b"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(delete("/d"))).isEqualTo(ErrorCode.NOT_EMPTY);
    assertThat(perform(new FileOperation.DeleteTree(FilePath.parse("/d"))))
        .as("its path below /.deleted would have a name more")
        .isEqualTo(ErrorCode.PATH_TOO_LONG);
    assertThat(perform(delete(deep + "/b"))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(new FileOperation.DeleteTree(FilePath.parse("/d"))))
        .isEqualTo(ErrorCode.NONE);
  }

  @Test
  void lengthGrowsWithinTheChunksAndNeverShrinks() {
    perform(create("/f"));
    assertThat(perform(extend("/f", 1))).isEqualTo(ErrorCode.INVALID);
    apply(place(0, C1));

    assertThat(perform(extend("/f", 1000))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(extend("/f", 10))).isEqualTo(ErrorCode.NONE);
    assertThat(perform(extend("/f", 1025))).isEqualTo(ErrorCode.INVALID);
    FileNode file = Objects.requireNonNull(namespace.find(FilePath.parse("/f")).node());
    assertThat(file.lengthBytes).isEqualTo(1000);
  }

  @Test
  void chunkIdsAreNeverUsedAgain() {
    perform(create("/f"));
    assertThat(apply(place(0, C1)).code()).isEqualTo(ErrorCode.NONE);
    perform(delete("/f"));
    assertThat(namespace.isGarbage(C1)).as("can be brought back").isFalse();
    apply(new MetadataCommand.ExpireDeleted(namespace.deletedAfter(0)));
    perform(create("/f"));

    assertThat(apply(place(0, C1)).code()).isEqualTo(ErrorCode.EXISTS);
    assertThat(namespace.isGarbage(C1)).isTrue();
    assertThat(namespace.isGarbage(new ChunkId(2))).as("not known yet").isFalse();
  }

  @Test
  @DisplayName("F-09 No two grants share a version")
  void onlyTheNextVersionIsGranted() {
    perform(create("/f"));
    apply(place(0, C1));
    Placement v2 = new Placement(new ChunkVersion(2), N1, List.of(N1));

    assertThat(apply(new MetadataCommand.GrantLease(C1, v2, 1)).code())
        .as("replicas were chosen by a version that is not the confirmed one")
        .isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(apply(new MetadataCommand.GrantLease(C1, v2, 0)).code()).isEqualTo(ErrorCode.NONE);
    assertThat(apply(new MetadataCommand.GrantLease(C1, v2, 0)).code())
        .isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(apply(new MetadataCommand.ConfirmGrant(C1, new ChunkVersion(1))).code())
        .isEqualTo(ErrorCode.STALE_VERSION);
    apply(new MetadataCommand.ConfirmGrant(C1, new ChunkVersion(2)));
    assertThat(namespace.chunk(C1).orElseThrow().confirmed()).isEqualTo(v2);
  }

  @Test
  @DisplayName("SE-01 A request that comes again takes effect once, with the same result")
  void requestTakesEffectOnce() {
    RequestId id = new RequestId(1, 1);
    OperationReply first = apply(new MetadataCommand.Perform(id, mkdir("/a")));
    perform(delete("/a"));

    assertThat(apply(new MetadataCommand.Perform(id, mkdir("/a")))).isEqualTo(first);
    assertThat(namespace.find(FilePath.parse("/a")).node()).isNull();
  }

  @Test
  void digestIsEqualAfterTheSameCommandsAndOtherAfterOthers() {
    Namespace other = new Namespace(1024);
    other.apply(1, MetadataCommand.encode(new MetadataCommand.OpenSession(Duration.ofSeconds(1))));
    long clean = namespace.digest();
    assertThat(other.digest()).isEqualTo(clean);
    Bytes command =
        MetadataCommand.encode(new MetadataCommand.Perform(new RequestId(1, 1), mkdir("/a")));

    namespace.apply(2, command);
    assertThat(namespace.digest()).isNotEqualTo(clean);
    other.apply(2, command);
    assertThat(other.digest()).isEqualTo(namespace.digest());
  }

  @Test
  void commandsSurviveTheirEncoding() {
    for (MetadataCommand command : commands()) {
      assertThat(MetadataCommand.decode(MetadataCommand.encode(command))).isEqualTo(command);
    }
  }

  @Test
  void cutOrLongerBytesAreRefused() {
    for (MetadataCommand command : commands()) {
      byte[] encoded = MetadataCommand.encode(command).toArray();
      for (int length = 0; length < encoded.length; length++) {
        assertRefused(Arrays.copyOf(encoded, length));
      }
      assertRefused(Arrays.copyOf(encoded, encoded.length + 1));
    }
    assertRefused(new byte[] {9, 1});
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> MetadataCommand.decode(Bytes.wrap(bytes)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(MetadataCommand.describe(Bytes.wrap(bytes))).startsWith("unreadable command");
  }

  @Test
  void brokenCommandStopsTheNode() {
    assertThatThrownBy(() -> namespace.apply(2, Bytes.ofUtf8("?")))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("The command at 2 is broken");
  }

  @Test
  void commandsAreDescribedInWords() {
    assertThat(commands().stream().map(c -> MetadataCommand.describe(MetadataCommand.encode(c))))
        .containsExactly(
            "mkdir /a",
            "create /a/f",
            "delete /a",
            "rename /a /b",
            "extend /f to 5",
            "attr /a color",
            "place " + C1 + " of /f on n1",
            "lease " + C1 + " v1 to n1",
            "confirm " + C1 + " v1",
            "open session of 60 s",
            "close session 5",
            "expire session 5",
            "snapshot /a /b",
            "reserve " + C1 + " on n1",
            "copy " + C1 + " to c0002 for /f",
            "replace " + C1 + " by c0002 in /f",
            "expire what was deleted at [4, 9]",
            "settle " + C1 + " v1 of /f at 7",
            "create /f of " + C1,
            "fill /f with " + C1,
            "fill /f with " + C1,
            "truncate /f to 3",
            "undelete /f",
            "delete tree /f",
            "fence " + C1 + " v1 on n1",
            "mkdir /z");
  }

  private static List<MetadataCommand> commands() {
    RequestId id = new RequestId(-3, 4);
    return List.of(
        new MetadataCommand.Perform(id, mkdir("/a")),
        new MetadataCommand.Perform(id, create("/a/f")),
        new MetadataCommand.Perform(id, delete("/a")),
        new MetadataCommand.Perform(id, rename("/a", "/b")),
        new MetadataCommand.Perform(id, 3, extend("/f", 5)),
        new MetadataCommand.Perform(
            id,
            new FileOperation.SetAttribute(
                FilePath.parse("/a"), "color", Bytes.ofUtf8("red"), FileOperation.ANY_VERSION)),
        place(0, C1),
        new MetadataCommand.GrantLease(C1, V1, 0),
        new MetadataCommand.ConfirmGrant(C1, new ChunkVersion(1)),
        new MetadataCommand.OpenSession(Duration.ofSeconds(60)),
        new MetadataCommand.EndSession(5, MetadataCommand.EndCause.CLOSED),
        new MetadataCommand.EndSession(5, MetadataCommand.EndCause.EXPIRED),
        new MetadataCommand.PerformUnleased(
            new MetadataCommand.Perform(
                id, new FileOperation.Snapshot(FilePath.parse("/a"), FilePath.parse("/b"))),
            77),
        new MetadataCommand.ReservePlaced(
            new MetadataCommand.Perform(id, new FileOperation.ReserveChunks(1, List.of(C1))),
            List.of(new MetadataCommand.PlacedChunk(C1, V1))),
        new MetadataCommand.StartClone(COPY, V1),
        new MetadataCommand.EndClone(COPY),
        new MetadataCommand.ExpireDeleted(List.of(4L, 9L)),
        new MetadataCommand.SettleLength(F, C1, new ChunkVersion(1), 7, true),
        new MetadataCommand.Perform(id, new FileOperation.CreateWritten(F, SyncMode.NEVER, C1, 9)),
        new MetadataCommand.Perform(id, new FileOperation.FillFile(F, 9, C1, -1L)),
        new MetadataCommand.Perform(id, new FileOperation.FillFile(F, 9, C1, null)),
        new MetadataCommand.Perform(id, new FileOperation.Truncate(F, 3)),
        new MetadataCommand.Perform(id, new FileOperation.Undelete(F)),
        new MetadataCommand.Perform(id, new FileOperation.DeleteTree(F)),
        new MetadataCommand.FenceChunk(C1, V1, 1),
        new MetadataCommand.Bounded(new MetadataCommand.Perform(id, mkdir("/z")), 5));
  }

  private OperationReply apply(MetadataCommand command) {
    return namespace.perform(++index, MetadataCommand.encode(command));
  }

  private ErrorCode perform(FileOperation.Mutation mutation) {
    return apply(new MetadataCommand.Perform(new RequestId(1, 1000 + index), mutation)).code();
  }

  private static MetadataCommand place(int chunkIndex, ChunkId chunk) {
    return new MetadataCommand.PlaceChunk(FilePath.parse("/f"), chunkIndex, chunk, V1);
  }

  private static FileOperation.Mutation mkdir(String path) {
    return new FileOperation.MakeDirectory(FilePath.parse(path));
  }

  private static FileOperation.Mutation create(String path) {
    return new FileOperation.CreateFile(FilePath.parse(path));
  }

  private static FileOperation.Mutation delete(String path) {
    return new FileOperation.Delete(FilePath.parse(path));
  }

  private static FileOperation.Mutation rename(String from, String to) {
    return new FileOperation.Rename(FilePath.parse(from), FilePath.parse(to));
  }

  private static FileOperation.Mutation extend(String path, long length) {
    return new FileOperation.ExtendFile(FilePath.parse(path), length);
  }
}
