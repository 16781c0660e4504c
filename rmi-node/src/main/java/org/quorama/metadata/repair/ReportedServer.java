package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.MonotonicTime;

/** One chunkserver as its reports and answers tell it. */
final class ReportedServer {
  /** In place of a length: what was known of it stays. */
  static final long LENGTH_KEPT = -1;

  MonotonicTime seenAt = MonotonicTime.ZERO;
  boolean alive;
  boolean lost;

  /** True while nothing was missed since a full report to this leader. */
  boolean inFull;

  long capacityBytes;
  long usedBytes;
  TreeMap<ChunkId, Held> held = new TreeMap<>();

  /**
   * What it was told to delete, in the answer to its last report. Until its next report nobody
   * knows whether it did, so nothing counts on it. Emptied by every report.
   */
  final TreeSet<ChunkId> going = new TreeSet<>();

  private long lastNumber;
  private long heldBytes;

  /**
   * A replica on it.
   *
   * @param version its version
   * @param lengthBytes how many bytes it holds
   * @param corrupt true if the server found a block without its checksum
   * @param acceptedAt when an answer told of this version, ZERO if a report did
   */
  record Held(ChunkVersion version, long lengthBytes, boolean corrupt, MonotonicTime acceptedAt) {
    boolean isAtLeast(ChunkVersion other) {
      return version.compareTo(other) >= 0;
    }
  }

  long heldBytes() {
    return heldBytes;
  }

  /** Notes what an answer tells: it is newer than reports that are on their way. */
  void accepted(ChunkId chunk, ChunkVersion version, MonotonicTime now, long length) {
    Held before = held.get(chunk);
    if (before != null && before.version().compareTo(version) > 0) {
      return; // the round of an older version ended late
    }
    long known = before == null ? 0 : before.lengthBytes();
    put(chunk, new Held(version, length < 0 ? known : length, false, now));
  }

  private void put(ChunkId chunk, Held replica) {
    Held before = held.put(chunk, replica);
    heldBytes += replica.lengthBytes() - (before == null ? 0 : before.lengthBytes());
  }

  private void remove(ChunkId chunk) {
    Held before = held.remove(chunk);
    heldBytes -= before == null ? 0 : before.lengthBytes();
  }

  /** Tells whether a report is not newer than the last one. */
  boolean isOld(ChunkReport report) {
    return report.number() <= lastNumber;
  }

  ChunkLocations.Learnt reported(ChunkReport report, MonotonicTime now, Duration timeout) {
    capacityBytes = report.capacityBytes();
    usedBytes = report.usedBytes();
    boolean missed = !report.full() && (!inFull || report.number() > lastNumber + 1);
    Taking taking = new Taking(report, now, timeout);
    taking.take();
    lastNumber = report.number();
    inFull = !missed && !taking.doubted;
    return new ChunkLocations.Learnt(taking.changed, taking.corrupt, !inFull);
  }

  /** One report on its way into what is known. */
  private final class Taking {
    final ChunkReport report;
    final MonotonicTime now;
    final Duration timeout;
    final List<ChunkId> changed = new ArrayList<>();
    final List<ChunkId> corrupt = new ArrayList<>();

    /** True once an answer was believed more than the report. */
    boolean doubted;

    Taking(ChunkReport report, MonotonicTime now, Duration timeout) {
      this.report = report;
      this.now = now;
      this.timeout = timeout;
    }

    void take() {
      Set<ChunkId> bad = new HashSet<>(report.corrupt());
      Set<ChunkId> told = new HashSet<>(bad);
      for (ReplicaInfo info : report.held()) {
        told.add(info.chunk());
        held(info, bad.contains(info.chunk()));
      }
      report.corrupt().forEach(this::isCorrupt);
      List<ChunkId> gone =
          report.full()
              ? held.keySet().stream().filter(chunk -> !told.contains(chunk)).toList()
              : report.gone();
      gone.forEach(this::gone);
      going.stream().filter(chunk -> !changed.contains(chunk)).forEach(changed::add);
      going.clear();
    }

    private void held(ReplicaInfo info, boolean bad) {
      Held before = held.get(info.chunk());
      if (before != null && before.version().compareTo(info.version()) > 0 && mayBeOlder(before)) {
        doubted = true;
        return;
      }
      boolean same = before != null && before.version().equals(info.version());
      boolean wasBad = before != null && same && before.corrupt();
      put(
          info.chunk(),
          new Held(info.version(), info.lengthBytes(), wasBad && bad, MonotonicTime.ZERO));
      if (!same || (wasBad && !bad)) {
        changed.add(info.chunk());
      }
    }

    private void isCorrupt(ChunkId chunk) {
      Held before = held.get(chunk);
      if (before != null && mayBeOlder(before)) {
        doubted = true;
      } else if (before == null || !before.corrupt()) {
        ChunkVersion version = before == null ? new ChunkVersion(1) : before.version();
        long length = before == null ? 0 : before.lengthBytes();
        put(chunk, new Held(version, length, true, MonotonicTime.ZERO));
        changed.add(chunk);
        corrupt.add(chunk);
      }
    }

    private void gone(ChunkId chunk) {
      Held before = held.get(chunk);
      if (before != null && mayBeOlder(before) && !going.contains(chunk)) {
        doubted = true;
      } else if (before != null) {
        remove(chunk);
        changed.add(chunk);
      }
    }

    /**
     * A report may have left before the answer that told of a replica. Its number does not tell:
     * any number of reports before it may have been lost.
     */
    private boolean mayBeOlder(Held replica) {
      return !replica.acceptedAt().equals(MonotonicTime.ZERO)
          && now.since(replica.acceptedAt()).compareTo(timeout) < 0;
    }
  }

  /** Returns a replica, null if it is not known to be there. */
  @Nullable Held replica(ChunkId chunk) {
    return held.get(chunk);
  }

  Map<ChunkId, Held> all() {
    return held;
  }
}
