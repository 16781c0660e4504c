package org.quorama.metadata;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.MonotonicTime;

/**
 * Decides when what was deleted goes for good [GFS §4.4.1]. The log knows no time: each leader
 * counts the delay from when it applied the deletion, or began to lead, so a change of leaders
 * makes the time to bring something back longer, never shorter.
 */
final class DeletionWatch {
  private static final int MAX_AT_ONCE = 256;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final MasterState state;

  /** When each deletion was applied, by its index, oldest first. */
  private final LinkedHashMap<Long, MonotonicTime> since = new LinkedHashMap<>();

  private long lastSeen;

  /** While an expiry is on its way, the latest; else when the next may be proposed. */
  private MonotonicTime notBefore = MonotonicTime.ZERO;

  DeletionWatch(MasterState state) {
    this.state = state;
  }

  /** Begins or ends a reign. */
  void clear() {
    since.clear();
    lastSeen = 0;
    notBefore = MonotonicTime.ZERO;
  }

  void timePassed() {
    for (long index : state.namespace.deletedAfter(lastSeen)) {
      since.put(index, state.now());
      lastSeen = index;
    }
    if (!nextWakeup().isDue(state.now())) {
      return;
    }
    List<Long> due =
        since.entrySet().stream()
            .takeWhile(each -> endOf(each.getValue()).isDue(state.now()))
            .limit(MAX_AT_ONCE)
            .map(Map.Entry::getKey)
            .toList();
    notBefore = MonotonicTime.NEVER;
    state.proposals.propose(
        state,
        new MetadataCommand.ExpireDeleted(due),
        (isCommitted, none) -> ended(due, isCommitted));
  }

  private void ended(List<Long> expired, boolean isCommitted) {
    if (isCommitted) {
      expired.forEach(since::remove);
      notBefore = MonotonicTime.ZERO;
    } else {
      notBefore = state.now().plus(RETRY);
    }
  }

  private MonotonicTime endOf(MonotonicTime deletedAt) {
    return deletedAt.plus(state.config.deletionDelay());
  }

  /** Returns when the first is due: never before this leader knows all that was committed. */
  MonotonicTime nextWakeup() {
    if (since.isEmpty() || !state.reign.isCaughtUp()) {
      return MonotonicTime.NEVER;
    }
    MonotonicTime end = endOf(since.values().iterator().next());
    return end.compareTo(notBefore) < 0 ? notBefore : end;
  }
}
