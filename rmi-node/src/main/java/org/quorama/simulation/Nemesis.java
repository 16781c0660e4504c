package org.quorama.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.World.Chances;

/** Breaks things on purpose: cuts, crashes, storms, pauses; with a taste for leaders. */
final class Nemesis {
  private static final int MAX_PAUSE_MILLIS = 1_500;
  private static final long MILLI = 1_000_000;
  private static final long REVIVAL = 10 * MILLI;
  private static final int LONG_STEP = 12;

  private final World world;
  private final SimulatedCluster cluster;
  private final SplittableRandom random;
  private final FaultMix.Trouble mix;

  /** Who is down and will start again. */
  private final boolean[] reviving;

  private boolean stopped;

  /** The leader's term that was hunted last, so that a leader is hunted once. */
  private long huntedTerm;

  Nemesis(World world, SimulatedCluster cluster) {
    this.world = world;
    this.cluster = cluster;
    this.random = world.chances().nemesis();
    this.mix = world.mix().nemesis();
    this.reviving = new boolean[cluster.size()];
  }

  void start() {
    revive();
    int weights = mix.crashWeight() + mix.cutWeight() + mix.pauseWeight();
    if (mix.meanGap() > 0 && weights > 0) {
      world.schedule().after(Chances.exponential(random, mix.meanGap()), () -> strike(weights));
    }
    if (mix.hunt().probability() > 0) {
      world.schedule().after(mix.meanGap(), this::hunt);
    }
  }

  void stop() {
    stopped = true;
  }

  private void strike(int weights) {
    if (stopped) {
      return;
    }
    int dice = random.nextInt(weights);
    if (dice < mix.crashWeight()) {
      crash(victim());
    } else if (dice < mix.crashWeight() + mix.cutWeight()) {
      cut();
    } else {
      pause(victim());
    }
    world.schedule().after(Chances.exponential(random, mix.meanGap()), () -> strike(weights));
  }

  /** Looks for a new leader often, and lets it live only for a moment. */
  private void hunt() {
    if (stopped) {
      return;
    }
    int leader = cluster.leader();
    long term = leader < 0 ? 0 : cluster.term(leader);
    if (term > huntedTerm) {
      huntedTerm = term;
      if (Chances.happens(random, mix.hunt().probability())) {
        long life = Chances.exponential(random, mix.hunt().meanLife());
        world.schedule().after(life, () -> harm(leader));
      }
    }
    world.schedule().after(10 * MILLI, this::hunt);
  }

  private void harm(int leader) {
    if (stopped) {
      return;
    }
    if (random.nextInt(3) > 0) {
      crash(leader);
    } else {
      isolate(leader);
    }
  }

  private int victim() {
    int leader = cluster.leader();
    boolean hunts = leader >= 0 && random.nextInt(3) == 0;
    return hunts ? leader : random.nextInt(cluster.size());
  }

  private void crash(int victim) {
    int down = cluster.size() - cluster.up();
    int mayBeDown = mix.allMayBeDown() ? cluster.size() : (cluster.size() - 1) / 2;
    if (down >= mayBeDown || !cluster.node(victim).isUp()) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> cluster.node(victim).crashAfterEffects(random.nextInt(LONG_STEP));
      case 2 -> cluster.node(victim).runner().crashAfterForce();
      case 3 -> storm();
      default -> cluster.crash(victim);
    }
    if (random.nextInt(8) == 0) {
      storm();
    }
  }

  /** Crashes several nodes at once, as many as may be down. */
  private void storm() {
    for (int node : shuffled()) {
      boolean all = mix.allMayBeDown() && random.nextInt(4) > 0;
      if (all || cluster.size() - cluster.up() < (cluster.size() - 1) / 2) {
        cluster.crash(node);
      }
    }
    if (cluster.up() == 0) {
      world.counters().count(Sometimes.ALL_DOWN);
    }
  }

  /** Lets every node that is down start again, each after a time of its own. */
  private void revive() {
    for (int i = 0; i < cluster.size() && !stopped; i++) {
      int node = i;
      if (!cluster.node(node).isUp() && !reviving[node]) {
        reviving[node] = true;
        long delay = MILLI + Chances.exponential(random, mix.meanRestart());
        world.schedule().after(delay, () -> restart(node));
      }
    }
    world.schedule().after(REVIVAL, this::revive);
  }

  private void restart(int node) {
    reviving[node] = false;
    cluster.restart(node);
  }

  private void pause(int victim) {
    cluster.node(victim).pause();
    long length = (1 + random.nextInt(MAX_PAUSE_MILLIS)) * MILLI;
    world.schedule().after(length, cluster.node(victim)::resume);
  }

  private void cut() {
    world.network().healAll();
    List<Integer> order = shuffled();
    int last = order.size() - 1;
    switch (random.nextInt(7)) {
      case 0 -> isolate(Math.max(cluster.leader(), 0));
      case 1 -> isolate(order.get(0));
      case 2 ->
          split(order.subList(0, order.size() / 2), order.subList(order.size() / 2, last + 1));
      case 3 -> split(order.subList(0, last / 2), order.subList(last / 2 + 1, last + 1));
      case 4 -> oneWay(order.get(0));
      case 5 -> world.network().cut(order.get(0), order.get(last));
      default -> {
        return; // healed, nothing new
      }
    }
  }

  private void isolate(int node) {
    split(List.of(node), others(node));
  }

  /** Cuts both directions; whoever is in neither part is a bridge. */
  private void split(List<Integer> one, List<Integer> other) {
    for (int left : one) {
      for (int right : other) {
        world.network().cut(left, right);
        world.network().cut(right, left);
      }
    }
  }

  private void oneWay(int node) {
    boolean deaf = random.nextBoolean();
    for (int other : others(node)) {
      world.network().cut(deaf ? other : node, deaf ? node : other);
    }
  }

  private List<Integer> others(int node) {
    ArrayList<Integer> others = new ArrayList<>();
    for (int i = 0; i < cluster.size(); i++) {
      if (i != node) {
        others.add(i);
      }
    }
    return others;
  }

  private List<Integer> shuffled() {
    List<Integer> order = others(-1);
    for (int i = order.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Integer moved = order.get(i);
      order.set(i, order.get(other));
      order.set(other, moved);
    }
    return order;
  }
}
