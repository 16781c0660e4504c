package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.storage.disk.ForcedFile;

/**
 * Whole blocks that are about to be written over durable ones. They are durable here before they
 * are written there, so that no crash leaves a block that is half old and half new.
 *
 * @param sequence of the {@link ChunkMeta} that holds their checksums
 * @param offset where they go: where a block begins
 * @param bytes the blocks
 */
record Redo(long sequence, long offset, Bytes bytes) {
  private static final int HEAD = 28;
  private static final int MAGIC = 0x51435244;
  private static final int MAX_BYTES = 4 << 20;

  void write(ForcedFile file) throws IOException {
    byte[] content = bytes.unsafeArray();
    file.write(head(), 0);
    file.write(ByteBuffer.wrap(content), HEAD);
    file.force();
  }

  private ByteBuffer head() {
    byte[] content = bytes.unsafeArray();
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(MAGIC).putLong(sequence).putLong(offset).putInt(content.length);
    int ofHead = BlockSums.sum(head.array(), 0, head.position());
    return head.putInt(ofHead ^ BlockSums.sum(content, 0, content.length)).flip();
  }

  static @Nullable Redo read(ForcedFile file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    if (file.read(head, 0) < HEAD || head.flip().getInt() != MAGIC) {
      return null;
    }
    long sequence = head.getLong();
    long offset = head.getLong();
    int length = head.getInt();
    if (length < 0 || length > MAX_BYTES || offset < 0) {
      return null;
    }
    byte[] content = new byte[length];
    boolean whole = file.read(ByteBuffer.wrap(content), HEAD) == length;
    Redo redo = new Redo(sequence, offset, Bytes.wrap(content));
    return whole && redo.head().equals(head.rewind()) ? redo : null;
  }
}
