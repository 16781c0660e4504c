package org.quorama.simulation.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What an attack works with: chance, the choice of victims, and the faults themselves. */
final class Hand {
  private static final int MOST_DRIFT_PPM = 50_000;

  private final FaultTarget target;
  private final FaultMix.Trouble mix;
  private final SplittableRandom random;
  private final List<FaultEvent> events = new ArrayList<>();
  private boolean stopped;

  Hand(FaultTarget target, FaultMix.Trouble mix, SplittableRandom random) {
    this.target = target;
    this.mix = mix;
    this.random = random;
  }

  FaultTarget target() {
    return target;
  }

  SplittableRandom random() {
    return random;
  }

  List<FaultEvent> events() {
    return events;
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  int dice(int sides) {
    return random.nextInt(sides);
  }

  /** Does something and writes it down. */
  void inflict(Fault fault) {
    if (!stopped) {
      events.add(new FaultEvent(events.size() + 1, target.now(), fault));
      fault.on(target);
    }
  }

  void later(long delayNanos, Fault fault) {
    if (delayNanos == 0) {
      inflict(fault);
    } else {
      target.after(delayNanos, () -> inflict(fault));
    }
  }

  /** Draws a node; every third time the leader. */
  int victim() {
    int leader = target.leader();
    boolean hunts = leader >= 0 && dice(3) == 0;
    return hunts ? leader : anyone();
  }

  int anyone() {
    return dice(target.size());
  }

  int drift() {
    return dice(2 * MOST_DRIFT_PPM + 1) - MOST_DRIFT_PPM;
  }

  boolean allMayBeDown() {
    return mix.allMayBeDown();
  }

  boolean mayCrashOneMore() {
    return down() < (mix.allMayBeDown() ? target.size() : minority());
  }

  boolean mayCrashInMinority() {
    return down() < minority();
  }

  private int minority() {
    return (target.size() - 1) / 2;
  }

  private int down() {
    int down = 0;
    for (int node = 0; node < target.size(); node++) {
      down += target.isUp(node) ? 0 : 1;
    }
    return down;
  }

  List<Integer> leaderFirst() {
    List<Integer> order = shuffled();
    Integer leader = Math.max(target.leader(), 0);
    order.remove(leader);
    order.add(0, leader);
    return order;
  }

  List<Integer> shuffled() {
    ArrayList<Integer> order = new ArrayList<>();
    for (int node = 0; node < target.size(); node++) {
      order.add(dice(order.size() + 1), node);
    }
    return order;
  }
}
