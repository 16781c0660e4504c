package org.quorama.metadata;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.protocol.MonotonicTime;

/**
 * The leader's ear for clients: tells which sessions were silent for too long, by the leader's
 * clock. It ends none: that goes through the log [Dissertation §6.3].
 */
final class SessionWatch {
  private final TreeMap<Long, Sign> signs = new TreeMap<>();

  /** Before this no session can have been silent for too long. */
  private MonotonicTime nextCheck = MonotonicTime.NEVER;

  /** When a session was heard of last. */
  private static final class Sign {
    final Duration timeout;
    MonotonicTime at;

    Sign(Duration timeout, MonotonicTime at) {
      this.timeout = timeout;
      this.at = at;
    }

    MonotonicTime deadline() {
      return at.plus(timeout);
    }
  }

  /** Begins a reign: nobody was heard by this leader yet, so everybody gets all the time. */
  void begin(Map<Long, Duration> timeouts, MonotonicTime now) {
    clear();
    timeouts.forEach((session, timeout) -> add(session, timeout, now));
  }

  void clear() {
    signs.clear();
    nextCheck = MonotonicTime.NEVER;
  }

  void add(long session, Duration timeout, MonotonicTime now) {
    Sign sign = new Sign(timeout, now);
    signs.put(session, sign);
    nextCheck = nextCheck.earliest(sign.deadline());
  }

  void heard(long session, MonotonicTime now) {
    Sign sign = signs.get(session);
    if (sign != null) {
      sign.at = now;
    }
  }

  /**
   * Returns the sessions that were silent for too long. They are returned again after as much time
   * if they are not forgotten.
   */
  List<Long> silent(MonotonicTime now) {
    if (!nextCheck.isDue(now)) {
      return List.of();
    }
    List<Long> silent = new ArrayList<>();
    nextCheck = MonotonicTime.NEVER;
    signs.forEach(
        (session, sign) -> {
          if (sign.deadline().isDue(now)) {
            silent.add(session);
            sign.at = now;
          }
          nextCheck = nextCheck.earliest(sign.deadline());
        });
    return silent;
  }

  void forget(long session) {
    signs.remove(session);
    nextCheck = signs.isEmpty() ? MonotonicTime.NEVER : nextCheck;
  }

  MonotonicTime nextCheck() {
    return nextCheck;
  }
}
