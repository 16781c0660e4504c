package org.quorama.remote;

import java.io.Serializable;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.storage.BlockSums;

/**
 * Bytes that a replica returned, verified against their checksums.
 *
 * @param code {@link ErrorCode#NONE}, or why there are none
 * @param bytes at most what was asked for
 * @param crc32c of the bytes
 */
public record ReadReply(ErrorCode code, Bytes bytes, int crc32c) implements Serializable {
  /**
   * Answers with bytes.
   *
   * @param bytes as they were verified
   */
  public static ReadReply of(Bytes bytes) {
    return new ReadReply(ErrorCode.NONE, bytes, sumOf(bytes));
  }

  /**
   * Answers without any.
   *
   * @param code why
   */
  public static ReadReply refusal(ErrorCode code) {
    return new ReadReply(code, Bytes.EMPTY, 0);
  }

  /** Tells whether the bytes are those that were sent. */
  public boolean isIntact() {
    return crc32c == sumOf(bytes);
  }

  private static int sumOf(Bytes bytes) {
    return BlockSums.sum(bytes.unsafeArray(), 0, bytes.length());
  }
}
