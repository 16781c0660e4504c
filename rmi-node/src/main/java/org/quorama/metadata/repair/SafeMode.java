package org.quorama.metadata.repair;

import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
import org.quorama.metadata.operation.OperationValue.SafeModeState;

/**
 * Keeps a new leader from acting before it knows where enough chunks are. It begins with every
 * reign and ends when enough chunks have a reported current replica, at once if there are none. A
 * chunk is known to be lost, and waited for no longer, when all have reported that hold it by the
 * log.
 */
final class SafeMode {
  private static final int PAGE = 4096;

  private final CareState state;
  private final TreeSet<ChunkId> unknown = new TreeSet<>();
  private boolean on = true;
  private boolean manual;

  SafeMode(CareState state) {
    this.state = state;
  }

  void begin() {
    unknown.clear();
    on = true;
    manual = false;
    state.observe(new MasterFact.SafeModeChanged(true, 0, state.catalog.size()));
  }

  boolean isOn() {
    return on;
  }

  boolean isManual() {
    return on && manual;
  }

  /** Begins to count: from now on all chunks are known that files have. */
  void caughtUp() {
    long after = 0;
    for (var page = state.catalog.chunksAfter(after, PAGE);
        !page.isEmpty();
        page = state.catalog.chunksAfter(after, PAGE)) {
      page.forEach(this::count);
      after = page.get(page.size() - 1).value();
    }
  }

  /** Looks whether a chunk has a reported replica now. */
  void count(ChunkId chunk) {
    if (on && isUnknown(chunk)) {
      unknown.add(chunk);
    } else {
      unknown.remove(chunk);
    }
  }

  private boolean isUnknown(ChunkId chunk) {
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    return view != null
        && view.created()
        && state.locations.holders(chunk, view.version()).isEmpty()
        && !view.replicas().stream().allMatch(state.locations::isKnownInFull);
  }

  /** Ends by itself if enough chunks are known; returns true if it did. */
  boolean endIfReady() {
    if (!on || manual || !state.caughtUp) {
      return false;
    }
    long total = state.catalog.size();
    long needed = (total * state.config.repair().safePercent() + 99) / 100;
    if (total - unknown.size() < needed) {
      return false;
    }
    change(false);
    return true;
  }

  private void change(boolean next) {
    on = next;
    SafeModeState now = view();
    state.observe(new MasterFact.SafeModeChanged(next, now.known(), now.total()));
  }

  /** Does what an operator asks; returns true if it ended. */
  boolean act(Action action) {
    boolean ended = action == Action.LEAVE && on;
    if (action == Action.ENTER) {
      manual = true;
      if (!on) {
        change(true);
        caughtUp();
      }
    } else if (ended) {
      manual = false;
      change(false);
    }
    return ended;
  }

  SafeModeState view() {
    long total = state.catalog.size();
    double threshold = state.config.repair().safePercent() / 100.0;
    return new SafeModeState(on, isManual(), total - unknown.size(), total, threshold);
  }
}
