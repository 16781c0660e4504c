package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads fields, and many bytes straight to where they stay. Confined to one thread. */
class BulkInput extends DataInputStream {
  BulkInput(InputStream in) {
    super(in);
  }

  /**
   * Fills a buffer of the heap, from its position to its limit; throws as {@link
   * #readFully(byte[])}.
   */
  void readFully(ByteBuffer into) throws IOException {
    readFully(into.array(), into.arrayOffset() + into.position(), into.remaining());
    into.position(into.limit());
  }
}
