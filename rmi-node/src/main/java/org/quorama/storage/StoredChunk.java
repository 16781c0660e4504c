package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32C;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.Bytes;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.ForcedFile;

/**
 * One replica: a file that begins with version, length and checksums, and goes on with the data.
 * Thread-safe: many threads read at a time, or one changes it.
 *
 * <p>What is not forced yet lies behind what is, and its head in another place than the durable
 * one; so a crash may take it away, whole or from some block on, and nothing else. Durable blocks
 * that are written over go through a {@link Redo} and are forced at once.
 */
final class StoredChunk {
  private static final int FILL = 1 << 20;

  private final ChunkId id;
  private final ChunkFiles files;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** What it holds for readers; replaced as a whole, under the lock. */
  private ChunkMeta meta;

  /** Where the last durable head is; the next one goes to the other place. */
  private int durablePlace;

  /** How many bytes a crash cannot take away. */
  private long durableLength;

  /** Whether anything was written since it was forced last. */
  private boolean isDirty;

  /** Whether it has a file: a new one has none before its first bytes. */
  private boolean isMade;

  /** How long its file was when it was another's; 0 if it never was, or is as long itself. */
  private long spareBytes;

  /** Whether the file's name is durable. */
  private boolean isNamed;

  private boolean hasRedo;
  private boolean isDeleted;

  private StoredChunk(ChunkId id, ChunkFiles files, ChunkMeta meta) {
    this.id = id;
    this.files = files;
    this.meta = meta;
  }

  static StoredChunk onDisk(ChunkId id, ChunkFiles files, ChunkRecovery.Found found) {
    StoredChunk chunk = new StoredChunk(id, files, found.meta());
    chunk.durablePlace = found.place();
    chunk.durableLength = found.meta().length();
    chunk.isMade = true;
    chunk.isNamed = true;
    chunk.hasRedo = found.hasRedo();
    return chunk;
  }

  /** Makes an empty replica; it has a file with its first bytes, or when it is forced. */
  static StoredChunk create(ChunkId id, ChunkFiles files, ChunkVersion version) {
    StoredChunk chunk = new StoredChunk(id, files, ChunkMeta.fresh(id, version.number()));
    chunk.durablePlace = 1;
    return chunk;
  }

  private interface Action<T> {
    T run(ForcedFile file) throws IOException;
  }

  private <T> T with(Lock held, Action<T> action) throws IOException {
    held.lock();
    try (OpenFiles.Handle handle = lend()) {
      return action.run(handle.file);
    } finally {
      held.unlock();
    }
  }

  private OpenFiles.Handle lend() throws IOException {
    if (isDeleted) {
      throw ChunkStore.absent(id);
    }
    return files.lend(id);
  }

  private void change(Action<?> action) throws IOException {
    change(0, action);
  }

