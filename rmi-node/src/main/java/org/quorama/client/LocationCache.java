package org.quorama.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.MonotonicTime;

/**
 * Remembers where the chunks of files were a moment ago [GFS §2.3]. Thread-safe.
 *
 * <p>What is remembered is a guess: bytes that were read by it count only if the master then says
 * the same chunk in the same version, so that neither another file at the path nor a stale replica
 * is ever taken for it.
 */
final class LocationCache {
  private static final int MOST = 1024;
  private static final Duration EXPIRY = Duration.ofSeconds(30);

  private final ClientClock clock;
  private final Map<FilePath, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FilePath, Entry> eldest) {
          return size() > MOST;
        }
      };

  private record Entry(Locations where, MonotonicTime until) {}

  LocationCache(ClientClock clock) {
    this.clock = clock;
  }

  synchronized void put(FilePath path, Locations where) {
    entries.put(path, new Entry(where, clock.now().plus(EXPIRY)));
  }

  synchronized void forget(FilePath path) {
    entries.remove(path);
  }

  /** Returns what is remembered, and not for too long. */
  synchronized Optional<Locations> find(FilePath path) {
    Entry entry = entries.get(path);
    if (entry != null && entry.until().isDue(clock.now())) {
      entries.remove(path);
      return Optional.empty();
    }
    return Optional.ofNullable(entry).map(Entry::where);
  }
}
