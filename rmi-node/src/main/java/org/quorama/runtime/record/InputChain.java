package org.quorama.runtime.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A checksum of all inputs of a boot so far: one byte that changes is seen at once. */
final class InputChain {
  private long check;

  /** Adds what was taken at a time, and returns the checksum. */
  long add(long nanos, byte[] input) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(check).putLong(nanos).flip());
    crc.update(input);
    check = crc.getValue();
    return check;
  }
}
