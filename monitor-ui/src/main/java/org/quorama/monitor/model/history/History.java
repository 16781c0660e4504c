package org.quorama.monitor.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.recording.Recording;
import org.quorama.trace.recording.Recording.Span;

/**
 * All that was told, in the order of arrival, and the model at any moment of it. Thread-safe;
 * {@link #at}, {@link #events} and {@link #positionAt} may read a file and take up to 200 ms.
 *
 * <p>A position is how many events precede it, from the first ever told. Invariant: every state
 * lies where a page begins, so that a model goes on with whole pages.
 */
public final class History implements AutoCloseable {
  /** How many events {@link #events} returns at most. */
  public static final int MAX_EVENTS = 20_000;

  private static final int PAGE = 1_000;
  private static final int SPACING = 2_000;
  private static final int TRIES = 4;
  private static final long CUT_NANOS = 2_000_000_000L;
  private static final long MEMORY_BYTES = 48L << 20;
  private static final int MOST_MODELS = 24;

  private final Object lock = new Object();
  private final Shelf shelf;
  private final Pages pages = new Pages();
  private final TreeSet<Long> states = new TreeSet<>();
  private final Recent<ClusterModel> models = new Recent<>(MOST_MODELS);
  private final Moments moments = new Moments();

  /** What belongs to no page yet. */
  private Tail tail;

  private ClusterModel latest;
  private long lastState;

  /** The time of the oldest event at hand, or of the newest that is no longer. */
  private long firstNanos;

  /**
   * What is at hand. Immutable.
   *
   * @param first the oldest position
   * @param size how many events were told so far
   * @param firstNanos when it begins, on the clock of the trace
   * @param lastNanos the time of the latest event
   */
  public record Extent(long first, long size, long firstNanos, long lastNanos) {}

  /**
   * The newest events.
   *
   * @param position of the first
   * @param events in their order, grows
   * @param beginNanos when the first came, on this process's clock
   */
  private record Tail(long position, List<TraceEvent> events, long beginNanos) {
    static Tail at(long position) {
      return new Tail(position, new ArrayList<>(), System.nanoTime());
    }

    long end() {
      return position + events.size();
    }
  }

  private History(Recording recording, ClusterModel empty) {
    shelf = new Shelf(recording);
    latest = empty;
    recording.spans().forEach(pages::add);
    states.addAll(recording.states());
    recording.marks().forEach(mark -> moments.add(Moment.of(mark)));
    tail = Tail.at(pages.isEmpty() ? 0 : pages.last().end());
  }

  /** Returns an empty one that keeps the newest events in memory. */
  public static History inMemory() {
    return recordingTo(Recording.inMemory(MEMORY_BYTES));
  }

  /**
   * Returns an empty one that keeps all in a recording, and closes it with itself.
   *
   * @param recording empty
   */
  public static History recordingTo(Recording recording) {
    History history = new History(recording, ClusterModel.of(List.of()));
    history.changed(history.latest);
    return history;
  }

  /**
   * Returns what is in a recording, and closes it with itself. Takes long if another version of the
   * monitor recorded it.
   *
   * @param recording a whole one
   */
  public static History of(Recording recording) {
    History history = new History(recording, ClusterModel.of(List.of()));
    history.latest = history.before(history.tail.position());
    history.firstNanos = history.timeAt(history.first());
    return history;
  }

  /** Returns the oldest position that is still at hand. */
  public long first() {
    synchronized (lock) {
      trim();
      return pages.isEmpty() ? tail.position() : pages.get(0).position();
    }
  }

  /** Returns how many events were told so far, those that are no longer at hand included. */
  public long size() {
    synchronized (lock) {
      return tail.end();
    }
  }

  /** Returns what is at hand, at once. */
  public Extent extent() {
    synchronized (lock) {
      long last = Math.max(firstNanos, latest.latestNanos());
      return new Extent(first(), tail.end(), firstNanos, last);
    }
  }

  /** Returns the latest model. */
  public ClusterModel latest() {
    synchronized (lock) {
      return latest;
    }
  }

  /**
   * Begins anew: what was told before is forgotten, positions go on.
   *
   * @param model what is known at the beginning
   */
  public void begin(ClusterModel model) {
    synchronized (lock) {
      cut();
      long now = tail.position();
      shelf.dropBefore(now);
      pages.dropBefore(now);
      states.clear();
      models.clear();
      moments.forget();
      firstNanos = 0;
      changed(model);
    }
  }

