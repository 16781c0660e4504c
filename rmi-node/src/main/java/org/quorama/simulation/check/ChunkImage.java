package org.quorama.simulation.check;

import java.util.Arrays;
import org.quorama.chunk.ByteRange;
import org.quorama.protocol.Bytes;

/**
 * What the replicas of one chunk must hold: a byte is defined if the mutation that was ordered last
 * for it was acknowledged, else it may be anything [GFS §2.7]. Bytes never written are zeros.
 */
final class ChunkImage {
  private final byte[] content;

  /** The turn of the mutation that was ordered last for each byte, 0 if there was none. */
  private final int[] owner;

  private final boolean[] defined;

  /** Whether a byte was only acknowledged as written, not as forced. */
  private final boolean[] soft;

  private boolean anySoft;
  private int turns;

  ChunkImage(int sizeBytes) {
    this.content = new byte[sizeBytes];
    this.owner = new int[sizeBytes];
    this.defined = new boolean[sizeBytes];
    this.soft = new boolean[sizeBytes];
    Arrays.fill(defined, true);
  }

  /** Returns the image of a copy that is made now, with zeros behind a length. */
  ChunkImage copy(int lengthBytes) {
    ChunkImage copy = copy();
    if (lengthBytes < content.length) {
      ByteRange rest = new ByteRange(lengthBytes, content.length - lengthBytes);
      copy.acknowledged(copy.ordered(rest, Bytes.EMPTY), rest, true);
    }
    return copy;
  }

  private ChunkImage copy() {
    ChunkImage copy = new ChunkImage(content.length);
    System.arraycopy(content, 0, copy.content, 0, content.length);
    System.arraycopy(owner, 0, copy.owner, 0, content.length);
    System.arraycopy(defined, 0, copy.defined, 0, content.length);
    System.arraycopy(soft, 0, copy.soft, 0, content.length);
    copy.anySoft = anySoft;
    copy.turns = turns;
    return copy;
  }

  /** Notes that a mutation was given its place; missing data stands for zeros. */
  int ordered(ByteRange range, Bytes data) {
    turns++;
    int from = (int) Math.min(range.offset(), content.length);
    int to = (int) Math.min(range.end(), content.length);
    int given = Math.min(data.length(), to - from);
    System.arraycopy(data.unsafeArray(), 0, content, from, given);
    Arrays.fill(content, from + given, to, (byte) 0);
    Arrays.fill(owner, from, to, turns);
    Arrays.fill(defined, from, to, false);
    return turns;
  }

  /** Notes that a mutation was acknowledged, as forced or only as written. */
  void acknowledged(int turn, ByteRange range, boolean forced) {
    int to = (int) Math.min(range.end(), content.length);
    for (int i = (int) range.offset(); i < to; i++) {
      if (owner[i] == turn) {
        defined[i] = true;
        soft[i] = !forced;
      }
    }
    anySoft |= !forced;
  }

  /** Notes that everything ordered before a turn is forced. */
  void forced(int turn) {
    for (int i = 0; anySoft && i < content.length; i++) {
      soft[i] &= owner[i] >= turn;
    }
  }

  /** Notes that what is not forced may be gone. */
  void unforcedMayBeLost() {
    for (int i = 0; anySoft && i < content.length; i++) {
      defined[i] &= !soft[i];
      soft[i] = false;
    }
    anySoft = false;
  }

  /** Returns where a replica certainly lacks something that is forced, -1 if nowhere. */
  int firstDifference(Bytes durable) {
    byte[] held = durable.unsafeArray();
    for (int i = 0; i < content.length; i++) {
      byte here = i < held.length ? held[i] : 0;
      if (here != content[i] && defined[i] && !soft[i]) {
        return i;
      }
    }
    return -1;
  }

  /** Returns where a replica lacks what one mutation put there, -1 if nowhere. */
  int firstDifference(Bytes seen, int turn) {
    byte[] held = seen.unsafeArray();
    for (int i = 0; i < content.length; i++) {
      byte here = i < held.length ? held[i] : 0;
      if (here != content[i] && owner[i] == turn) {
        return i;
      }
    }
    return -1;
  }

  /** Returns how long a chunk may be. */
  int sizeBytes() {
    return content.length;
  }
}
