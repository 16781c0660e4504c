package org.quorama.chunk;

import org.quorama.protocol.ErrorCode;

/** Says whether mutations fit a chunk, and where an append goes. */
final class Placing {
  /** A record is at most this part of a chunk, so that padding wastes little [GFS §3.3]. */
  private static final int LARGEST_RECORD = 4;

  private final long chunkSizeBytes;

  Placing(long chunkSizeBytes) {
    this.chunkSizeBytes = chunkSizeBytes;
  }

  /** Returns why a client's mutation cannot be ordered in any chunk, or NONE. */
  ErrorCode refusal(Mutation mutation) {
    if (mutation instanceof Mutation.AppendData append) {
      boolean isTooLarge = append.lengthBytes() > chunkSizeBytes / LARGEST_RECORD;
      return isTooLarge ? ErrorCode.RECORD_TOO_LARGE : ErrorCode.NONE;
    }
    return fits(mutation.range()) ? ErrorCode.NONE : ErrorCode.INVALID;
  }

  /** Returns why a primary's mutation cannot be applied, or NONE. */
  ErrorCode refusalOfOrdered(Mutation mutation) {
    boolean isPlaced = !(mutation instanceof Mutation.AppendData);
    return isPlaced && fits(mutation.range()) ? ErrorCode.NONE : ErrorCode.INVALID;
  }

  private boolean fits(ByteRange range) {
    return range.offset() <= chunkSizeBytes - range.length();
  }

  /** Returns what is ordered if a client asks for a mutation of a chunk that ends here. */
  Mutation placed(Mutation asked, long end) {
    if (!(asked instanceof Mutation.AppendData append)) {
      return asked;
    }
    ByteRange place = new ByteRange(end, append.lengthBytes());
    return fits(place)
        ? new Mutation.WriteData(place, append.data(), append.force())
        : new Mutation.Pad(new ByteRange(end, (int) (chunkSizeBytes - end)));
  }

  /** Returns where a chunk ends after a mutation. */
  static long endAfter(Mutation mutation, long end) {
    return mutation instanceof Mutation.Truncate cut
        ? Math.min(end, cut.lengthBytes())
        : Math.max(end, mutation.range().end());
  }
}
