package org.quorama.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The segments that are there, oldest first, and how far a snapshot must reach to replace them.
 * Segments go from the oldest on, one after the other, so that a crash leaves no gap.
 */
final class SegmentChain {
  private final RaftFiles files;
  private final Deque<Link> links = new ArrayDeque<>();

  /** A segment. Invariant: the log holds no entry behind the floor from an older segment. */
  private static final class Link {
    private final String name;
    private long floor;

    Link(SegmentFile.Head head) {
      name = head.name();
      floor = head.base();
    }
  }

  SegmentChain(RaftFiles files) {
    this.files = files;
  }

  void add(SegmentFile.Head head) {
    links.addLast(new Link(head));
  }

  /** Notes that the entries from an index on are void. */
  void truncated(long from) {
    for (Link link : links) {
      link.floor = Math.min(link.floor, from - 1);
    }
  }

  /** Returns the last index that none of the segments has. */
  long floor() {
    return links.getFirst().floor;
  }

  /** Deletes the segments whose entries all lie before or at an index, but not the last one. */
  void deleteCovered(long index) throws IOException {
    Link oldest = links.removeFirst();
    while (!links.isEmpty() && links.getFirst().floor <= index) {
      files.delete(oldest.name);
      oldest = links.removeFirst();
    }
    links.addFirst(oldest);
  }

  /** Deletes all segments but the last one. */
  void deleteOlder() throws IOException {
    while (links.size() > 1) {
      files.delete(links.removeFirst().name);
    }
  }
}