  /**
   * Takes events; waits if the disk does not keep up.
   *
   * @param events in the order of arrival
   * @param after the model that they lead to from the latest
   */
  public void tell(List<TraceEvent> events, ClusterModel after) {
    shelf.awaitRoom();
    synchronized (lock) {
      if (tail.events().isEmpty() && pages.isEmpty() && !events.isEmpty()) {
        firstNanos = events.get(0).timeNanos();
      }
      for (TraceEvent event : events) {
        Moment moment = moments.take(tail.end(), event);
        tail.events().add(event);
        if (moment != null) {
          shelf.mark(moment);
        }
      }
      latest = after;
      boolean due = tail.end() - lastState >= SPACING;
      boolean old = System.nanoTime() - tail.beginNanos() > CUT_NANOS;
      if (due || old || tail.events().size() >= PAGE) {
        cut();
      }
      if (due) {
        keep(after);
      }
    }
  }

  /**
   * Takes a model that no event led to.
   *
   * @param after what is known now
   */
  public void changed(ClusterModel after) {
    synchronized (lock) {
      cut();
      latest = after;
      keep(after);
    }
  }

  private void keep(ClusterModel model) {
    lastState = tail.position();
    states.add(lastState);
    models.put(lastState, model);
    shelf.put(lastState, model);
  }

  /** Makes a page of the newest events. */
  private void cut() {
    if (!tail.events().isEmpty()) {
      Span span = new Span(tail.position(), tail.events().size(), untilNanos(tail.events()));
      pages.add(span);
      shelf.put(span, tail.events());
    }
    tail = Tail.at(tail.end());
  }

  private long untilNanos(List<TraceEvent> events) {
    long until = pages.isEmpty() ? Long.MIN_VALUE : pages.last().untilNanos();
    for (TraceEvent event : events) {
      until = Math.max(until, event.timeNanos());
    }
    return until;
  }

  /** Forgets what the recording had no room for. */
  private void trim() {
    long from = Math.min(shelf.first(), tail.position());
    if (!pages.isEmpty() && from > pages.get(0).position()) {
      firstNanos = pages.get(Math.max(0, pages.holding(from) - 1)).untilNanos();
      pages.dropBefore(from);
      states.headSet(from).clear();
      moments.dropBefore(from);
    }
  }

  /**
   * Returns the model after so many events.
   *
   * @param position how many; the nearest that is at hand if it is not
   */
  public ClusterModel at(long position) {
    synchronized (lock) {
      if (position >= tail.end()) {
        return latest;
      }
    }
    return before(Math.max(position, first()));
  }

  private ClusterModel before(long position) {
    for (int tries = 0; tries < TRIES; tries++) {
      Near near = near(position);
      List<TraceEvent> missing = between(near.position(), position);
      if (missing != null) {
        ClusterModel model = near.model().fold(missing);
        synchronized (lock) {
          models.put(position, model);
        }
        return model;
      }
    }
    return latest();
  }

  /**
   * A model at or before a position.
   *
   * @param position its own
   * @param model the model
   */
  private record Near(long position, ClusterModel model) {}

  private Near near(long position) {
    while (true) {
      Map.Entry<Long, ClusterModel> used;
      Long stored;
      synchronized (lock) {
        used = models.floor(position);
        stored = states.floor(position);
      }
      if (used != null && (stored == null || used.getKey() >= stored)) {
        return new Near(used.getKey(), used.getValue());
      }
      if (stored == null) {
        return new Near(Math.min(position, first()), ClusterModel.of(List.of()));
      }
      ClusterModel model = shelf.model(stored);
      if (model != null) {
        return new Near(stored, model);
      }
      synchronized (lock) {
        states.remove(stored);
      }
    }
  }

  /**
   * Returns events in their order, those that are at hand.
   *
   * @param from the position of the first
   * @param most how many; {@value #MAX_EVENTS} at most
   */
  public List<TraceEvent> events(long from, int most) {
    long begin = Math.max(from, first());
    long wanted = Math.min(from + most, begin + MAX_EVENTS);
    List<TraceEvent> found = between(begin, Math.min(wanted, size()));
    return found == null ? List.of() : found;
  }

