package org.quorama.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the bytes of a chunk lie below the directories of nodes. */
final class BytesOnDisk {
  private static final int ALIGNED = 512;

  private final Path directory;
  private final byte[] bytes;

  BytesOnDisk(Path directory, byte[] bytes) {
    this.directory = directory;
    this.bytes = bytes.clone();
  }

  /** Returns the files that hold all of them. */
  List<Path> files() {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).filter(file -> find(file).isPresent()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OptionalInt find(Path file) {
    byte[] whole = read(file);
    return IntStream.iterate(0, at -> at + bytes.length <= whole.length, at -> at + ALIGNED)
        .filter(at -> Arrays.equals(whole, at, at + bytes.length, bytes, 0, bytes.length))
        .findFirst();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flips a bit of them in a file that holds them. */
  void damage(Path file) throws IOException {
    int place = find(file).orElseThrow() + 99;
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.seek(place);
      disk.write(bytes[99] ^ 4);
    }
  }
}
