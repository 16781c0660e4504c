package org.quorama.client.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongSupplier;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;

/**
 * A file that some channels of this process have open, with what they wrote and have not sent yet.
 * All channels of a file share one, so that each sees at once what the others wrote. Thread-safe.
 */
final class OpenFile {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

  private final FileCalls calls;
  private final LongSupplier epochMillis;
  private final boolean directory;
  private final PendingWrite pending = new PendingWrite();
  private final ReadBlocks blocks = new ReadBlocks(this::readFromCluster);

  /** Where it is; another one after it was moved by this process. */
  private FilePath path;

  /** How long the cluster said it is, and what was sent since. */
  private long length;

  /** Whether the length was learnt since it was last said that the file ends there. */
  private boolean lengthIsFresh = true;

  /** Whether something was sent since the time of the change was. */
  private boolean changed;

  /** Whether this process removed it. */
  private boolean removed;

  OpenFile(FileCalls calls, LongSupplier epochMillis, FileCalls.Entry found) {
    this.calls = calls;
    this.epochMillis = epochMillis;
    this.directory = found.directory();
    this.path = found.path();
    this.length = found.lengthBytes();
  }

  synchronized FilePath path() {
    return path;
  }

  synchronized void moved(FilePath to) {
    path = to;
  }

  /** Takes note that it was made just now, so that it gets a time. */
  synchronized void created() {
    changed = true;
  }

  synchronized void removed() {
    removed = true;
    pending.clear();
  }

  private void check() throws IOException {
    if (directory) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (removed) {
      throw new NoSuchFileException(path.toString(), null, "removed while it was open");
    }
  }

  /** Returns how long it is, with what was not sent yet; asks the cluster if nothing waits. */
  synchronized long size() throws IOException {
    check();
    if (pending.isEmpty()) {
      learnLength();
    }
    return knownSize();
  }

  /** Returns the same without asking the cluster. */
  synchronized long knownSize() {
    return pending.isEmpty() ? length : Math.max(length, pending.end());
  }

  private void learnLength() throws IOException {
    long before = length;
    length = Failures.call(path, () -> calls.stat(path)).lengthBytes();
    lengthIsFresh = true;
    if (length < before) {
      blocks.forget(length, before);
    }
  }

  /** Reads at an offset as many bytes as there are; returns how many, -1 if it ends before. */
  synchronized int read(ByteBuffer target, long at) throws IOException {
    check();
    if (pending.overlaps(at, at + target.remaining())) {
      send();
    }
    int from = target.position();
    while (target.hasRemaining()) {
      long next = at + target.position() - from;
      if (endsAt(next) || blocks.read(target, next) < 0) {
        break;
      }
    }
    int count = target.position() - from;
    return count == 0 && target.hasRemaining() ? -1 : count;
  }

  private boolean endsAt(long at) throws IOException {
    if (at >= length && !lengthIsFresh) {
      learnLength();
    }
    boolean ends = at >= length;
    lengthIsFresh &= !ends;
    return ends;
  }

  private byte[] readFromCluster(ByteRange range) throws IOException {
    return Failures.call(path, () -> calls.read(path, range)).unsafeArray();
  }

  /** Writes at an offset; what lies between the end and there becomes zeros. */
  synchronized int write(ByteBuffer source, long at) throws IOException {
    check();
    for (long end = knownSize(); end < at; end = knownSize()) {
      ByteBuffer zeros = ZEROS.duplicate();
      zeros.limit((int) Math.min(zeros.limit(), at - end));
      put(zeros, end);
    }
    int count = source.remaining();
    put(source, at);
    return count;
  }

  /** Writes at the end; returns where that is afterwards. */
  synchronized long append(ByteBuffer source) throws IOException {
    long at = size();
    return at + write(source, at);
  }

  private void put(ByteBuffer source, long at) throws IOException {
    long next = at;
    while (source.hasRemaining()) {
      if (!pending.takes(next)) {
        send();
      }
      int before = source.remaining();
      pending.put(next, source);
      next += before - source.remaining();
    }
    if (pending.isFull()) {
      send();
    }
  }

  /** Makes it shorter; one that is not longer stays as it is. */
  synchronized void truncate(long lengthBytes) throws IOException {
    check();
    if (lengthBytes >= size()) {
      return;
    }
    pending.cut(lengthBytes);
    if (length > lengthBytes) {
      Failures.run(path, () -> calls.truncate(path, lengthBytes));
      blocks.forget(lengthBytes, length);
      length = lengthBytes;
      changed = true;
    }
  }

  /** Sends what waits; when it returns, all written before is durable. */
  synchronized void send() throws IOException {
    if (pending.isEmpty() || removed) {
      return;
    }
    Bytes content = pending.content();
    Failures.run(path, () -> calls.write(path, pending.start(), content));
    sent();
    changed = true;
  }

  private void sent() {
    blocks.forget(pending.start(), pending.end());
    length = Math.max(length, pending.end());
    pending.clear();
  }

  /** Sends the first bytes of the file together with their time. */
  private void fill() throws IOException {
    Bytes content = pending.content();
    Failures.run(path, () -> calls.fill(path, content, epochMillis.getAsLong()));
    sent();
    changed = false;
  }

  /** Sends what waits, and when that was. */
  synchronized void finish() throws IOException {
    if (!pending.isEmpty() && !removed && length == 0) {
      fill();
    }
    send();
    if (changed && !removed) {
      changed = false;
      Failures.run(path, () -> calls.setModified(path, epochMillis.getAsLong()));
    }
  }
}
