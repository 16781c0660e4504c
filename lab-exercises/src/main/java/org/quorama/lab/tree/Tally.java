package org.quorama.lab.tree;

import java.util.ArrayList;
import java.util.List;
import org.quorama.client.TransferProgress;

/** Counts what many workers do, and tells how far they are. Thread-safe. */
final class Tally {
  private final TransferProgress progress;
  private final long totalBytes;
  private final List<String> skipped = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int files;
  private int equal;
  private long bytes;
  private long through;

  Tally(TransferProgress progress, long totalBytes) {
    this.progress = progress;
    this.totalBytes = totalBytes;
    progress.advanced(new TransferProgress.Standing(0, totalBytes));
  }

  /** Takes note of bytes that are through, moved or found equal. */
  synchronized void advanced(long more) {
    through = Math.min(through + more, totalBytes);
    progress.advanced(new TransferProgress.Standing(through, totalBytes));
  }

  synchronized void moved(long length) {
    files++;
    bytes += length;
  }

  synchronized void foundEqual() {
    equal++;
  }

  synchronized void skipped(String what) {
    skipped.add(what);
  }

  synchronized void failed(String what) {
    failures.add(what);
  }

  synchronized TreeReport report() {
    return new TreeReport(files, equal, bytes, skipped, failures);
  }

  /** Returns one that hears of a file's progress and adds what is new; one thread. */
  TransferProgress ofOneFile() {
    long[] heard = new long[1];
    return standing -> {
      long more = standing.doneBytes() - heard[0];
      if (more > 0) {
        heard[0] = standing.doneBytes();
        advanced(more);
      }
    };
  }
}
