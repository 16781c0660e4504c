package org.quorama.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file that can be forced to disk; the seam where tests let a disk fail. */
interface ForcedFile extends Closeable {
  /** Writes all remaining bytes at a place. */
  void write(ByteBuffer from, long at) throws IOException;

  /** Reads until the buffer is full or the file ends. Returns how many bytes were read. */
  int read(ByteBuffer into, long at) throws IOException;

  /** Returns when everything written is durable. */
  void force() throws IOException;

  /** Returns the length in bytes. */
  long size() throws IOException;

  /** Cuts the file to a length. */
  void truncate(long size) throws IOException;
}
