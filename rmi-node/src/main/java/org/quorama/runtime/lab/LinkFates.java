package org.quorama.runtime.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.LinkRule;

/** Decides what becomes of each message, by the rules of its link and by chance. Thread-safe. */
final class LinkFates {
  private static final Fate WHOLE = new Fate("", 0, Fate.NO_TWIN);
  private static final Fate CUT = new Fate("cut", 0, Fate.NO_TWIN);
  private static final Fate LOSS = new Fate("loss", 0, Fate.NO_TWIN);

  /** Guarded by this. */
  private final SplittableRandom random;

  /** Every rule by its link; replaced as a whole. */
  private volatile Map<Link, LinkRule> rules = Map.of();

  private record Link(NodeId from, NodeId to) {}

  /**
   * What becomes of a message.
   *
   * @param lostBy why it is lost, empty if it is not
   * @param delayNanos how long it is under way, in protocol time
   * @param twinDelayNanos how long its twin is, {@link #NO_TWIN} if it has none
   */
  record Fate(String lostBy, long delayNanos, long twinDelayNanos) {
    static final long NO_TWIN = -1;

    boolean isLost() {
      return !lostBy.isEmpty();
    }

    boolean hasTwin() {
      return twinDelayNanos != NO_TWIN;
    }
  }

  LinkFates(SplittableRandom random) {
    this.random = random;
  }

  /** Gives links new rules in place of all earlier ones; of two for a link the last counts. */
  void set(List<LinkRule> given) {
    Map<Link, LinkRule> next = new LinkedHashMap<>();
    given.forEach(rule -> next.put(new Link(rule.from(), rule.to()), rule));
    rules = Map.copyOf(next);
  }

  /** Tells whether every link is whole. */
  boolean areWhole() {
    return rules.isEmpty();
  }

  /** Tells whether nothing passes from one node to another. */
  boolean isCut(NodeId from, NodeId to) {
    Map<Link, LinkRule> now = rules;
    LinkRule rule = now.isEmpty() ? null : now.get(new Link(from, to));
    return rule != null && rule.passesNothing();
  }

  /** Decides about the next message from one node to another. */
  Fate next(NodeId from, NodeId to) {
    Map<Link, LinkRule> now = rules;
    LinkRule rule = now.isEmpty() ? null : now.get(new Link(from, to));
    if (rule == null) {
      return WHOLE;
    }
    return rule.passesNothing() ? CUT : draw(rule);
  }

  private synchronized Fate draw(LinkRule rule) {
    if (random.nextDouble() < rule.loss()) {
      return LOSS;
    }
    boolean twin = random.nextDouble() < rule.twins();
    return new Fate("", delay(rule), twin ? delay(rule) : Fate.NO_TWIN);
  }

  private long delay(LinkRule rule) {
    long jitter = rule.jitterNanos() == 0 ? 0 : random.nextLong(rule.jitterNanos() + 1);
    return rule.delayNanos() + jitter;
  }
}
