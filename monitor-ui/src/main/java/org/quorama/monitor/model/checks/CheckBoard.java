package org.quorama.monitor.model.checks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.monitor.model.checks.Verdicts.Found;
import org.quorama.monitor.model.checks.Verdicts.Verdict;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceInvariants;
import org.quorama.trace.TraceInvariants.Breach;
import org.quorama.trace.TraceInvariants.Rule;

/**
 * Judges every rule as events come in, and remembers how it stood, so that any moment can be shown
 * at once. Thread-safe. Memory is bounded: of long runs it remembers fewer moments.
 *
 * <p>The batches of different nodes may come in any order: the rules compare what was said, not
 * when it came.
 */
public final class CheckBoard {
  private static final int MAX_MOMENTS = 4_000;
  private static final int FIRST_SPACING = 1;

  private final TraceInvariants invariants = new TraceInvariants();
  private final List<Found> found = new ArrayList<>();
  private final TreeMap<Long, Counts> moments = new TreeMap<>();
  private final long begin;
  private Counts counts;
  private long position;
  private long missing;
  private long spacing = FIRST_SPACING;

  /** How often each rule was looked at, and how many events were missing. */
  private record Counts(Map<Rule, Long> looked, long missing) {}

  /**
   * Makes one that has seen nothing.
   *
   * @param begin the position of the first event that it will be told
   */
  public CheckBoard(long begin) {
    this.begin = begin;
    this.position = begin;
    this.counts = count();
    moments.put(begin, counts);
  }

  /**
   * Takes the next events.
   *
   * @param events in the order of their arrival
   */
  public synchronized void tell(List<TraceEvent> events) {
    for (TraceEvent event : events) {
      invariants.observe(event);
      if (event.detail() instanceof NodeTrace.EventsMissing gap) {
        missing += gap.missing();
      }
      List<Breach> breaches = invariants.breaches();
      while (found.size() < breaches.size()) {
        found.add(new Found(position, breaches.get(found.size())));
      }
      position++;
      if (position % spacing == 0) {
        remember();
      }
    }
    counts = count();
  }

  private void remember() {
    moments.put(position, count());
    if (moments.size() > MAX_MOMENTS) {
      spacing *= 2;
      moments.keySet().removeIf(at -> at != begin && at % spacing != 0);
    }
  }

  private Counts count() {
    Map<Rule, Long> looked = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      looked.put(rule, invariants.looked(rule));
    }
    return new Counts(looked, missing);
  }

  /** Returns the position up to which it was told. */
  public synchronized long position() {
    return position;
  }

  /** Returns how it stands after all that was told. */
  public synchronized Verdicts latest() {
    return verdicts(position, counts);
  }

  /**
   * Returns how it stood at a position; how often rules were looked at is that of a moment little
   * before.
   *
   * @param wanted how many events precede
   */
  public synchronized Verdicts at(long wanted) {
    if (wanted >= position) {
      return latest();
    }
    Map.Entry<Long, Counts> moment = moments.floorEntry(wanted);
    return verdicts(wanted, moment == null ? new Counts(Map.of(), 0) : moment.getValue());
  }

  private Verdicts verdicts(long until, Counts known) {
    List<Verdict> all = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      List<Found> broken =
          found.stream()
              .filter(each -> each.position() < until)
              .filter(each -> each.breach().finding().rule() == rule)
              .toList();
      long looked = known.looked().getOrDefault(rule, 0L);
      all.add(new Verdict(rule, looked, broken.isEmpty() ? null : broken.get(0), broken.size()));
    }
    return new Verdicts(all, Math.max(0, until - begin), known.missing());
  }
}
