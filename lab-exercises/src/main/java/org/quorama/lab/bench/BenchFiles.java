package org.quorama.lab.bench;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;

/** What callers do with files, in the shape of the loads of other file systems. Thread-safe. */
final class BenchFiles {
  static final int MEBIBYTE = 1 << 20;
  static final int KIBIBYTE = 1 << 10;
  private static final int LISTED = 100;

  final QuoramaClient client;
  private final SyncMode sync;
  private final byte[] block = new byte[MEBIBYTE];
  private final AtomicLong names = new AtomicLong();

  BenchFiles(QuoramaClient client, SyncMode sync) {
    this.client = client;
    this.sync = sync;
    ThreadLocalRandom.current().nextBytes(block);
  }

  SyncMode sync() {
    return sync;
  }

  static FilePath path(String text) {
    return FilePath.parse(text);
  }

  void makeDirectory(String path) {
    client.require(new FileOperation.MakeDirectory(path(path)));
  }

  void write(FilePath path, long bytes) {
    client.put(new Repeated(bytes), bytes, path, sync, TransferProgress.none());
  }

  void read(FilePath path) {
    client.get(path, OutputStream.nullOutputStream(), TransferProgress.none());
  }

  void delete(FilePath path) {
    client.require(new FileOperation.Delete(path));
  }

  void createSmall(int caller) {
    write(path("/small/" + names.incrementAndGet()), KIBIBYTE);
  }

  void mkdir(int caller) {
    client.require(new FileOperation.MakeDirectory(path("/dirs/" + names.incrementAndGet())));
  }

  /** Removes what one run made: small nodes have no room for the directories of all runs. */
  void removeDirectories() {
    client.require(new FileOperation.DeleteTree(path("/dirs")));
    makeDirectory("/dirs");
  }

  /** Makes what the figures of metadata ask about. */
  void prepareMetadata() {
    makeDirectory("/dirs");
    makeDirectory("/move");
    makeDirectory("/list");
    for (int i = 0; i < LISTED; i++) {
      client.require(new FileOperation.CreateFile(path("/list/f" + i)));
    }
  }

  void stat(int caller) {
    client.require(new FileOperation.Stat(path("/list/f" + names.incrementAndGet() % LISTED)));
  }

  void list(int caller) {
    int found = client.list(path("/list")).size();
    if (found != LISTED) {
      throw new IllegalStateException("listed " + found);
    }
  }

  void rename(String from, String to) {
    client.require(new FileOperation.Rename(path(from), path(to)));
  }

  Bytes record() {
    byte[] record = new byte[KIBIBYTE];
    System.arraycopy(block, 0, record, 0, record.length);
    return Bytes.wrap(record);
  }

  /** The block again and again, up to a length. */
  private final class Repeated extends InputStream {
    private long left;

    Repeated(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, left), block.length);
      System.arraycopy(block, 0, into, offset, count);
      left -= count;
      return count;
    }
  }
}
