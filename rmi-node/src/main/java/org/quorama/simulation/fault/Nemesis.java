package org.quorama.simulation.fault;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Breaks things on purpose, with a taste for leaders, and writes down what it did. Confined to the
 * thread of its run.
 */
public final class Nemesis {
  private static final long MILLI = 1_000_000;
  private static final long REVIVAL = 10 * MILLI;

  private final FaultTarget target;
  private final FaultMix.Trouble mix;
  private final SplittableRandom random;
  private final Hand hand;

  /** Who is down and will start again. */
  private final boolean[] reviving;

  /** The leader's term that was hunted last, so that a leader is hunted once. */
  private long huntedTerm;

  /**
   * Makes a nemesis that waits.
   *
   * @param target whom it harms
   * @param mix how it goes about it
   * @param random its chance
   */
  public Nemesis(FaultTarget target, FaultMix.Trouble mix, SplittableRandom random) {
    this.target = target;
    this.mix = mix;
    this.random = random;
    this.hand = new Hand(target, mix, random);
    this.reviving = new boolean[target.size()];
  }

  /** Begins. */
  public void start() {
    revive();
    if (mix.meanGap() > 0 && !mix.attacks().isEmpty()) {
      target.after(Chances.exponential(random, mix.meanGap()), this::strike);
    }
    if (mix.hunt().probability() > 0) {
      target.after(mix.meanGap(), this::hunt);
    }
  }

  /** Does exactly what another nemesis did, and nothing by itself. */
  public void replay(List<FaultEvent> faults) {
    for (FaultEvent event : faults) {
      target.after(event.timeNanos() - target.now(), () -> hand.inflict(event.fault()));
    }
  }

  /** Ends: nothing more is broken. */
  public void stop() {
    hand.stop();
  }

  /** Returns what was done so far, in order. */
  public List<FaultEvent> events() {
    return List.copyOf(hand.events());
  }

  private void strike() {
    if (hand.isStopped()) {
      return;
    }
    Attack attack = mix.attacks().get(random.nextInt(mix.attacks().size()));
    attack.strike(hand);
    target.after(Chances.exponential(random, mix.meanGap()), this::strike);
  }

  /** Looks for a new leader often, and lets it live only for a moment. */
  private void hunt() {
    if (hand.isStopped()) {
      return;
    }
    int leader = target.leader();
    long term = leader < 0 ? 0 : target.term(leader);
    if (term > huntedTerm) {
      huntedTerm = term;
      if (Chances.happens(random, mix.hunt().probability())) {
        long life = Chances.exponential(random, mix.hunt().meanLife());
        target.after(life, () -> harm(leader));
      }
    }
    target.after(REVIVAL, this::hunt);
  }

  private void harm(int leader) {
    if (random.nextInt(3) > 0) {
      if (hand.mayCrashOneMore()) {
        hand.inflict(new Fault.Crash(leader));
      }
    } else {
      hand.inflict(Partition.ISOLATED.over(hand.leaderFirst()));
    }
  }

  /** Lets every node that is down start again, each after a time of its own. */
  private void revive() {
    for (int i = 0; i < target.size() && !hand.isStopped(); i++) {
      int node = i;
      if (!target.isUp(node) && !reviving[node]) {
        reviving[node] = true;
        long delay = MILLI + Chances.exponential(random, mix.meanRestart());
        target.after(delay, () -> restart(node));
      }
    }
    target.after(REVIVAL, this::revive);
  }

  private void restart(int node) {
    reviving[node] = false;
    hand.inflict(new Fault.Restart(node));
  }
}
