package org.quorama.simulation.lab;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.quorama.cluster.NodeId;
import org.quorama.remote.lab.LabOrder;
import org.quorama.runtime.lab.LinkSwitch;
import org.quorama.runtime.time.LiveClock;
import org.quorama.runtime.time.Pace;

/**
 * How protocol time passes in a simulated cluster on which a lab acts: on each node, and on a clock
 * that is never wrong, by which leases are checked. Confined to the thread of its run.
 */
public final class LabTime {
  private final LongSupplier virtual;
  private final Pace first;
  private final SplittableRandom random;
  private final LiveClock truth;

  /** How far each node's time was advanced while it stood still. */
  private final Map<NodeId, Duration> advanced = new TreeMap<>();

  /** How far that clock was which is never wrong. */
  private Duration most = Duration.ZERO;

  /**
   * Makes the time of a cluster.
   *
   * @param virtual virtual time in nanoseconds; it plays the part of real time
   * @param frozen whether time stands still on nodes that start
   * @param random decides what is left to chance on links
   */
  public LabTime(LongSupplier virtual, boolean frozen, SplittableRandom random) {
    this.virtual = virtual;
    this.first = frozen ? Pace.FROZEN : Pace.REAL;
    this.random = random;
    this.truth = begun();
  }

  private LiveClock begun() {
    LiveClock clock = new LiveClock(virtual, virtual, first, true);
    clock.begin();
    return clock;
  }

  /** Returns a clock of a node; it begins anew at each boot. */
  public LabClock clock() {
    return new LabClock(virtual, this::begun);
  }

  /**
   * Returns the switch of a node's links for one boot.
   *
   * @param node whose
   * @param clock the node's in that boot
   */
  public LinkSwitch links(NodeId node, LiveClock clock) {
    return new LinkSwitch(node, clock, random.split());
  }

  /** Returns the protocol time of a clock that is never wrong, in nanoseconds. */
  public long truth() {
    return truth.protocolNanos();
  }

  /**
   * Takes note that a node's clock begins anew.
   *
   * @param node whose
   */
  public void booted(NodeId node) {
    advanced.put(node, most);
  }

  /**
   * Takes note of what a node took; orders to all nodes are one to the clock that is never wrong.
   *
   * @param node who
   * @param order what it did
   */
  public void took(NodeId node, LabOrder order) {
    if (order instanceof LabOrder.SetPace pace) {
      truth.appoint(pace.atWallMillis(), pace.dilation(), pace.frozen());
    } else if (order instanceof LabOrder.Advance advance) {
      Duration now = advanced.getOrDefault(node, Duration.ZERO).plus(advance.by());
      advanced.put(node, now);
      if (now.compareTo(most) > 0 && truth.pace().frozen()) {
        truth.advance(now.minus(most));
        most = now;
      }
    }
  }
}
