package org.quorama.client.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.quorama.chunk.ByteRange;

/**
 * Blocks of a file that were read, and read ahead while it is read in order. Confined to its open
 * file.
 */
final class ReadBlocks {
  /** As long as a block with a checksum of its own, so that nothing is checked twice. */
  static final int BLOCK_BYTES = 64 << 10;

  private static final int MAX_BLOCKS = 64;
  private static final int MAX_AHEAD = 16;

  /** Reads from the cluster. */
  interface Source {
    /** Returns as many bytes as asked for, fewer at the end of the file. */
    byte[] read(ByteRange range) throws IOException;
  }

  private final Source source;

  /** The blocks by number, the one used longest ago first. The last block may be short. */
  private final Map<Long, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);

  /** The block behind those that were read last. */
  private long next = -1;

  /** How many blocks are read at once next time. */
  private int ahead = 1;

  ReadBlocks(Source source) {
    this.source = source;
  }

  /** Copies bytes from one block; returns how many, -1 if the file ends before. */
  int read(ByteBuffer target, long at) throws IOException {
    long number = at / BLOCK_BYTES;
    int offset = (int) (at % BLOCK_BYTES);
    byte[] block = blocks.get(number);
    if (block == null || block.length <= offset) {
      block = fetch(number);
    }
    if (block.length <= offset) {
      return -1;
    }
    int count = Math.min(target.remaining(), block.length - offset);
    target.put(block, offset, count);
    return count;
  }

  /** Reads a block, and more behind it if the blocks before were read as well. */
  private byte[] fetch(long number) throws IOException {
    ahead = number == next ? Math.min(MAX_AHEAD, ahead * 2) : 1;
    byte[] bytes = source.read(new ByteRange(number * BLOCK_BYTES, ahead * BLOCK_BYTES));
    NavigableMap<Long, byte[]> fetched = new TreeMap<>();
    fetched.put(number, new byte[0]);
    for (int from = 0; from < bytes.length; from += BLOCK_BYTES) {
      int to = Math.min(bytes.length, from + BLOCK_BYTES);
      fetched.put(number + from / BLOCK_BYTES, Arrays.copyOfRange(bytes, from, to));
    }
    next = fetched.lastKey() + 1;
    blocks.putAll(fetched);
    shrink();
    return fetched.firstEntry().getValue();
  }

  private void shrink() {
    Iterator<Long> oldest = blocks.keySet().iterator();
    for (int left = blocks.size() - MAX_BLOCKS; left > 0; left--) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Forgets the blocks that a change touches. */
  void forget(long from, long to) {
    long first = from / BLOCK_BYTES;
    long last = to / BLOCK_BYTES;
    blocks.keySet().removeIf(number -> number >= first && number <= last);
  }
}
