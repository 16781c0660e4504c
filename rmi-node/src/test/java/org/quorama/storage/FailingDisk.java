package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.ForcedFile;
import org.quorama.storage.disk.RealDisk;

/** The real disk until a test lets it fail. Counts forces. */
final class FailingDisk implements Disk {
  private final Disk real = new RealDisk();
  final List<Path> forcedDirectories = new ArrayList<>();
  @Nullable IOException onWrite;
  @Nullable IOException onForce;
  int forces;
  int open;

  @Override
  public ForcedFile open(Path file) throws IOException {
    open++;
    return new FailingFile(real.open(file));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    forcedDirectories.add(directory);
    real.forceDirectory(directory);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    real.makeDirectory(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  private final class FailingFile implements ForcedFile {
    private final ForcedFile file;

    FailingFile(ForcedFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      IOException failure = onWrite;
      if (failure != null) {
        file.write(from.slice(from.position(), from.remaining() / 2), at);
        throw failure;
      }
      file.write(from, at);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      return file.read(into, at);
    }

    @Override
    public void force() throws IOException {
      forces++;
      IOException failure = onForce;
      if (failure != null) {
        throw failure;
      }
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      open--;
      file.close();
    }
  }
}
