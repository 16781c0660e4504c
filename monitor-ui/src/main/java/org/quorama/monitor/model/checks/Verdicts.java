package org.quorama.monitor.model.checks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.TraceInvariants.Breach;
import org.quorama.trace.TraceInvariants.Rule;

/**
 * How it stands with every rule at a moment. Immutable.
 *
 * @param all one for each rule, in the order of {@link Rule}
 * @param events how many events were looked at
 * @param missing how many events were never told, so that nothing can be said of them
 */
public record Verdicts(List<Verdict> all, long events, long missing) {
  /** Copies the list. */
  public Verdicts {
    all = List.copyOf(all);
  }

  /** How it stands. */
  public enum State {
    /** It was looked at, and it held each time. */
    HOLDS,
    /** Nothing has happened yet that could break it. */
    UNSEEN,
    /** It was broken. */
    BROKEN
  }

  /**
   * A rule was broken at a place. Immutable.
   *
   * @param position how many events precede the one that shows it
   * @param breach what is wrong
   */
  public record Found(long position, Breach breach) {}

  /**
   * How it stands with one rule. Immutable.
   *
   * @param rule which
   * @param looked how often it could have been broken
   * @param first where it was broken first, null if it was not
   * @param breaches how many different things break it
   */
  public record Verdict(Rule rule, long looked, @Nullable Found first, int breaches) {
    /** Returns how it stands. */
    public State state() {
      return first != null ? State.BROKEN : looked == 0 ? State.UNSEEN : State.HOLDS;
    }
  }

  /**
   * Returns how it stands with a rule.
   *
   * @param rule which
   */
  public Verdict of(Rule rule) {
    return all.stream().filter(verdict -> verdict.rule() == rule).findFirst().orElseThrow();
  }

  /** Returns how many rules are broken. */
  public long broken() {
    return all.stream().filter(verdict -> verdict.state() == State.BROKEN).count();
  }
}