  /** Returns the events of a span, null if some have gone meanwhile. */
  private @Nullable List<TraceEvent> between(long from, long to) {
    List<TraceEvent> found = new ArrayList<>();
    for (long next = from; next < to; ) {
      Piece piece = pieceAt(next);
      if (piece == null) {
        return null;
      }
      int begin = (int) (next - piece.position());
      int end = (int) Math.min(piece.events().size(), to - piece.position());
      found.addAll(piece.events().subList(begin, end));
      next = piece.position() + end;
    }
    return found;
  }

  /**
   * Events that follow each other.
   *
   * @param position of the first
   * @param events which
   * @param sinceNanos the latest time of all events before
   */
  private record Piece(long position, List<TraceEvent> events, long sinceNanos) {}

  /** Returns the page that holds a position, or the tail; null if it has gone. */
  private @Nullable Piece pieceAt(long position) {
    Span span;
    long since;
    synchronized (lock) {
      if (position >= tail.position()) {
        since = pages.isEmpty() ? Long.MIN_VALUE : pages.last().untilNanos();
        return new Piece(tail.position(), List.copyOf(tail.events()), since);
      }
      int page = pages.holding(position);
      span = pages.get(page);
      since = page == 0 ? Long.MIN_VALUE : pages.get(page - 1).untilNanos();
      if (span.position() > position) {
        return null;
      }
    }
    List<TraceEvent> events = shelf.events(span.position());
    return events == null ? null : new Piece(span.position(), events, since);
  }

  /**
   * Returns how many events came before the first that is later than a time.
   *
   * @param timeNanos on the clock of the trace
   */
  public long positionAt(long timeNanos) {
    long within;
    synchronized (lock) {
      int page = pages.after(timeNanos);
      within = page < pages.count() ? pages.get(page).position() : tail.position();
    }
    Piece piece = pieceAt(within);
    if (piece == null) {
      return first();
    }
    int count = 0;
    while (count < piece.events().size() && piece.events().get(count).timeNanos() <= timeNanos) {
      count++;
    }
    return piece.position() + count;
  }

  /**
   * Returns the latest time of the events before a position, that of the first at the beginning; 0
   * if there is no event.
   *
   * @param position which
   */
  public long timeAt(long position) {
    long first = first();
    long wanted = Math.max(first, Math.min(position, size()));
    Piece piece = size() == first ? null : pieceAt(Math.max(first, wanted - 1));
    if (piece == null || piece.events().isEmpty()) {
      return 0;
    }
    int count = (int) Math.max(1, wanted - piece.position());
    long latestNanos = piece.sinceNanos();
    for (TraceEvent event : piece.events().subList(0, Math.min(count, piece.events().size()))) {
      latestNanos = Math.max(latestNanos, event.timeNanos());
    }
    return latestNanos;
  }

  /** Returns the marked moments that are at hand, in the order of their positions. */
  public List<Moment> moments() {
    synchronized (lock) {
      return moments.all();
    }
  }

  /**
   * Marks a moment.
   *
   * @param moment which
   */
  public void mark(Moment moment) {
    synchronized (lock) {
      moments.add(moment);
      shelf.mark(moment);
    }
  }

  /**
   * Takes a mark away.
   *
   * @param moment which
   */
  public void unmark(Moment moment) {
    synchronized (lock) {
      moments.remove(moment);
      shelf.unmark(moment);
    }
  }

  /** Returns how many bytes pages and states take. */
  public long bytes() {
    return shelf.recording().bytes();
  }

  /** Returns why nothing is recorded any more, null if all is well. */
  public @Nullable String failure() {
    return shelf.failure();
  }

  /** Waits until all that was told so far is in the recording. */
  public void flush() {
    synchronized (lock) {
      cut();
    }
    shelf.flush();
  }

  /**
   * Writes all that is at hand into another recording.
   *
   * @param other empty
   */
  public void copyTo(Recording other) {
    flush();
    shelf.copyTo(other);
  }

  /** Writes what waits and closes the recording. */
  @Override
  public void close() {
    synchronized (lock) {
      cut();
      keep(latest);
    }
    shelf.close();
  }
}
