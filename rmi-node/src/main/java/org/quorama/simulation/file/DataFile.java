package org.quorama.simulation.file;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;

/**
 * What clients know of a file of records. A record has a place of its own and always the same
 * content, so that it may be written again, and by anybody; what was acknowledged stays.
 */
public final class DataFile {
  private static final int RECORD = 16;
  private static final int RECORDS_A_CHUNK = 8;

  private final FilePath path;
  private final long mark;
  private final TreeSet<Long> acknowledged = new TreeSet<>();

  /** Records whose writing was given up. */
  private final ArrayDeque<Long> abandoned = new ArrayDeque<>();

  private long next;

  /** How many chunks certainly exist: a file has no gaps. */
  private int chunks;

  /**
   * Makes the model of an empty file.
   *
   * @param path its name
   * @param mark what its records contain
   */
  public DataFile(FilePath path, long mark) {
    this.path = path;
    this.mark = mark;
  }

  /** Returns the name. */
  public FilePath path() {
    return path;
  }

  /**
   * Returns the index of the chunk of a record.
   *
   * @param record its number
   */
  public static int chunkOf(long record) {
    return (int) (record / RECORDS_A_CHUNK);
  }

  /**
   * Returns where a record is in its chunk.
   *
   * @param record its number
   */
  public static ByteRange placeOf(long record) {
    return new ByteRange(record % RECORDS_A_CHUNK * RECORD, RECORD);
  }

  /**
   * Returns what a record contains, always.
   *
   * @param record its number
   */
  public Bytes contentOf(long record) {
    return Bytes.wrap(ByteBuffer.allocate(RECORD).putLong(mark).putLong(record + 1).array());
  }

  /**
   * Draws what to write: often something new, sometimes something again.
   *
   * @param random the chance
   */
  public long draw(SplittableRandom random) {
    boolean again = chunkOf(next) > chunks || random.nextInt(3) == 0;
    if (again && !abandoned.isEmpty()) {
      return abandoned.remove();
    }
    if (again && next > 0) {
      return random.nextLong(next);
    }
    next++;
    return next - 1;
  }

  /**
   * Draws something acknowledged to be read, -1 if there is nothing.
   *
   * @param random the chance
   */
  public long drawAcknowledged(SplittableRandom random) {
    if (acknowledged.isEmpty()) {
      return -1;
    }
    Long record = acknowledged.ceiling(random.nextLong(next));
    return record == null ? acknowledged.first() : record;
  }

  /**
   * Notes that a chunk exists.
   *
   * @param chunk its index
   */
  public void opened(int chunk) {
    chunks = Math.max(chunks, chunk + 1);
  }

  /**
   * Notes that a record was acknowledged: it stays.
   *
   * @param record its number
   */
  public void acknowledged(long record) {
    acknowledged.add(record);
  }

  /**
   * Notes that a record may be written or not; somebody will try again.
   *
   * @param record its number
   */
  public void abandoned(long record) {
    if (!acknowledged.contains(record)) {
      abandoned.add(record);
    }
  }
}
