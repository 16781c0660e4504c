package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Version and length of a replica, as kept at the head of its checksum file: in two slots that are
 * written in turn, so that a torn write leaves the one before.
 *
 * @param sequence the number of the write; its parity is the slot
 * @param version the version, from 1
 * @param length the length in bytes
 */
record ChunkMeta(long sequence, long version, long length) {
  /** Where the checksums begin. */
  static final int HEAD = 1024;

  private static final int SLOT = 512;
  private static final int BYTES = 36;
  private static final int MAGIC = 0x51434d31;

  static @Nullable ChunkMeta read(ForcedFile file) throws IOException {
    ChunkMeta first = readSlot(file, 0);
    ChunkMeta second = readSlot(file, 1);
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first.sequence > second.sequence ? first : second;
  }

  private static @Nullable ChunkMeta readSlot(ForcedFile file, int slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    if (file.read(bytes, (long) slot * SLOT) < BYTES) {
      return null;
    }
    bytes.flip();
    int magic = bytes.getInt();
    ChunkMeta meta = new ChunkMeta(bytes.getLong(), bytes.getLong(), bytes.getLong());
    return magic == MAGIC && meta.encode().equals(bytes.rewind()) ? meta : null;
  }

  ChunkMeta withVersion(long newVersion) {
    return new ChunkMeta(sequence + 1, newVersion, length);
  }

  ChunkMeta withLength(long newLength) {
    return new ChunkMeta(sequence + 1, version, newLength);
  }

  void write(ForcedFile file) throws IOException {
    file.write(encode(), (sequence & 1) * SLOT);
  }

  private ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt(MAGIC).putLong(sequence).putLong(version).putLong(length);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, bytes.position());
    return bytes.putLong(sum.getValue()).flip();
  }
}
