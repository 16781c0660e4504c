package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.quorama.storage.disk.ForcedFile;

/** Reads a file through a buffer that moves forward; for the recovery. */
final class WalWindow {
  private static final int MIN = 1 << 20;

  private final ForcedFile file;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long start;

  WalWindow(ForcedFile file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  long size() {
    return size;
  }

  /** Returns a view of bytes that must lie in the file. */
  ByteBuffer bytes(long offset, int length) throws IOException {
    if (offset < start || offset + length > start + window.limit()) {
      fill(offset, length);
    }
    return window.slice((int) (offset - start), length);
  }

  private void fill(long offset, int length) throws IOException {
    int wanted = (int) Math.min(size - offset, Math.max(MIN, length));
    window = wanted <= window.capacity() ? window.clear() : ByteBuffer.allocate(wanted);
    window.limit(Math.min(window.capacity(), (int) Math.min(size - offset, window.capacity())));
    int count = file.read(window, offset);
    window.flip();
    start = offset;
    if (count < length) {
      throw new IOException("the file became shorter while it was read");
    }
  }
}
