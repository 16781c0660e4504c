package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.Bytes;
import org.quorama.storage.StorageException.Kind;

/**
 * One replica: a file of data, and a file of version, length and checksums. Thread-safe: one thread
 * at a time reads or writes it.
 *
 * <p>A write forces the data, then checksums and length. A crash between the two leaves the old
 * length, so an append that was not acknowledged is as if it never was; blocks that were being
 * overwritten in place may not match their checksums, and are corrupt until they are written whole.
 */
final class StoredChunk {
  private static final int FILL = 1 << 20;

  private final ChunkId id;
  private final ChunkFiles files;
  private ChunkMeta meta;
  private boolean deleted;

  StoredChunk(ChunkId id, ChunkFiles files, ChunkMeta meta) {
    this.id = id;
    this.files = files;
    this.meta = meta;
  }

  synchronized ReplicaInfo info() {
    return new ReplicaInfo(id, new ChunkVersion(meta.version()), meta.length());
  }

  synchronized void storeVersion(ChunkVersion version) throws IOException {
    checkHeld();
    ChunkMeta next = meta.withVersion(version.number());
    try (ForcedFile metaFile = files.openMeta(id)) {
      next.write(metaFile);
      metaFile.force();
    }
    meta = next;
  }

  synchronized void write(long offset, byte[] bytes) throws IOException {
    checkHeld();
    try (ForcedFile data = files.openData(id);
        ForcedFile metaFile = files.openMeta(id)) {
      while (meta.length() < offset) {
        int gap = (int) Math.min(FILL, offset - meta.length());
        write(data, metaFile, meta.length(), new byte[gap]);
      }
      write(data, metaFile, offset, bytes);
    }
  }

  private void write(ForcedFile data, ForcedFile metaFile, long offset, byte[] bytes)
      throws IOException {
    if (bytes.length == 0) {
      return;
    }
    long end = offset + bytes.length;
    int first = BlockSums.of(offset);
    int last = BlockSums.of(end - 1);
    BlockSums sums = BlockSums.read(metaFile, first, last - first + 1);
    for (int block = first; block <= last; block++) {
      change(data, sums, block, new Piece(offset, Bytes.wrap(bytes)));
    }
    data.write(ByteBuffer.wrap(bytes), offset);
    data.force();
    ChunkMeta next = meta.withLength(Math.max(meta.length(), end));
    sums.write(metaFile);
    next.write(metaFile);
    metaFile.force();
    meta = next;
  }

  /** New bytes and where they go. */
  private record Piece(long offset, Bytes bytes) {
    long end() {
      return offset + bytes.length();
    }
  }

  /** Sets the sum that a block will have. What stays of the block is verified first. */
  private void change(ForcedFile data, BlockSums sums, int block, Piece piece) throws IOException {
    long start = BlockSums.start(block);
    int newLength = lengthOf(block, Math.max(meta.length(), piece.end()));
    if (piece.offset() <= start && piece.end() >= start + newLength) {
      sums.set(block, piece.bytes().unsafeArray(), (int) (start - piece.offset()), newLength);
      return;
    }
    byte[] merged = Arrays.copyOf(readVerified(data, sums, block, block, start), newLength);
    long from = Math.max(start, piece.offset());
    long to = Math.min(start + newLength, piece.end());
    System.arraycopy(
        piece.bytes().unsafeArray(),
        (int) (from - piece.offset()),
        merged,
        (int) (from - start),
        (int) (to - from));
    sums.set(block, merged, 0, newLength);
  }

  synchronized byte[] read(ByteRange range) throws IOException {
    checkHeld();
    long end = Math.min(range.end(), meta.length());
    if (range.offset() >= end) {
      return new byte[0];
    }
    int first = BlockSums.of(range.offset());
    int last = BlockSums.of(end - 1);
    try (ForcedFile data = files.openData(id);
        ForcedFile metaFile = files.openMeta(id)) {
      BlockSums sums = BlockSums.read(metaFile, first, last - first + 1);
      byte[] blocks = readVerified(data, sums, first, last, range.offset());
      int from = (int) (range.offset() - BlockSums.start(first));
      int length = (int) (end - range.offset());
      return from == 0 && length == blocks.length
          ? blocks
          : Arrays.copyOfRange(blocks, from, from + length);
    }
  }

  private byte[] readVerified(ForcedFile data, BlockSums sums, int first, int last, long askedFor)
      throws IOException {
    long start = BlockSums.start(first);
    int length = (int) (Math.min(meta.length(), BlockSums.start(last + 1)) - start);
    byte[] bytes = new byte[Math.max(0, length)];
    boolean whole = data.read(ByteBuffer.wrap(bytes), start) == bytes.length;
    for (int block = first; block <= last && length > 0; block++) {
      int at = (int) (BlockSums.start(block) - start);
      if (!whole || !sums.matches(block, bytes, at, lengthOf(block, meta.length()))) {
        throw corrupt(block, askedFor);
      }
    }
    return bytes;
  }

  private StorageException corrupt(int block, long askedFor) {
    return new StorageException(
        Kind.CORRUPT,
        ("Replica of chunk %s: the block of 64 KiB at offset %d does not match its checksum"
                + " (asked for offset %d); use another replica, this one must be replaced")
            .formatted(id, BlockSums.start(block), askedFor));
  }

  private static int lengthOf(int block, long chunkLength) {
    return (int) Math.max(0, Math.min(BlockSums.BLOCK, chunkLength - BlockSums.start(block)));
  }

  synchronized void delete() throws IOException {
    deleted = true;
    files.delete(id);
  }

  private void checkHeld() {
    if (deleted) {
      throw ChunkStore.absent(id);
    }
  }
}
