package org.quorama.storage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.ForcedFile;

/**
 * The file of the segment that is being written. Space is written with zeros ahead of the records,
 * so that a force need not write the length of the file each time. Confined to one thread at a
 * time.
 */
final class SegmentFile implements Closeable {
  /** Where the records begin: the head has a sector of its own. */
  static final int HEAD = WalRecord.SECTOR;

  private static final System.Logger LOG = System.getLogger(SegmentFile.class.getName());
  private static final byte[] MAGIC = "QUORAMA-WAL-0002".getBytes(StandardCharsets.US_ASCII);
  private static final String NAME = "log-";
  private static final int HEAD_BYTES = 40;
  private static final int GROWTH = 1 << 20;
  private static final int ZEROS = 64 << 10;

  private final Path path;
  private final ForcedFile file;
  private final long segmentBytes;
  private long end;
  private long forcedEnd;
  private long allocated;

  /**
   * How a segment begins; on disk behind the magic number, before a CRC32C.
   *
   * @param firstSequence the number of its first record; also in its name
   * @param base the last index of the log before that record
   */
  record Head(long firstSequence, long base) {
    String name() {
      return "%s%020d".formatted(NAME, firstSequence);
    }

    private ByteBuffer encode() {
      ByteBuffer bytes = ByteBuffer.allocate(HEAD).put(MAGIC);
      bytes.putLong(firstSequence).putLong(base);
      CRC32C sum = new CRC32C();
      sum.update(bytes.array(), 0, bytes.position());
      return bytes.putLong(sum.getValue()).rewind();
    }
  }

  private SegmentFile(Path path, ForcedFile file, long segmentBytes, long end) {
    this.path = path;
    this.file = file;
    this.segmentBytes = segmentBytes;
    this.end = end;
    this.forcedEnd = end;
    this.allocated = end;
  }

  static boolean isName(String name) {
    return name.matches(NAME + "\\d{20}");
  }

  /** Makes an empty segment, durable on return, with the first zeros. */
  static SegmentFile create(RaftFiles files, Head head, long segmentBytes) throws IOException {
    long size = Math.min(segmentBytes, GROWTH);
    files.create(
        head.name(),
        file -> {
          file.write(head.encode(), 0);
          fill(file, HEAD, size);
        });
    SegmentFile segment =
        new SegmentFile(files.path(head.name()), files.open(head.name()), segmentBytes, HEAD);
    segment.allocated = size;
    return segment;
  }

  /**
   * Opens a segment to append behind its last valid record; what is behind it is cut off. What was
   * read may not be durable yet if only the process ended: it is on return.
   */
  static SegmentFile reopen(RaftFiles files, String name, long segmentBytes, long end)
      throws IOException {
    SegmentFile segment = new SegmentFile(files.path(name), files.open(name), segmentBytes, end);
    segment.file.truncate(end);
    segment.file.force();
    return segment;
  }

  /** Reads the head of a segment. */
  static Head readHead(Path path, ForcedFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD);
    if (file.read(bytes, 0) >= HEAD_BYTES) {
      Head head = new Head(bytes.getLong(MAGIC.length), bytes.getLong(MAGIC.length + 8));
      if (head.encode().equals(bytes.rewind()) && path.endsWith(head.name())) {
        return head;
      }
    }
    throw new StorageException(
        Kind.CORRUPT, path + " is damaged at offset 0: not a log; restore the data directory");
  }

  /** Writes whole records behind the last one; not yet durable. */
  void append(ByteBuffer records) throws IOException {
    long newEnd = end + records.remaining();
    if (newEnd > allocated) {
      allocate(newEnd);
    }
    file.write(records, end);
    end = newEnd;
  }

  private void allocate(long least) throws IOException {
    long step = (least + GROWTH - 1) / GROWTH * GROWTH;
    long size = Math.max(least, Math.min(step, segmentBytes));
    fill(file, allocated, size);
    allocated = size;
  }

  private static void fill(ForcedFile file, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS, to - from));
    for (long at = from; at < to; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      file.write(zeros, at);
    }
  }

  void force() throws IOException {
    file.force();
    forcedEnd = end;
  }

  /** Returns the offset behind the last record. */
  long end() {
    return end;
  }

  /** Removes what a failed write may have left, as far as the disk still lets us. */
  void cutUnforced() {
    try {
      file.truncate(forcedEnd);
      file.force();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot cut " + path + " after a failed write", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
