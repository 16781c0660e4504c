package org.quorama.simulation.lab;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.time.LiveClock;
import org.quorama.simulation.time.NodeClock;

/**
 * A node's clock as live nodes have it, on virtual time: it can be stretched and stopped, and
 * begins anew with each boot. Confined to the thread of its run.
 */
public final class LabClock implements NodeClock {
  private final LongSupplier virtual;
  private final Supplier<LiveClock> begun;
  private LiveClock clock;

  LabClock(LongSupplier virtual, Supplier<LiveClock> begun) {
    this.virtual = virtual;
    this.begun = begun;
    this.clock = begun.get();
  }

  /** Returns the clock of the present boot. */
  public LiveClock live() {
    return clock;
  }

  @Override
  public void boot() {
    clock = begun.get();
  }

  @Override
  public MonotonicTime at(long virtualNanos) {
    return clock.now();
  }

  @Override
  public long virtualOf(MonotonicTime time) {
    long now = virtual.getAsLong();
    long left = clock.realNanosUntil(time);
    return left > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + left;
  }

  @Override
  public void drift(long virtualNanos, int ppm) {
    throw new UnsupportedOperationException("A lab changes this clock by an order");
  }
}
