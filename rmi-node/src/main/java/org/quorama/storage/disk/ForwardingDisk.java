package org.quorama.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk that does what another does, but for what a subclass does otherwise. Thread-safe. */
public abstract class ForwardingDisk implements Disk {
  private final Disk disk;

  /**
   * Makes one.
   *
   * @param disk the one behind it
   */
  protected ForwardingDisk(Disk disk) {
    this.disk = disk;
  }

  @Override
  public ForcedFile open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    disk.makeDirectory(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public long bytesFree(Path directory) {
    return disk.bytesFree(directory);
  }

  /** A file that does what another does, but for what a subclass does otherwise. */
  protected abstract static class Opened implements ForcedFile {
    private final ForcedFile file;

    /**
     * Makes one.
     *
     * @param file the one behind it
     */
    protected Opened(ForcedFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      file.write(from, at);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      return file.read(into, at);
    }

    @Override
    public void force() throws IOException {
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
      file.close();
    }
  }
}
