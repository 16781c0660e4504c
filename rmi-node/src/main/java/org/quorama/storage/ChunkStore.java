package org.quorama.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.Invariants;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.Disk;

/**
 * The chunk replicas of a node. Every block of 64 KiB has a CRC32C that is verified at every read
 * [GFS §5.2]; a block that does not match is never handed out. Thread-safe: different chunks in
 * parallel, one chunk one call at a time. No caller may ever be interrupted inside a call.
 */
public final class ChunkStore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChunkStore.class.getName());

  /** A spare file, and what begins a chunk that may have one, is at least this part of a chunk. */
  private static final int SPARE_PART = 32;

  private final ChunkFiles files;
  private final int chunkSizeBytes;
  private final ConcurrentSkipListMap<ChunkId, StoredChunk> chunks = new ConcurrentSkipListMap<>();
  private volatile boolean refusing;

  private ChunkStore(ChunkFiles files, int chunkSizeBytes) {
    this.files = files;
    this.chunkSizeBytes = chunkSizeBytes;
  }

  /**
   * Opens the replicas of a directory. What was forced is held; of what was not, as much as a crash
   * left intact. A replica whose version cannot be read is not held; the log says which.
   *
   * @param directory whose
   * @param chunkSizeBytes the greatest length of a chunk, at most 256 MiB
   * @throws StorageException if they cannot be read
   */
  public static ChunkStore open(DataDirectory directory, int chunkSizeBytes) {
    return open(directory, chunkSizeBytes, 0);
  }

  /**
   * Opens the replicas of a directory, as {@link #open(DataDirectory, int)} does, and keeps files
   * of deleted replicas for new ones. Those left by an earlier run are removed.
   *
   * @param directory whose
   * @param chunkSizeBytes the greatest length of a chunk, at most 256 MiB
   * @param spareBytes how much those files may take, 0 for none; they go when the disk gets full
   * @throws StorageException if they cannot be read
   */
  public static ChunkStore open(DataDirectory directory, int chunkSizeBytes, long spareBytes) {
    return open(directory.path(), directory.disk(), chunkSizeBytes, spareBytes);
  }

  static ChunkStore open(Path home, Disk disk, int chunkSizeBytes, long spareBytes) {
    Invariants.check(
        chunkSizeBytes <= ChunkMeta.MAX_LENGTH, "Chunks of %d bytes are too long", chunkSizeBytes);
    try {
      ChunkFiles files = ChunkFiles.open(home, disk, spareBytes, chunkSizeBytes / SPARE_PART);
      ChunkStore store = new ChunkStore(files, chunkSizeBytes);
      files
          .scan()
          .forEach((id, found) -> store.chunks.put(id, StoredChunk.onDisk(id, files, found)));
      return store;
    } catch (IOException e) {
      throw StorageException.of("Opening the chunks in " + home, e);
    }
  }

  /** Returns every replica held, in the order of the ids. */
  public List<ReplicaInfo> held() {
    return chunks.values().stream().map(StoredChunk::info).toList();
  }

  /**
   * Returns the replica with the next greater id.
   *
   * @param after the id before, null for the first replica
   */
  public Optional<ChunkId> next(@Nullable ChunkId after) {
    Map.Entry<ChunkId, ?> next = after == null ? chunks.firstEntry() : chunks.higherEntry(after);
    return Optional.ofNullable(next).map(Map.Entry::getKey);
  }

  /** Returns how many bytes all replicas hold. */
  public long bytesHeld() {
    return held().stream().mapToLong(ReplicaInfo::lengthBytes).sum();
  }

  /**
   * Returns how many bytes a replica holds, 0 if it is not held.
   *
   * @param chunk which
   */
  public long lengthOf(ChunkId chunk) {
    StoredChunk held = chunks.get(chunk);
    return held == null ? 0 : held.info().lengthBytes();
  }

  /** Returns how many bytes the disk could still take; spare files give way where it is full. */
  public long bytesFree() {
    return files.bytesFree();
  }

  /**
   * Stores a version durably; makes the chunk, empty, if it is not held. That an empty chunk is
   * there at all is durable only with the first bytes that are forced: who loses it loses nothing.
   *
   * @param chunk which
   * @param version its version from now on
   * @throws StorageException if the disk failed
   */
  public void storeVersion(ChunkId chunk, ChunkVersion version) {
    change(
        "Storing the version of chunk " + chunk,
        () -> {
          if (!create(chunk, version)) {
            get(chunk).storeVersion(version);
          }
        });
  }

  private synchronized boolean create(ChunkId chunk, ChunkVersion version) {
    boolean isNew = !chunks.containsKey(chunk);
    if (isNew) {
      chunks.put(chunk, StoredChunk.create(chunk, files, version));
    }
    return isNew;
  }

  /**
   * Writes bytes; zeros fill a gap behind the present end. Blocks that are changed only in part are
   * verified first, except by bytes right behind the end: a corrupt block stays one. Bytes over
   * durable ones are durable on return in any case.
   *
   * @param chunk where
   * @param range which bytes of it
   * @param bytes what; as many as the range
   * @param force whether they, and all that was written before, are durable on return; otherwise a
   *     crash of the machine may take away what is behind the last durable byte, one of this
   *     process does not
   * @throws IllegalArgumentException if the range ends behind the greatest length of a chunk
   * @throws StorageException if the chunk is not held, a block to be changed in part is corrupt, or
   *     the disk failed: after that, unless it was full, the store refuses every further change
   */
  public void write(ChunkId chunk, ByteRange range, byte[] bytes, boolean force) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    write(chunk, range, buffer, BlockSums.of(buffer), force);
  }

  /**
   * Writes bytes whose checksums are known, so that they are those of whoever made the bytes.
   *
   * @param chunk where
   * @param range which bytes of it
   * @param bytes what; the remaining ones are as many as the range
   * @param sums of the bytes, checked by the caller
   * @param force whether they are durable on return
   * @see #write(ChunkId, ByteRange, byte[], boolean)
   */
  public void write(
      ChunkId chunk, ByteRange range, ByteBuffer bytes, BlockSums sums, boolean force) {
    if (bytes.remaining() != range.length() || range.end() > chunkSizeBytes) {
      throw new IllegalArgumentException(
          "%d bytes do not fit %s of a chunk of %d"
              .formatted(bytes.remaining(), range, chunkSizeBytes));
    }
    ByteBuffer all = bytes.slice();
    change("Writing chunk " + chunk, () -> get(chunk).write(range.offset(), all, sums, force));
  }

  /**
   * Writes bytes durably.
   *
   * @param chunk where
   * @param range which bytes of it
   * @param bytes what; as many as the range
   * @see #write(ChunkId, ByteRange, byte[], boolean)
   */
  public void write(ChunkId chunk, ByteRange range, byte[] bytes) {
    write(chunk, range, bytes, true);
  }

  /**
   * Makes all that was written before durable.
   *
   * @param chunk where
   * @throws StorageException if the chunk is not held or the disk failed
   */
  public void sync(ChunkId chunk) {
    change("Forcing chunk " + chunk, () -> get(chunk).sync());
  }

  /**
   * Cuts a chunk to a length, or fills it up with zeros to that; durable on return.
   *
   * @param chunk which
   * @param lengthBytes its length from now on
   * @throws IllegalArgumentException if the length is more than the greatest of a chunk
   * @throws StorageException if the chunk is not held, the block that stays in part is corrupt, or
   *     the disk failed
   */
  public void truncate(ChunkId chunk, long lengthBytes) {
    if (lengthBytes < 0 || lengthBytes > chunkSizeBytes) {
      throw new IllegalArgumentException("No chunk has a length of " + lengthBytes);
    }
    change("Truncating chunk " + chunk, () -> get(chunk).truncate(lengthBytes));
  }

  /** Where a copy of a replica comes from. */
  public interface Source {
    /**
     * Returns verified bytes, fewer only at the end.
     *
     * @param range which
     */
    byte[] read(ByteRange range);
  }

  /**
   * Copies a whole replica from elsewhere. It takes the place of one that is held only when all of
   * it is durable; until then, and if anything fails, that one stays.
   *
   * @param chunk which
   * @param version the version of the copy
   * @param source asked for one range after the other, each of at most 1 MiB; what it throws, this
   *     throws
   * @throws StorageException if the disk failed
   */
  public void importReplica(ChunkId chunk, ChunkVersion version, Source source) {
    change("Copying chunk " + chunk, () -> copy(chunk, version, source));
  }

  private void copy(ChunkId chunk, ChunkVersion version, Source source) throws IOException {
    boolean whole = false;
    try {
      ChunkRecovery.Found copied = CopiedChunk.copy(files, chunk, version, source, chunkSizeBytes);
      whole = true;
      install(chunk, copied);
    } finally {
      if (!whole) {
        files.deleteNew(chunk);
      }
    }
  }

  private synchronized void install(ChunkId chunk, ChunkRecovery.Found copied) throws IOException {
    StoredChunk before = chunks.get(chunk);
    if (before == null) {
      files.installNew(chunk, false);
    } else {
      before.replaceByNew();
    }
    chunks.put(chunk, StoredChunk.onDisk(chunk, files, copied));
  }

  /**
   * Copies a replica under another id; durable on return.
   *
   * @param from which, held here
   * @param to the new one
   * @param version its version
   * @throws StorageException if the chunk is not held or corrupt, or the disk failed
   */
  public void cloneLocally(ChunkId from, ChunkId to, ChunkVersion version) {
    cloneLocally(from, to, version, Long.MAX_VALUE);
  }

  /**
   * Copies the beginning of a replica under another id; durable on return.
   *
   * @param from which, held here
   * @param to the new one
   * @param version its version
   * @param lengthBytes how many bytes at most
   * @throws StorageException if the chunk is not held or corrupt, or the disk failed
   */
  public void cloneLocally(ChunkId from, ChunkId to, ChunkVersion version, long lengthBytes) {
    importReplica(
        to,
        version,
        range -> {
          long length = Math.min(range.length(), Math.max(0, lengthBytes - range.offset()));
          return length == 0
              ? new byte[0]
              : read(from, new ByteRange(range.offset(), (int) length));
        });
  }

  /**
   * Returns bytes whose checksums were verified; fewer at the end of the chunk.
   *
   * @param chunk where
   * @param range which bytes
   * @throws StorageException if a block is corrupt, the chunk is not held, or the disk failed
   */
  public byte[] read(ChunkId chunk, ByteRange range) {
    try {
      return get(chunk).read(range);
    } catch (IOException e) {
      throw StorageException.of("Reading chunk " + chunk, e);
    }
  }

  /**
   * Reads the first bytes of a range, up to the end of the block that they are in, after their
   * checksum was verified.
   *
   * @param chunk where
   * @param range which bytes
   * @param into where to, with room for a block
   * @return how many bytes, 0 at the end of the chunk
   * @throws StorageException if the block is corrupt, the chunk is not held, or the disk failed
   */
  public int readBlock(ChunkId chunk, ByteRange range, ByteBuffer into) {
    try {
      return get(chunk).readBlock(range, into);
    } catch (IOException e) {
      throw StorageException.of("Reading chunk " + chunk, e);
    }
  }

  /**
   * Deletes a replica durably; does nothing if it is not held.
   *
   * @param chunk which
   * @throws StorageException if the disk failed
   */
  public void delete(ChunkId chunk) {
    change("Deleting chunk " + chunk, () -> remove(chunk));
  }

  private synchronized void remove(ChunkId chunk) throws IOException {
    StoredChunk held = chunks.remove(chunk);
    if (held != null) {
      held.delete();
    }
  }

  private StoredChunk get(ChunkId chunk) {
    @Nullable StoredChunk held = chunks.get(chunk);
    if (held == null) {
      throw absent(chunk);
    }
    return held;
  }

  static StorageException absent(ChunkId chunk) {
    return new StorageException(
        Kind.ABSENT, "Chunk " + chunk + " is not held here; ask the master where it is");
  }

  private interface Change {
    void run() throws IOException;
  }

  private void change(String what, Change change) {
    if (refusing) {
      throw new StorageException(
          Kind.IO, what + " refused: the disk failed before; check it, then restart the node");
    }
    try {
      change.run();
    } catch (IOException e) {
      StorageException failure = StorageException.of(what, e);
      refusing = failure.kind() == Kind.IO;
      if (failure.kind() == Kind.NO_SPACE) {
        files.spares().release();
      }
      throw failure;
    }
  }

  /** Takes no more changes, and forces what is not durable yet. */
  @Override
  public void close() {
    if (!refusing) {
      chunks.keySet().forEach(this::syncQuietly);
    }
    refusing = true;
    try {
      files.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot close the chunks", e);
    }
  }

  private void syncQuietly(ChunkId chunk) {
    try {
      sync(chunk);
    } catch (StorageException e) {
      LOG.log(Level.WARNING, e.getMessage(), e);
    }
  }
}
