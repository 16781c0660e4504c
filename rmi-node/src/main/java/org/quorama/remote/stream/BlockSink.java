package org.quorama.remote.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of an answer, a block at a time, where they leave for the network. */
public interface BlockSink {
  /**
   * Returns room for a block of 64 KiB, outside the heap if that is faster; the caller fills its
   * beginning.
   *
   * @throws IOException if what was put there before cannot leave
   */
  ByteBuffer room() throws IOException;

  /**
   * Takes what was put into the room last.
   *
   * @param length how many bytes, more than none
   */
  void take(int length);
}
