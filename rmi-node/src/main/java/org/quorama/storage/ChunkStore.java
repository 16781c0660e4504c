package org.quorama.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.storage.StorageException.Kind;

/**
 * The chunk replicas of a node. Every block of 64 KiB has a CRC32C that is verified at every read
 * [GFS §5.2]; a block that does not match is never handed out. Thread-safe: different chunks in
 * parallel, one chunk one call at a time. No caller may ever be interrupted inside a call.
 */
public final class ChunkStore implements AutoCloseable {
  private final ChunkFiles files;
  private final int chunkSizeBytes;
  private final ConcurrentSkipListMap<ChunkId, StoredChunk> chunks = new ConcurrentSkipListMap<>();
  private volatile boolean refusing;

  private ChunkStore(ChunkFiles files, int chunkSizeBytes) {
    this.files = files;
    this.chunkSizeBytes = chunkSizeBytes;
  }

  /**
   * Opens the replicas of a directory. Reads versions and lengths only, no data. A replica whose
   * version cannot be read is not held; the log says which.
   *
   * @param directory whose
   * @param chunkSizeBytes the greatest length of a chunk
   * @throws StorageException if they cannot be read
   */
  public static ChunkStore open(DataDirectory directory, int chunkSizeBytes) {
    try {
      ChunkStore store = new ChunkStore(ChunkFiles.open(directory), chunkSizeBytes);
      store
          .files
          .scan()
          .forEach((id, meta) -> store.chunks.put(id, new StoredChunk(id, store.files, meta)));
      return store;
    } catch (IOException e) {
      throw StorageException.of("Opening the chunks in " + directory.path(), e);
    }
  }

  /** Returns every replica held, in the order of the ids. */
  public List<ReplicaInfo> held() {
    return chunks.values().stream().map(StoredChunk::info).toList();
  }

  /** Returns how many bytes all replicas hold. */
  public long bytesHeld() {
    return held().stream().mapToLong(ReplicaInfo::lengthBytes).sum();
  }

  /**
   * Stores a version durably; makes the chunk, empty, if it is not held.
   *
   * @param chunk which
   * @param version its version from now on
   * @throws StorageException if the disk failed
   */
  public void storeVersion(ChunkId chunk, ChunkVersion version) {
    change(
        "Storing the version of chunk " + chunk,
        () -> {
          StoredChunk held = chunks.get(chunk);
          if (held == null) {
            create(chunk, version);
          } else {
            held.storeVersion(version);
          }
        });
  }

  private synchronized void create(ChunkId chunk, ChunkVersion version) throws IOException {
    StoredChunk held = chunks.get(chunk);
    if (held != null) {
      held.storeVersion(version);
      return;
    }
    ChunkMeta meta = new ChunkMeta(0, version.number(), 0);
    files.create(chunk, meta);
    chunks.put(chunk, new StoredChunk(chunk, files, meta));
  }

  /**
   * Writes bytes durably; zeros fill a gap behind the present end. Blocks that are changed only in
   * part are verified first.
   *
   * @param chunk where
   * @param range which bytes of it
   * @param bytes what; as many as the range
   * @throws IllegalArgumentException if the range ends behind the greatest length of a chunk
   * @throws StorageException if the chunk is not held, a block to be changed in part is corrupt, or
   *     the disk failed: after that, unless it was full, the store refuses every further change
   */
  public void write(ChunkId chunk, ByteRange range, byte[] bytes) {
    if (bytes.length != range.length() || range.end() > chunkSizeBytes) {
      throw new IllegalArgumentException(
          "%d bytes do not fit %s of a chunk of %d".formatted(bytes.length, range, chunkSizeBytes));
    }
    change("Writing chunk " + chunk, () -> get(chunk).write(range.offset(), bytes));
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
      throw failure;
    }
  }

  /** Takes no more changes; every change that returned is durable already. */
  @Override
  public void close() {
    refusing = true;
  }
}
