package org.quorama.storage.disk;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The disk of this machine. */
public final class RealDisk implements Disk {
  /**
   * How much goes to the system at once. The JDK copies an array to memory of the same size outside
   * the heap, and keeps no more of that; and ext4 takes pages of memory that are seven times slower
   * to get when it is given more than this at once.
   */
  private static final int SLICE = 64 << 10;

  private static final boolean WINDOWS = File.separatorChar == '\\';

  @Override
  public ForcedFile open(Path file) throws IOException {
    return new RealFile(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Does nothing on Windows, where a directory cannot be opened and NTFS journals its changes. */
  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.delete(file);
  }

  private record RealFile(FileChannel channel) implements ForcedFile {
    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      long place = at;
      int end = from.limit();
      while (from.position() < end) {
        from.limit(Math.min(end, from.position() + SLICE));
        place += channel.write(from, place);
      }
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      int before = into.position();
      int count = 0;
      int end = into.limit();
      while (into.position() < end && count >= 0) {
        into.limit(Math.min(end, into.position() + SLICE));
        count = channel.read(into, at + into.position() - before);
      }
      into.limit(end);
      return into.position() - before;
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
