package org.quorama.remote.stream;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes fields, and many bytes straight from where they are. Confined to one thread. */
class BulkOutput extends DataOutputStream {
  BulkOutput(OutputStream out) {
    super(out);
  }

  /** Writes a buffer of the heap, from its position to its limit. */
  void write(ByteBuffer from) throws IOException {
    write(from.array(), from.arrayOffset() + from.position(), from.remaining());
    from.position(from.limit());
  }
}
