package org.quorama.client.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A channel to a file. Thread-safe; reads and writes at given positions do not wait for each other
 * longer than the file needs.
 *
 * <p>Differs from a channel of a local file: an interrupt does not close it, and nothing can be
 * mapped.
 */
final class QuoramaChannel extends FileChannel {
  private static final int TRANSFER_BYTES = 1 << 20;

  /** Hears that a channel was closed, after all it wrote was sent. */
  interface CloseListener {
    void closed(QuoramaChannel channel) throws IOException;
  }

  private final OpenFile file;
  private final OpenMode mode;
  private final ProcessLocks locks;
  private final CloseListener listener;

  /** Where the next read or write begins that names no position. Guarded by this. */
  private long position;

  QuoramaChannel(OpenFile file, OpenMode mode, ProcessLocks locks, CloseListener listener) {
    this.file = file;
    this.mode = mode;
    this.locks = locks;
    this.listener = listener;
  }

  OpenFile file() {
    return file;
  }

  OpenMode mode() {
    return mode;
  }

  private void checkReadable() throws ClosedChannelException {
    checkOpen();
    if (!mode.reads()) {
      throw new NonReadableChannelException();
    }
  }

  private void checkWritable() throws ClosedChannelException {
    checkOpen();
    if (!mode.writes()) {
      throw new NonWritableChannelException();
    }
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    checkReadable();
    int count = file.read(target, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int read(ByteBuffer target, long at) throws IOException {
    checkReadable();
    checkNotNegative(at);
    return file.read(target, at);
  }

  @Override
  public synchronized long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    checkReadable();
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = read(targets[i]);
      if (count < 0) {
        return sum == 0 ? -1 : sum;
      }
      sum += count;
    }
    return sum;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    checkWritable();
    int count = source.remaining();
    if (mode.appends()) {
      position = file.append(source);
    } else {
      position += file.write(source, position);
    }
    sendIfSynchronous();
    return count;
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    checkWritable();
    checkNotNegative(at);
    int count = source.remaining();
    if (mode.appends()) {
      file.append(source);
    } else {
      file.write(source, at);
    }
    sendIfSynchronous();
    return count;
  }

  private void sendIfSynchronous() throws IOException {
    if (mode.syncs()) {
      file.send();
    }
  }

  @Override
  public synchronized long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    checkWritable();
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += write(sources[i]);
    }
    return sum;
  }

  private static void checkNotNegative(long number) {
    if (number < 0) {
      throw new IllegalArgumentException(number + " is negative");
    }
  }

  @Override
  public synchronized long position() throws IOException {
    checkOpen();
    return mode.appends() ? file.size() : position;
  }

  @Override
  public synchronized FileChannel position(long newPosition) throws IOException {
    checkOpen();
    checkNotNegative(newPosition);
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return file.size();
  }

  @Override
  public synchronized FileChannel truncate(long size) throws IOException {
    checkWritable();
    checkNotNegative(size);
    file.truncate(size);
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    checkOpen();
    file.send();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    checkReadable();
    checkNotNegative(from);
    checkNotNegative(count);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, TRANSFER_BYTES));
    long done = 0;
    while (done < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
      if (file.read(buffer, from + done) <= 0) {
        break;
      }
      int written = target.write(buffer.flip());
      done += written;
      if (buffer.hasRemaining()) {
        break;
      }
    }
    return done;
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
    checkWritable();
    checkNotNegative(at);
    checkNotNegative(count);
    if (at > file.size()) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, TRANSFER_BYTES));
    long done = 0;
    while (done < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
      if (source.read(buffer) <= 0) {
        break;
      }
      done += write(buffer.flip(), at + done);
    }
    return done;
  }

  @Override
  public MappedByteBuffer map(MapMode mapMode, long at, long size) {
    throw new UnsupportedOperationException(
        "A file of a cluster cannot be mapped into memory: read it with a channel");
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) throws IOException {
    return tryLock(at, size, shared);
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) throws IOException {
    if (shared) {
      checkReadable();
    } else {
      checkWritable();
    }
    return locks.lock(this, new ProcessLocks.Region(at, size, shared));
  }

  @Override
  protected void implCloseChannel() throws IOException {
    locks.releaseAll(this);
    try {
      if (mode.writes()) {
        file.finish();
      }
    } finally {
      listener.closed(this);
    }
  }
}
