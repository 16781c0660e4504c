package org.quorama.client.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.protocol.ErrorCode;

/** What programs do with files, on a cluster in memory. */
class QuoramaFileSystemTest {
  private static final URI CLUSTER = URI.create("quorama://one:1");

  private final MemoryCalls calls = new MemoryCalls();
  private final QuoramaFileSystemProvider provider =
      new QuoramaFileSystemProvider(cluster -> calls);
  private final FileSystem files = provider.newFileSystem(CLUSTER, Map.of());
  private final Path dir = files.getPath("/dir");
  private final Path file = dir.resolve("file");

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.createDirectories(dir);
  }

  @Test
  void fileSystemsAreKnownByTheirServersUntilTheyClose() throws IOException {
    assertThat(provider.getFileSystem(CLUSTER)).isSameAs(files);
    assertThatThrownBy(() -> provider.newFileSystem(CLUSTER, Map.of()))
        .isInstanceOf(FileSystemAlreadyExistsException.class);
    files.close();
    assertThat(calls.closed).isTrue();
    assertThat(files.isOpen()).isFalse();
    assertThatThrownBy(() -> provider.getFileSystem(CLUSTER))
        .isInstanceOf(FileSystemNotFoundException.class);
    assertThatThrownBy(() -> Files.size(file)).isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> provider.getPath(URI.create("quorama:///a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingTheFileSystemClosesChannelsAndKeepsWhatTheyWrote() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file, writeNew());
    channel.write(bytes("late"));
    files.close();
    assertThat(channel.isOpen()).isFalse();
    assertThat(calls.writes).isEqualTo(1);
  }

  private static Set<StandardOpenOption> writeNew() {
    return Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void textComesBack() throws IOException {
    Files.writeString(file, "one\n");
    Files.writeString(file, "two\n", StandardOpenOption.APPEND);
    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
    Files.writeString(file, "3");
    assertThat(Files.readString(file)).isEqualTo("3");
    assertThat(Files.size(file)).isEqualTo(1);
  }

  @Test
  void aPathThatIsTooLongIsAFailureThatSaysTheLimit() {
    assertThatThrownBy(() -> Files.createFile(dir.resolve("x".repeat(256))))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("path too long: A file name has at most 255 bytes");
    assertThatThrownBy(() -> Files.createDirectories(files.getPath("/d".repeat(65))))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("path too long: A path has at most 64 names");
    assertThat(Files.exists(dir.resolve("x".repeat(256)))).isFalse();
  }

  @Test
  void smallWritesTravelTogetherAndReadsRunAhead() throws IOException {
    byte[] content = randomBytes(9 << 20);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int at = 0; at < content.length; at += 1024) {
        out.write(content, at, 1024);
      }
    }
    assertThat(calls.writes).isEqualTo(3);
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(calls.reads).isLessThan(20);
  }

  @Test
  void aSmallNewFileIsFilledAtOnce() throws IOException {
    Files.writeString(file, "one");
    assertThat(calls.fills).isEqualTo(1);
    assertThat(calls.writes).isEqualTo(1);
    assertThat(calls.times).isZero();
    assertThat(Files.getLastModifiedTime(file).toMillis()).isPositive();
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    assertThat(calls.fills).as("only the first bytes").isEqualTo(1);
    assertThat(calls.times).isEqualTo(1);
    Files.copy(file, dir.resolve("copy"));
    assertThat(calls.fills).isEqualTo(2);
    assertThat(Files.readString(dir.resolve("copy"))).isEqualTo("onetwo");
  }

  @Test
  void anyPositionCanBeWrittenAndRead() throws IOException {
    byte[] model = new byte[300_000];
    Random random = new Random(7);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      channel.write(ByteBuffer.wrap(model));
      for (int i = 0; i < 500; i++) {
        int at = random.nextInt(model.length - 5000);
        byte[] some = new byte[1 + random.nextInt(5000)];
        random.nextBytes(some);
        System.arraycopy(some, 0, model, at, some.length);
        assertThat(channel.write(ByteBuffer.wrap(some), at)).isEqualTo(some.length);
        ByteBuffer seen = ByteBuffer.allocate(200);
        int where = random.nextInt(model.length - 200);
        assertThat(channel.read(seen, where)).isEqualTo(200);
        assertThat(seen.flip()).isEqualTo(ByteBuffer.wrap(model, where, 200));
      }
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(model);
  }

  @Test
  void aGapBecomesZeros() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(200_000);
      channel.write(bytes("x"));
      assertThat(channel.size()).isEqualTo(200_001);
    }
    byte[] expected = new byte[200_001];
    expected[200_000] = 'x';
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void channelsOfOneProcessSeeEachOthersBytesAtOnce() throws IOException {
    try (FileChannel writer =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel reader = FileChannel.open(file)) {
      assertThat(reader.read(ByteBuffer.allocate(10))).isEqualTo(-1);
      writer.write(bytes("hello"));
      assertThat(Files.size(file)).isEqualTo(5);
      ByteBuffer seen = ByteBuffer.allocate(10);
      assertThat(reader.read(seen)).isEqualTo(5);
      writer.truncate(2);
      assertThat(reader.size()).isEqualTo(2);
    }
    assertThat(Files.readString(file)).isEqualTo("he");
  }

  @Test
  void forceAndSyncMakeBytesDurable() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes("a"));
      assertThat(calls.writes).isZero();
      channel.force(true);
      assertThat(calls.writes).isEqualTo(1);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
      channel.write(bytes("b"));
      assertThat(calls.writes).isEqualTo(2);
    }
    try (FileChannel directory = FileChannel.open(dir)) {
      directory.force(true);
      assertThatThrownBy(() -> directory.read(ByteBuffer.allocate(1)))
          .isInstanceOf(FileSystemException.class);
    }
  }

  @Test
  void optionsAreObeyed() throws IOException {
    Files.createFile(file);
    assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> FileChannel.open(dir.resolve("no")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> FileChannel.open(dir, StandardOpenOption.WRITE))
        .isInstanceOf(FileSystemException.class);
    try (FileChannel reads = FileChannel.open(file)) {
      assertThatThrownBy(() -> reads.write(bytes("a")))
          .isInstanceOf(NonWritableChannelException.class);
    }
    try (FileChannel writes = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> writes.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NonReadableChannelException.class);
    }
    Path brief = dir.resolve("brief");
    Files.newByteChannel(
            brief,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.DELETE_ON_CLOSE)
        .close();
    assertThat(Files.exists(brief)).isFalse();
  }

  @Test
  void locksHoldInThisProcess() throws IOException {
    try (FileChannel one =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = one.lock();
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
      lock.release();
      assertThat(lock.isValid()).isFalse();
      assertThat(other.tryLock()).isNotNull();
    }
  }

  @Test
  void everyOpenChannelHasAPlaceAmongTheStreams() throws IOException {
    calls.places = 2;
    try (FileChannel one = FileChannel.open(file, writeNew());
        FileChannel two = FileChannel.open(file, Set.of(StandardOpenOption.READ))) {
      assertThat(one.isOpen() && two.isOpen()).isTrue();
      assertThatThrownBy(() -> FileChannel.open(file)).hasMessageContaining("TOO_MANY_STREAMS");
    }
    assertThatThrownBy(() -> FileChannel.open(dir.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(calls.places).isEqualTo(2);
  }

  @Test
  void aFileThatCannotBeCutWhenItIsOpenedHoldsNoPlaceAndIsForgotten() throws IOException {
    Files.writeString(file, "long");
    calls.places = 1;
    calls.broken = ErrorCode.READ_ONLY;
    assertThatThrownBy(
            () ->
                FileChannel.open(
                    file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))
        .isInstanceOf(AccessDeniedException.class);
    calls.broken = ErrorCode.NONE;

    assertThat(calls.places).isEqualTo(1);
    calls.truncate(((QuoramaPath) file).toFilePath(), 2);
    assertThat(Files.size(file)).as("asked anew, not remembered of an open file").isEqualTo(2);
    assertThat(Files.readString(file)).isEqualTo("lo");
  }

  @Test
  void transfersGoBothWays() throws IOException {
    Path copy = dir.resolve("copy");
    byte[] content = randomBytes(3 << 20);
    Files.write(file, content);
    try (FileChannel from = FileChannel.open(file);
        FileChannel to =
            FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(from.transferTo(1, 1000, to)).isEqualTo(1000);
      assertThat(to.transferFrom(from.position(1001), 1000, Long.MAX_VALUE))
          .isEqualTo(content.length - 1001);
    }
    assertThat(Files.mismatch(copy, file)).isZero();
    assertThat(Files.size(copy)).isEqualTo(content.length - 1L);
  }

  @Test
  void directoriesAreListedAndRemoved() throws IOException {
    Files.createDirectories(dir.resolve("x/y"));
    Files.writeString(file, "1");
    try (Stream<Path> all = Files.walk(dir)) {
      assertThat(all.map(Path::toString))
          .containsExactly("/dir", "/dir/file", "/dir/x", "/dir/x/y");
    }
    assertListed(dir, "f*", file);
    assertThatThrownBy(() -> Files.delete(dir)).isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> assertListed(file, "*")).isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.createDirectory(dir))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(file);
    assertThat(Files.deleteIfExists(file)).isFalse();
    assertThatThrownBy(() -> Files.createDirectory(files.getPath("/no/no")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static void assertListed(Path directory, String glob, Path... expected)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      assertThat(entries).containsExactly(expected);
    }
  }

  @Test
  void copyAndMoveKeepTheirPromises() throws IOException {
    Path other = dir.resolve("other");
    Files.writeString(file, "content");
    Files.copy(file, other);
    assertThatThrownBy(() -> Files.copy(file, other))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.move(file, other))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.writeString(file, "new");
    Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
    assertThat(Files.exists(file)).isFalse();
    assertThat(Files.readString(other)).isEqualTo("new");
    Files.createDirectory(dir.resolve("inner"));
    assertThatThrownBy(
            () -> Files.move(other, dir.resolve("inner"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    Files.writeString(file, "newer");
    Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.exists(file)).isFalse();
    assertThat(Files.readString(other)).isEqualTo("newer");
    Files.move(dir, files.getPath("/moved"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(Files.readString(files.getPath("/moved/other"))).isEqualTo("newer");
    assertThatThrownBy(() -> Files.copy(file, other)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anOpenFileIsFollowedWhenItsDirectoryMoves() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes("before "));
      Files.move(dir, files.getPath("/moved"));
      channel.write(bytes("after"));
    }
    assertThat(Files.readString(files.getPath("/moved/file"))).isEqualTo("before after");
  }

  @Test
  void filesTravelToAndFromOtherFileSystems(@TempDir Path local) throws IOException {
    Path source = Files.write(local.resolve("source"), randomBytes(100_000));
    FileTime time = FileTime.fromMillis(1_234_567_890_000L);
    Files.setLastModifiedTime(source, time);
    Files.copy(source, file, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(Files.mismatch(source, file)).isEqualTo(-1);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    Files.move(file, local.resolve("back"));
    assertThat(Files.mismatch(source, local.resolve("back"))).isEqualTo(-1);
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void attributesAreTheBasicOnes() throws IOException {
    Files.writeString(file, "12345");
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    assertThat(found.size()).isEqualTo(5);
    assertThat(found.isRegularFile()).isTrue();
    assertThat(found.lastModifiedTime().toMillis()).isPositive();
    assertThat(Files.readAttributes(file, "basic:size,isDirectory"))
        .containsExactly(Map.entry("size", 5L), Map.entry("isDirectory", false));
    assertThat(Files.readAttributes(file, "*")).containsKeys("lastModifiedTime", "size");
    assertThatThrownBy(() -> Files.readAttributes(file, "posix:*"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, "colour"))
        .isInstanceOf(IllegalArgumentException.class);
    FileTime time = FileTime.fromMillis(5000);
    Files.setAttribute(file, "basic:lastModifiedTime", time);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
  }

  @Test
  void storeTellsItsRoom() throws IOException {
    FileStore store = Files.getFileStore(dir);
    assertThat(store.getTotalSpace()).isEqualTo(1000);
    assertThat(store.getUsableSpace()).isEqualTo(700);
    assertThat(store.type()).isEqualTo("quorama");
  }

  @Test
  void samenessHidingAndAccess() throws IOException {
    Files.createFile(file);
    assertThat(Files.isSameFile(file, dir.resolve("../dir/./file"))).isTrue();
    assertThat(Files.isSameFile(file, dir)).isFalse();
    assertThat(Files.isHidden(dir.resolve(".x"))).isTrue();
    assertThat(Files.isHidden(file)).isFalse();
    assertThat(Files.isWritable(file)).isTrue();
    assertThat(dir.resolve("../dir").toRealPath()).isEqualTo(dir);
    assertThatThrownBy(() -> dir.resolve("no").toRealPath())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFullClusterIsToldOnCloseAndTheBytesAreNotForgotten() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.write(bytes("kept"));
    calls.broken = ErrorCode.NO_SPACE;
    assertThatThrownBy(() -> channel.force(true)).hasMessageContaining("no space left");
    calls.broken = ErrorCode.NONE;
    channel.force(true);
    channel.write(bytes("lost"));
    calls.broken = ErrorCode.NO_SPACE;
    assertThatThrownBy(channel::close).hasMessageContaining("no space left");
    assertThat(channel.isOpen()).isFalse();
    assertThat(Files.readString(file)).isEqualTo("kept");
  }

  @Test
  void aClusterInSafeModeDeniesAccess() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.write(bytes("x"));
    calls.broken = ErrorCode.READ_ONLY;
    assertThatThrownBy(channel::close).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aRemovedFileCannotBeWrittenOn() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes("x"));
      Files.delete(file);
      assertThatThrownBy(() -> channel.write(bytes("y"))).isInstanceOf(NoSuchFileException.class);
    }
    assertThat(Files.exists(file)).isFalse();
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
