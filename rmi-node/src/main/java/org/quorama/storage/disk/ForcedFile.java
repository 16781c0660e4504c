package org.quorama.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file that can be forced to disk; the seam where tests let a disk fail. */
public interface ForcedFile extends Closeable {
  /**
   * Writes all remaining bytes at a place.
   *
   * @param from the bytes
   * @param at the place
   * @throws IOException if not all are written
   */
  void write(ByteBuffer from, long at) throws IOException;

  /**
   * Reads until the buffer is full or the file ends. Returns how many bytes were read.
   *
   * @param into takes them
   * @param at the place of the first
   * @throws IOException if they cannot be read
   */
  int read(ByteBuffer into, long at) throws IOException;

  /**
   * Returns when everything written is durable.
   *
   * @throws IOException if it may not be
   */
  void force() throws IOException;

  /**
   * Returns the length in bytes.
   *
   * @throws IOException if nobody can say
   */
  long size() throws IOException;

  /**
   * Cuts the file to a length.
   *
   * @param size in bytes
   * @throws IOException if it may have the old one
   */
  void truncate(long size) throws IOException;
}
