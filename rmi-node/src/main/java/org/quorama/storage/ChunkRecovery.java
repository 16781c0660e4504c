package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.protocol.Bytes;
import org.quorama.storage.disk.ForcedFile;

/**
 * Finds out what a replica holds after a start. Everything that was forced is there; of what was
 * not, as much as matches its checksums, from the front. Confined to one thread.
 *
 * <p>A crash may have kept a {@link ChunkMeta} that was not forced, without all of its data, or the
 * other way round. Blocks of the durable one were left alone meanwhile, except those of the {@link
 * Redo}, which are written again.
 */
final class ChunkRecovery {
  private final ForcedFile file;

  /** The newest head, and the place where it is. */
  private ChunkMeta meta;

  private int place;

  private ChunkRecovery(ForcedFile file, ChunkMeta meta, int place) {
    this.file = file;
    this.meta = meta;
    this.place = place;
  }

  /**
   * A replica as it is after a start: all of it is durable.
   *
   * @param meta what it holds
   * @param place where that stands
   * @param hasRedo whether there is a redo file
   */
  record Found(ChunkMeta meta, int place, boolean hasRedo) {}

  /** Recovers a replica; null if it has no readable version. */
  static @Nullable Found recover(ChunkId id, ForcedFile file, @Nullable Redo redo)
      throws IOException {
    ChunkMeta first = ChunkMeta.read(file, 0, id);
    ChunkMeta second = ChunkMeta.read(file, 1, id);
    if (first == null && second == null) {
      return null;
    }
    boolean firstIsNewer =
        second == null || (first != null && first.sequence() > second.sequence());
    ChunkMeta newer = firstIsNewer ? first : second;
    ChunkMeta older = firstIsNewer ? second : first;
    ChunkRecovery recovery = new ChunkRecovery(file, require(newer), firstIsNewer ? 0 : 1);
    recovery.run(older, redo);
    recovery.trim();
    return new Found(recovery.meta, recovery.place, redo != null);
  }

  private static ChunkMeta require(@Nullable ChunkMeta meta) {
    if (meta == null) {
      throw new IllegalStateException("One of two heads is there");
    }
    return meta;
  }

  private void run(@Nullable ChunkMeta older, @Nullable Redo redo) throws IOException {
    long marked = ChunkMeta.marked(file, meta.id());
    if (redo != null && redo.sequence() > marked && redo(redo)) {
      finish();
    } else if (meta.sequence() > marked) {
      keepIntact(older);
      finish();
    }
  }

  /** Cuts off what was not kept, or has been in the file since it was another replica's. */
  private void trim() throws IOException {
    if (file.size() > ChunkMeta.DATA + meta.length()) {
      file.truncate(ChunkMeta.DATA + meta.length());
    }
  }

  private void finish() throws IOException {
    file.force();
    meta.mark(file);
  }

  /**
   * Writes blocks again that a crash may have torn; returns false if they are of another write. An
   * older redo was durable in its place before anything else was written.
   */
  private boolean redo(Redo redo) throws IOException {
    byte[] bytes = redo.bytes().unsafeArray();
    int first = BlockSums.of(redo.offset());
    BlockSums changed = BlockSums.of(ByteBuffer.wrap(bytes));
    long ahead = redo.sequence() - meta.sequence();
    boolean fits = redo.offset() + bytes.length <= meta.length();
    if (!fits || ahead < 0 || ahead > 1) {
      return false;
    }
    BlockSums sums = meta.sums().with(first, changed, meta.sums().count());
    if (ahead == 0 && !sums.equals(meta.sums())) {
      return false;
    }
    file.write(ByteBuffer.wrap(bytes), ChunkMeta.DATA + redo.offset());
    if (ahead == 1) {
      file.force();
      place = 1 - place; // the newest head is durable, and left alone
      replace(meta.withLength(meta.length(), sums));
    }
    return true;
  }

  /** Cuts what follows the older head at the first block that does not match. */
  private void keepIntact(@Nullable ChunkMeta older) throws IOException {
    long durable = older == null ? 0 : older.length();
    int block = BlockSums.of(durable);
    int end = BlockSums.blocks(meta.length());
    while (block < end && matches(block)) {
      block++;
    }
    if (block >= end) {
      return;
    }
    if (older != null && BlockSums.start(block) < durable) {
      replace(meta.withLength(durable, older.sums()));
    } else {
      replace(meta.withLength(BlockSums.start(block), meta.sums().first(block)));
    }
  }

  private boolean matches(int block) throws IOException {
    int length = BlockSums.lengthOf(block, meta.length());
    Bytes bytes = Bytes.wrap(new byte[length]);
    int read =
        file.read(ByteBuffer.wrap(bytes.unsafeArray()), ChunkMeta.DATA + BlockSums.start(block));
    return read == length && meta.sums().matches(block, bytes.unsafeArray(), 0, length);
  }

  private void replace(ChunkMeta next) throws IOException {
    meta = next;
    meta.write(file, place);
  }
}