  private void change(long firstBytes, Action<?> action) throws IOException {
    lock.writeLock().lock();
    try {
      make(firstBytes);
      Object unused = with(lock.writeLock(), action);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void make(long firstBytes) throws IOException {
    if (isMade || isDeleted) {
      return;
    }
    if (spareBytes == 0) {
      spareBytes = files.make(id, firstBytes);
    }
    try (OpenFiles.Handle handle = files.lend(id)) {
      put(handle.file, meta);
    }
    isMade = true;
  }

  ReplicaInfo info() {
    lock.readLock().lock();
    try {
      return new ReplicaInfo(id, new ChunkVersion(meta.version()), meta.length());
    } finally {
      lock.readLock().unlock();
    }
  }

  void storeVersion(ChunkVersion version) throws IOException {
    change(
        file -> {
          put(file, meta.withVersion(version.number()));
          return force(file);
        });
  }

  /** Writes bytes whose sums are known: whoever has them has checked them. */
  void write(long offset, ByteBuffer bytes, BlockSums sums, boolean force) throws IOException {
    change(
        offset + bytes.limit(),
        file -> {
          fill(file, offset);
          write(file, new Piece(offset, bytes, sums));
          return !force || force(file);
        });
  }

  private void write(ForcedFile file, Piece piece) throws IOException {
    boolean unused = piece.offset() >= durableLength || force(file);
    int durable = (int) Math.max(0, Math.min(piece.length(), durableLength - piece.offset()));
    if (durable > 0) {
      overwrite(file, piece.first(durable));
    }
    if (durable < piece.length()) {
      apply(file, piece.after(durable));
    }
  }

  /** Forces what was written before, and cuts off what its file has of another replica. */
  void sync() throws IOException {
    change(file -> force(file) && trim(file));
  }

  private boolean trim(ForcedFile file) throws IOException {
    if (spareBytes > 0) {
      file.truncate(ChunkMeta.DATA + meta.length());
      settle();
    }
    return true;
  }

  private void settle() {
    if (spareBytes > 0) {
      files.spares().settled(spareBytes);
      spareBytes = 0;
    }
  }

  /** Cuts the replica to a length, or fills it up with zeros; durable on return. */
  void truncate(long length) throws IOException {
    change(
        file -> {
          fill(file, length);
          if (length < meta.length()) {
            cut(file, length);
          }
          return force(file);
        });
  }

  private void cut(ForcedFile file, long length) throws IOException {
    int blocks = BlockSums.blocks(length);
    BlockSums sums = meta.sums().first(blocks);
    int rest = (int) (length - BlockSums.start(BlockSums.of(length)));
    if (rest > 0) {
      byte[] last = readVerified(file, blocks - 1, blocks - 1, length);
      sums =
          sums.with(blocks - 1, BlockSums.wrap(new int[] {BlockSums.sum(last, 0, rest)}), blocks);
    }
    put(file, meta.withLength(length, sums));
    boolean unused = force(file);
    file.truncate(ChunkMeta.DATA + length);
    settle();
  }

  private void fill(ForcedFile file, long end) throws IOException {
    while (meta.length() < end) {
      int gap = (int) Math.min(FILL, end - meta.length());
      apply(file, Piece.of(meta.length(), ByteBuffer.allocate(gap)));
    }
  }

  /** New bytes, from the beginning of the buffer, the sums of their blocks, and where they go. */
  private record Piece(long offset, ByteBuffer bytes, BlockSums sums) {
    static Piece of(long offset, ByteBuffer bytes) {
      return new Piece(offset, bytes, BlockSums.of(bytes));
    }

    int length() {
      return bytes.limit();
    }

    long end() {
      return offset + length();
    }

    Piece first(int count) {
      return of(offset, bytes.slice(0, count));
    }

    Piece after(int count) {
      return count == 0 ? this : of(offset + count, bytes.slice(count, length() - count));
    }

    ByteBuffer between(long start, long end) {
      return bytes.slice((int) (start - offset), (int) (end - start));
    }

    /** Returns the sum of the bytes between two places in a block; known if they are a block. */
    int sumOf(long start, long end) {
      int block = BlockSums.of(start - offset);
      boolean isKnown =
          BlockSums.start(block) == start - offset
              && BlockSums.lengthOf(block, length()) == end - start;
      return isKnown ? sums.at(block) : BlockSums.of(between(start, end)).at(0);
    }
  }

  /** Writes over durable blocks: they are on the disk a second time before they change. */
  private void overwrite(ForcedFile file, Piece piece) throws IOException {
    int first = BlockSums.of(piece.offset());
    long start = BlockSums.start(first);
    byte[] blocks = readAround(file, piece);
    int at = (int) (piece.offset() - start);
    piece.bytes().get(0, blocks, at, piece.length());
    try (ForcedFile redo = files.openRedo(id)) {
      new Redo(meta.sequence() + 1, start, Bytes.wrap(blocks)).write(redo);
    }
    if (!hasRedo) {
      hasRedo = true;
      files.force();
    }
    apply(file, piece);
    boolean unused = force(file);
  }

  /** Returns all blocks that a piece touches; those that it covers need not be intact. */
  private byte[] readAround(ForcedFile file, Piece piece) throws IOException {
    int first = BlockSums.of(piece.offset());
    int last = BlockSums.of(piece.end() - 1);
    long start = BlockSums.start(first);
    long end = Math.min(meta.length(), BlockSums.start(last + 1));
    byte[] blocks = new byte[(int) (end - start)];
    for (int block = first; block <= last; block++) {
      if (!covers(piece, block, meta.length())) {
        byte[] old = readVerified(file, block, block, BlockSums.start(block));
        System.arraycopy(old, 0, blocks, (int) (BlockSums.start(block) - start), old.length);
      }
    }
    return blocks;
  }

  private static boolean covers(Piece piece, int block, long chunkLength) {
    long start = BlockSums.start(block);
    long end = start + BlockSums.lengthOf(block, chunkLength);
    return piece.offset() <= start && piece.end() >= end;
  }

  /** Writes bytes and their sums. */
  private void apply(ForcedFile file, Piece piece) throws IOException {
    long length = Math.max(meta.length(), piece.end());
    int first = BlockSums.of(piece.offset());
    int[] changed = new int[BlockSums.of(piece.end() - 1) - first + 1];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = sumAfter(file, first + i, piece, length);
    }
    file.write(piece.bytes().duplicate(), ChunkMeta.DATA + piece.offset());
    BlockSums sums = meta.sums().with(first, BlockSums.wrap(changed), BlockSums.blocks(length));
    put(file, meta.withLength(length, sums));
  }

  private int sumAfter(ForcedFile file, int block, Piece piece, long length) throws IOException {
    long start = BlockSums.start(block);
    long end = start + BlockSums.lengthOf(block, length);
    if (covers(piece, block, length)) {
      return piece.sumOf(start, end);
    }
    // An append only carries the sum on: a corrupt block will not match afterwards either [GFS
    // §5.2].
    if (piece.offset() == meta.length()) {
      int added = piece.sumOf(piece.offset(), end);
      return CrcCombine.combine(meta.sums().at(block), added, (int) (end - piece.offset()));
    }
    // What stays of a block that is written over is verified first [GFS §5.2].
    byte[] old = readVerified(file, block, block, start);
    CRC32C sum = new CRC32C();
    int before = (int) Math.max(0, piece.offset() - start);
    sum.update(old, 0, before);
    sum.update(piece.between(Math.max(start, piece.offset()), Math.min(end, piece.end())));
    int after = (int) Math.min(old.length, piece.end() - start);
    sum.update(old, after, old.length - after);
    return (int) sum.getValue();
  }

  private void put(ForcedFile file, ChunkMeta next) throws IOException {
    next.write(file, 1 - durablePlace);
    meta = next;
    isDirty = true;
    if (spareBytes <= ChunkMeta.DATA + next.length()) {
      settle();
    }
  }

  private boolean force(ForcedFile file) throws IOException {
    if (!isDirty) {
      return true;
    }
    file.force();
    if (!isNamed) {
      files.force();
      isNamed = true;
    }
    isDirty = false;
    durablePlace = 1 - durablePlace;
    durableLength = meta.length();
    meta.mark(file);
    return true;
  }

  /** Reads the first bytes of a range, up to the end of their block; returns how many. */
  int readBlock(ByteRange range, ByteBuffer into) throws IOException {
    return with(lock.readLock(), file -> readBlock(file, range, into));
  }

  private int readBlock(ForcedFile file, ByteRange range, ByteBuffer into) throws IOException {
    int block = BlockSums.of(range.offset());
    long start = BlockSums.start(block);
    int size = BlockSums.lengthOf(block, meta.length());
    int length = (int) (Math.min(range.end(), start + size) - range.offset());
    if (length <= 0) {
      return 0;
    }
    if (length == size) {
      readWhole(file, block, into.limit(into.position() + size));
    } else {
      byte[] bytes = readVerified(file, block, block, range.offset());
      into.put(bytes, (int) (range.offset() - start), length);
    }
    return length;
  }

  private void readWhole(ForcedFile file, int block, ByteBuffer into) throws IOException {
    int at = into.position();
    long start = BlockSums.start(block);
    int unused = file.read(into, ChunkMeta.DATA + start);
    if (into.hasRemaining() || !meta.sums().matches(block, into.flip().position(at))) {
      throw corrupt(block, start);
    }
  }

  byte[] read(ByteRange range) throws IOException {
    return with(lock.readLock(), file -> read(file, range));
  }

  private byte[] read(ForcedFile file, ByteRange range) throws IOException {
    long end = Math.min(range.end(), meta.length());
    if (range.offset() >= end) {
      return new byte[0];
    }
    int first = BlockSums.of(range.offset());
    byte[] blocks = readVerified(file, first, BlockSums.of(end - 1), range.offset());
    int from = (int) (range.offset() - BlockSums.start(first));
    int length = (int) (end - range.offset());
    return from == 0 && length == blocks.length
        ? blocks
        : Arrays.copyOfRange(blocks, from, from + length);
  }

  private byte[] readVerified(ForcedFile file, int first, int last, long askedFor)
      throws IOException {
    long start = BlockSums.start(first);
    int length = (int) (Math.min(meta.length(), BlockSums.start(last + 1)) - start);
    byte[] bytes = new byte[Math.max(0, length)];
    boolean whole = file.read(ByteBuffer.wrap(bytes), ChunkMeta.DATA + start) == bytes.length;
    for (int block = first; block <= last && length > 0; block++) {
      int at = (int) (BlockSums.start(block) - start);
      int size = BlockSums.lengthOf(block, meta.length());
      if (!whole || !meta.sums().matches(block, bytes, at, size)) {
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

  void delete() throws IOException {
    end(
        () -> {
          if (!isMade) {
            files.lend(id).close(); // now there is one to delete
          }
          long fileBytes = Math.max(spareBytes, ChunkMeta.DATA + meta.length());
          settle();
          files.delete(id, hasRedo, fileBytes);
        });
  }

  /** Gives its place to a copy. */
  void replaceByNew() throws IOException {
    end(
        () -> {
          files.installNew(id, hasRedo);
          settle();
        });
  }

  private interface End {
    void run() throws IOException;
  }

  private void end(End end) throws IOException {
    lock.writeLock().lock();
    try {
      if (!isDeleted) {
        end.run();
        isDeleted = true;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
