package org.quorama.simulation.file;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;

/**
 * What the only client that changes a file knows of its bytes. Bytes of a change whose end is
 * unknown may be anything until they are written again [GFS §2.7]. Bytes never written read as
 * zeros, or are not there. Confined to the thread of its run.
 */
public final class FileModel {
  private FilePath path;
  private final SyncMode sync;
  private final int chunkBytes;
  private final byte[] content;

  /** Whether a byte is certainly that of {@link #content}. */
  private final boolean[] known;

  /** Chunks whose last change has an unknown end: a late message may still change them. */
  private final TreeSet<Integer> suspect = new TreeSet<>();

  private int chunks;

  /** The length as the client wrote it. */
  private int lengthBytes;

  /**
   * Makes the model of an empty file.
   *
   * @param path its name
   * @param sync when what is written to it is forced
   * @param chunkBytes the size of a chunk
   * @param mostChunks how many chunks it may have
   */
  public FileModel(FilePath path, SyncMode sync, int chunkBytes, int mostChunks) {
    this.path = path;
    this.sync = sync;
    this.chunkBytes = chunkBytes;
    this.content = new byte[chunkBytes * mostChunks];
    this.known = new boolean[content.length];
    Arrays.fill(known, true);
  }

  /** Returns the name. */
  public FilePath path() {
    return path;
  }

  /** Returns when what is written to it is forced. */
  public SyncMode sync() {
    return sync;
  }

  /**
   * Notes another name.
   *
   * @param other from now on
   */
  public void renamed(FilePath other) {
    path = other;
  }

  /** Returns how many chunks certainly exist. */
  public int chunks() {
    return chunks;
  }

  /** Returns the length, in bytes. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /**
   * Returns the model of a copy.
   *
   * @param other its name
   */
  public FileModel copy(FilePath other) {
    FileModel copy = new FileModel(other, sync, chunkBytes, content.length / chunkBytes);
    System.arraycopy(content, 0, copy.content, 0, content.length);
    System.arraycopy(known, 0, copy.known, 0, known.length);
    copy.chunks = chunks;
    copy.lengthBytes = lengthBytes;
    copy.suspect.addAll(suspect);
    return copy;
  }

  /**
   * Draws a range of one chunk that may be written next: a file has no gaps between chunks.
   *
   * @param random the chance
   * @param mostBytes how long it may be
   */
  public ByteRange draw(SplittableRandom random, int mostBytes) {
    int chunk = random.nextInt(Math.min(chunks + 1, content.length / chunkBytes));
    int length = 1 + random.nextInt(mostBytes);
    int offset = random.nextInt(chunkBytes - length + 1);
    return new ByteRange((long) chunk * chunkBytes + offset, length);
  }

  /**
   * Notes that a write is under way: until it is known to have ended, its bytes may be anything.
   *
   * @param range of the file, within one chunk
   */
  public void writing(ByteRange range) {
    forget((int) range.offset(), (int) range.end());
    suspect.add(chunkOf(range));
  }

  /**
   * Notes that a write was acknowledged.
   *
   * @param range of the file
   * @param bytes what was written
   */
  public void wrote(ByteRange range, Bytes bytes) {
    int from = (int) range.offset();
    System.arraycopy(bytes.unsafeArray(), 0, content, from, range.length());
    Arrays.fill(known, from, (int) range.end(), true);
    opened(chunkOf(range));
    suspect.remove(chunkOf(range));
    lengthBytes = Math.max(lengthBytes, (int) range.end());
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
   * Notes that the file is being cut: until it is known to have ended, what is behind may be
   * anything.
   *
   * @param length to how many bytes
   */
  public void truncating(int length) {
    forget(length, content.length);
    suspect.add(length / chunkBytes);
  }

  /**
   * Notes that the file was cut.
   *
   * @param length to how many bytes
   */
  public void truncated(int length) {
    Arrays.fill(content, length, content.length, (byte) 0);
    Arrays.fill(known, length, content.length, true);
    lengthBytes = Math.min(lengthBytes, length);
    chunks = Math.min(chunks, (length + chunkBytes - 1) / chunkBytes);
    suspect.clear();
  }

  /**
   * Tells whether a late message may still change a chunk.
   *
   * @param chunk its index
   */
  public boolean isSuspect(int chunk) {
    return suspect.contains(chunk);
  }

  private int chunkOf(ByteRange range) {
    return (int) (range.offset() / chunkBytes);
  }

  private void forget(int from, int to) {
    Arrays.fill(known, from, to, false);
  }

  /**
   * Returns the first place where bytes that were read are certainly wrong, -1 if there is none.
   *
   * @param range of the file
   * @param read what was read; missing bytes at the end count as zeros
   */
  public int firstDifference(ByteRange range, Bytes read) {
    byte[] bytes = read.unsafeArray();
    int from = (int) range.offset();
    for (int i = 0; i < range.length(); i++) {
      byte here = i < bytes.length ? bytes[i] : 0;
      if (known[from + i] && content[from + i] != here) {
        return from + i;
      }
    }
    return -1;
  }
}
