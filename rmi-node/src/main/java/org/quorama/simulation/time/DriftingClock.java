package org.quorama.simulation.time;

import org.quorama.protocol.MonotonicTime;

/** A clock that has its own origin and runs a little fast or slow, through all boots. */
public final class DriftingClock implements NodeClock {
  private static final long MILLION = 1_000_000;

  /** What it showed at the virtual time when it last changed its rate. */
  private long shownThen;

  private long virtualThen;
  private int driftPpm;

  /**
   * Makes a clock.
   *
   * @param originNanos what it shows at the virtual time zero
   * @param driftPpm by how much its rate is wrong, in millionths
   */
  public DriftingClock(long originNanos, int driftPpm) {
    this(originNanos, 0, driftPpm);
  }

  /**
   * Makes a clock that shows something at a virtual time.
   *
   * @param shownThen what it shows then
   * @param virtualThen when
   * @param driftPpm by how much its rate is wrong, in millionths
   */
  public DriftingClock(long shownThen, long virtualThen, int driftPpm) {
    this.shownThen = shownThen;
    this.virtualThen = virtualThen;
    this.driftPpm = driftPpm;
  }

  @Override
  public MonotonicTime at(long virtualNanos) {
    long passed = virtualNanos - virtualThen;
    return new MonotonicTime(shownThen + passed + passed / MILLION * driftPpm);
  }

  @Override
  public void drift(long virtualNanos, int ppm) {
    shownThen = at(virtualNanos).nanos();
    virtualThen = virtualNanos;
    driftPpm = ppm;
  }

  @Override
  public long virtualOf(MonotonicTime time) {
    long shown = time.nanos() - shownThen;
    long guess = virtualThen + (long) (shown / (1.0 + driftPpm / (double) MILLION));
    long step = MILLION / 10;
    while (at(guess).nanos() < time.nanos()) {
      guess += step;
    }
    return guess;
  }

  @Override
  public void boot() {
    // it is older than the node's process
  }
}
