package org.quorama.simulation.file;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;

/**
 * What clients know of a file to which all append. A record carries its id and a checksum, so that
 * a reader tells it from padding and from parts of others [GFS §2.7.2]. Confined to the thread of
 * its run.
 */
public final class AppendLog {
  private static final int MARK = 0x51_52_45_43;
  private static final int OVERHEAD = 2 * Integer.BYTES + Long.BYTES + Integer.BYTES;

  private final FilePath path;
  private final int chunkBytes;

  /** Acknowledged records by their place in the file. */
  private final TreeMap<Long, Appended> acknowledged = new TreeMap<>();

  private long lastId;
  private int chunks;

  /**
   * One record.
   *
   * @param id never used twice
   * @param bytes as it is in the file
   */
  public record Appended(long id, Bytes bytes) {}

  /**
   * Makes the model of an empty file.
   *
   * @param path its name
   * @param chunkBytes the size of a chunk
   */
  public AppendLog(FilePath path, int chunkBytes) {
    this.path = path;
    this.chunkBytes = chunkBytes;
  }

  /** Returns the name. */
  public FilePath path() {
    return path;
  }

  /** Returns the index of the chunk to which records are appended now. */
  public int lastChunk() {
    return Math.max(0, chunks - 1);
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
   * Makes a new record, at most a quarter of a chunk long [GFS §3.3].
   *
   * @param random decides its length
   */
  public Appended draw(SplittableRandom random) {
    lastId++;
    int length = OVERHEAD + random.nextInt(chunkBytes / 4 - OVERHEAD + 1);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.putInt(MARK).putInt(length).putLong(lastId);
    byte[] filling = new byte[length - OVERHEAD];
    random.nextBytes(filling);
    buffer.put(filling).putInt(sum(buffer.array(), length - Integer.BYTES));
    return new Appended(lastId, Bytes.wrap(buffer.array()));
  }

  private static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /**
   * Returns the id of the record that bytes begin with, 0 if they do not begin with an intact one.
   *
   * @param bytes from a file
   * @param at where to look
   */
  public static long parse(Bytes bytes, int at) {
    byte[] array = bytes.unsafeArray();
    if (array.length - at < OVERHEAD) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(array, at, array.length - at).slice();
    int mark = buffer.getInt();
    int length = buffer.getInt();
    if (mark != MARK || length < OVERHEAD || length > array.length - at) {
      return 0;
    }
    byte[] whole = new byte[length];
    System.arraycopy(array, at, whole, 0, length);
    boolean intact =
        ByteBuffer.wrap(whole).getInt(length - Integer.BYTES) == sum(whole, length - Integer.BYTES);
    return intact ? buffer.getLong() : 0;
  }

  /** Returns where the last acknowledged record ends, 0 if there is none. */
  public long end() {
    return acknowledged.isEmpty()
        ? 0
        : acknowledged.lastKey() + acknowledged.lastEntry().getValue().bytes().length();
  }

  /** Returns the place of the last acknowledged record, -1 if there is none. */
  public long lastPlace() {
    return acknowledged.isEmpty() ? -1 : acknowledged.lastKey();
  }

  /**
   * Notes an acknowledged record; returns what is wrong with its place, empty if nothing is.
   *
   * @param place in the file
   * @param record which
   * @param floor the last place when the append began: what begins later is put behind
   */
  public String acknowledged(long place, Appended record, long floor) {
    Map.Entry<Long, Appended> before = acknowledged.floorEntry(place);
    Map.Entry<Long, Appended> after = acknowledged.ceilingEntry(place);
    boolean overlaps =
        (before != null && before.getKey() + before.getValue().bytes().length() > place)
            || (after != null && after.getKey() < place + record.bytes().length());
    boolean crosses = place % chunkBytes + record.bytes().length() > chunkBytes;
    acknowledged.put(place, record);
    if (overlaps || crosses) {
      return "it overlaps another record or the end of its chunk";
    }
    return place > floor ? "" : "a record that was acknowledged before it began is at " + floor;
  }

  /**
   * Draws the place of an acknowledged record, -1 if there is none.
   *
   * @param random the chance
   */
  public long drawPlace(SplittableRandom random) {
    if (acknowledged.isEmpty()) {
      return -1;
    }
    Long place = acknowledged.ceilingKey(random.nextLong(acknowledged.lastKey() + 1));
    return place == null ? acknowledged.firstKey() : place;
  }

  /**
   * Returns the acknowledged record at a place.
   *
   * @param place in the file
   * @throws IllegalArgumentException if there is none
   */
  public Appended at(long place) {
    Appended record = acknowledged.get(place);
    if (record == null) {
      throw new IllegalArgumentException("There is no record at " + place);
    }
    return record;
  }

  /**
   * Returns the index of the chunk of a place.
   *
   * @param place in the file
   */
  public int chunkOf(long place) {
    return (int) (place / chunkBytes);
  }

  /**
   * Returns where a record is in its chunk.
   *
   * @param place in the file
   */
  public ByteRange rangeOf(long place) {
    return new ByteRange(place % chunkBytes, at(place).bytes().length());
  }

  /** Returns how many records were acknowledged. */
  public int size() {
    return acknowledged.size();
  }

  /** Returns all acknowledged records by their places. */
  public Map<Long, Appended> all() {
    return new TreeMap<>(acknowledged);
  }
}
