package org.quorama.client.record;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.quorama.chunk.ByteRange;
import org.quorama.client.record.RecordFormat.Header;
import org.quorama.protocol.Bytes;

/**
 * Finds the records of a file one after the other, each once: what was appended twice is returned
 * where it is first, padding and remains of failed attempts are skipped [GFS §2.7.2]. Confined to
 * one thread.
 *
 * <p>Bound: a copy that lies more than {@link #REMEMBERED} records behind its original is returned
 * again.
 */
public final class RecordReader {
  /** How many records are remembered to know their copies. */
  public static final int REMEMBERED = 1 << 20;

  private static final int PIECE_BYTES = 1 << 20;

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads bytes of the file.
     *
     * @param part which
     * @return the bytes, less only at the end of the file
     */
    Bytes read(ByteRange part);
  }

  private final Source source;
  private final int chunkSizeBytes;
  private final Set<RecordId> seen = new LinkedHashSet<>();

  /** What was read last, and where in the file it begins. */
  private byte[] window = new byte[0];

  private long windowStart;

  /** Where in the file the search goes on. Only grows. */
  private long position;

  /**
   * Makes a reader.
   *
   * @param source the bytes of the file
   * @param chunkSizeBytes the size of its chunks: no record lies in two
   */
  public RecordReader(Source source, int chunkSizeBytes) {
    this.source = source;
    this.chunkSizeBytes = chunkSizeBytes;
  }

  /** Returns the next record, nothing at the end of the file as it is now; more may come later. */
  public Optional<FoundRecord> next() {
    while (fill(RecordFormat.HEADER_BYTES)) {
      int at = (int) (position - windowStart);
      Header header = Header.at(window, at, window.length);
      if (header == null || header.recordBytes() > leftInChunk()) {
        position += nextCandidate(at + 1) - at;
      } else if (!fill((int) header.recordBytes())) {
        return Optional.empty();
      } else {
        Optional<FoundRecord> found = take(header);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Goes on behind a record, and returns it if it is intact and new. */
  private Optional<FoundRecord> take(Header header) {
    int at = (int) (position - windowStart);
    long offset = position;
    position += header.recordBytes();
    return header.isIntact(window, at) && isNew(header.id())
        ? Optional.of(header.found(window, at, offset))
        : Optional.empty();
  }

  private boolean isNew(RecordId id) {
    boolean added = seen.add(id);
    if (seen.size() > REMEMBERED) {
      seen.remove(seen.iterator().next());
    }
    return added;
  }

  /** Returns where in the window the next record may begin, its end if nowhere. */
  private int nextCandidate(int from) {
    byte first = (byte) (RecordFormat.MAGIC >>> 24);
    int at = from;
    while (at < window.length && window[at] != first) {
      at++;
    }
    return at;
  }

  private long leftInChunk() {
    return chunkSizeBytes - position % chunkSizeBytes;
  }

  /**
   * Has the window hold so many bytes of one chunk from the position on; goes on to the next chunk
   * if this one has fewer. Returns false at the end of the file.
   */
  private boolean fill(int bytes) {
    if (leftInChunk() < bytes) {
      position += leftInChunk();
    }
    if (position >= windowStart && position + bytes <= windowStart + window.length) {
      return true;
    }
    int wanted = (int) Math.min(Math.max(bytes, PIECE_BYTES), leftInChunk());
    Bytes read = source.read(new ByteRange(position, wanted));
    window = read.unsafeArray();
    windowStart = position;
    return window.length >= bytes;
  }
}
