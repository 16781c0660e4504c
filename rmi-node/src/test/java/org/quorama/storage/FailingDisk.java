package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.disk.ForcedFile;
import org.quorama.storage.disk.ForwardingDisk;
import org.quorama.storage.disk.RealDisk;

/** The real disk until a test lets it fail. Counts forces. */
final class FailingDisk extends ForwardingDisk {
  final List<Path> forcedDirectories = new ArrayList<>();
  @Nullable IOException onWrite;
  @Nullable IOException onForce;
  long free = Long.MAX_VALUE;
  int forces;
  int open;

  FailingDisk() {
    super(new RealDisk());
  }

  @Override
  public ForcedFile open(Path file) throws IOException {
    open++;
    return new FailingFile(super.open(file));
  }

  @Override
  public long bytesFree(Path directory) {
    return free;
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    forcedDirectories.add(directory);
    super.forceDirectory(directory);
  }

  private final class FailingFile extends Opened {
    FailingFile(ForcedFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      IOException failure = onWrite;
      if (failure != null) {
        super.write(from.slice(from.position(), from.remaining() / 2), at);
        throw failure;
      }
      super.write(from, at);
    }

    @Override
    public void force() throws IOException {
      forces++;
      IOException failure = onForce;
      if (failure != null) {
        throw failure;
      }
      super.force();
    }

    @Override
    public void close() throws IOException {
      open--;
      super.close();
    }
  }
}
