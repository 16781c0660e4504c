package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.storage.disk.ForcedFile;

/** A whole replica on its way from elsewhere, under a name of its own. Confined to one thread. */
final class CopiedChunk {
  private static final int PIECE = 1 << 20;

  private final ForcedFile file;
  private ChunkMeta meta;

  private CopiedChunk(ForcedFile file, ChunkMeta meta) {
    this.file = file;
    this.meta = meta;
  }

  /** Copies a replica; all of it but its name is durable on return. */
  static ChunkRecovery.Found copy(
      ChunkFiles files, ChunkId id, ChunkVersion version, ChunkStore.Source source, int maxBytes)
      throws IOException {
    try (ForcedFile file = files.openNew(id)) {
      CopiedChunk copy = new CopiedChunk(file, ChunkMeta.fresh(id, version.number()));
      copy.takeAll(source, maxBytes);
      copy.meta.write(file, 0);
      file.force();
      copy.meta.mark(file);
      return new ChunkRecovery.Found(copy.meta, 0, false);
    }
  }

  private void takeAll(ChunkStore.Source source, int maxBytes) throws IOException {
    boolean more = true;
    while (more && meta.length() < maxBytes) {
      int wanted = (int) Math.min(PIECE, maxBytes - meta.length());
      byte[] bytes = source.read(new ByteRange(meta.length(), wanted));
      take(bytes);
      more = bytes.length == wanted;
    }
  }

  private void take(byte[] bytes) throws IOException {
    BlockSums sums = BlockSums.of(ByteBuffer.wrap(bytes));
    file.write(ByteBuffer.wrap(bytes), ChunkMeta.DATA + meta.length());
    int before = meta.sums().count();
    BlockSums all = meta.sums().with(before, sums, before + sums.count());
    meta = meta.withLength(meta.length() + bytes.length, all);
  }
}
