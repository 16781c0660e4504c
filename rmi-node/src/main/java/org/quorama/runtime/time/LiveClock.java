package org.quorama.runtime.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.MonotonicTime;

/**
 * A live node's clock: protocol time, and wall time that never runs backwards within a boot.
 * Thread-safe.
 *
 * <p>Protocol time passes as real time does. That of a lab can be stretched and stopped: by
 * appointment at a moment of the wall clock, after which every reading counts the new pace from
 * that very moment, whichever thread looks, and whenever. It never runs backwards.
 */
public final class LiveClock {
  private static final Duration LATEST_APPOINTMENT = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final LongSupplier wallTime;
  private final Pace first;
  private final boolean isOfLab;
  private final long originNanos;
  private final long originWallNanos;

  /** How protocol time runs; null before it begins. Replaced under the lock of this. */
  private volatile @Nullable Course course;

  /** How much of the time did not pass by itself; guarded by this. */
  private long leaptNanos;

  /** Makes a clock that nobody changes. */
  public LiveClock() {
    this(System::nanoTime, LiveClock::wall, Pace.REAL, false);
  }

  /**
   * Makes a clock.
   *
   * @param nanoTime real nanoseconds, monotonic
   * @param wallTime nanoseconds since 1970
   * @param first how time passes once it begins
   * @param isOfLab whether that may change
   */
  public LiveClock(LongSupplier nanoTime, LongSupplier wallTime, Pace first, boolean isOfLab) {
    this.nanoTime = nanoTime;
    this.wallTime = wallTime;
    this.first = first;
    this.isOfLab = isOfLab;
    this.originNanos = nanoTime.getAsLong();
    this.originWallNanos = wallTime.getAsLong();
  }

  /**
   * Makes a clock that a lab changes.
   *
   * @param frozen whether time stands still at zero until the lab says otherwise
   */
  public static LiveClock ofLab(boolean frozen) {
    Pace first = frozen ? Pace.FROZEN : Pace.REAL;
    return new LiveClock(System::nanoTime, LiveClock::wall, first, true);
  }

  private static long wall() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** Lets protocol time pass, which stands at zero before. */
  public synchronized void begin() {
    course = new Course(realNanos(), 0, first);
  }

  /** Returns protocol time. */
  public MonotonicTime now() {
    return new MonotonicTime(protocolNanos());
  }

  /** Returns protocol time in nanoseconds. */
  public long protocolNanos() {
    Course now = course;
    return now == null ? 0 : now.at(realNanos());
  }

  /** Returns nanoseconds since 1970, as traces of live nodes have them. */
  public long wallNanos() {
    return originWallNanos + realNanos();
  }

  /**
   * Returns how many real nanoseconds remain until a point, 0 if it has come. May be less than that
   * if the pace changes before; never more as long as nobody sets another.
   *
   * @param point of protocol time
   */
  public long realNanosUntil(MonotonicTime point) {
    Course now = course;
    if (now == null) {
      return first.realNanos(point.nanos());
    }
    return now.realNanosUntil(point.nanos(), realNanos());
  }

  /** Tells whether a lab may change the pace. */
  public boolean isOfLab() {
    return isOfLab;
  }

  /** Returns how time passes now. */
  public Pace pace() {
    Course now = course;
    return now == null ? first : now.partAt(realNanos()).pace();
  }

  /**
   * Appoints another pace, in place of an earlier appointment.
   *
   * @param atWallMillis from when on, in milliseconds since 1970; what is past counts as now
   * @param dilation how much longer everything takes, from 1 to 100
   * @param frozen whether time stands still
   * @throws IllegalStateException if the moment is more than a minute ahead, or time has not begun
   */
  public synchronized void appoint(long atWallMillis, int dilation, boolean frozen) {
    long ahead = TimeUnit.MILLISECONDS.toNanos(atWallMillis) - wallTime.getAsLong();
    if (ahead > LATEST_APPOINTMENT.toNanos()) {
      throw new IllegalStateException("No pace is appointed more than a minute ahead");
    }
    long real = realNanos();
    Course now = begun();
    double rate = now.partAt(real).pace().rate();
    Course same = now.from(real, 0, rate);
    Course both = same.then(real + Math.max(0, ahead), new Pace(dilation, frozen, rate));
    course = both.partAt(real);
  }

  /**
   * Lets some time pass at once.
   *
   * @param by how much
   * @throws IllegalStateException if time passes by itself
   */
  public synchronized void advance(Duration by) {
    if (!pace().frozen()) {
      throw new IllegalStateException("Time passes by itself: freeze it before it is advanced");
    }
    jump(by, pace().rate());
  }

  /**
   * Has the clock go wrong from now on.
   *
   * @param rate how fast it goes, 1 is right
   * @param jump how far it jumps ahead now, not negative
   */
  public synchronized void goWrong(double rate, Duration jump) {
    jump(jump, rate);
  }

  private void jump(Duration by, double rate) {
    if (by.isNegative()) {
      throw new IllegalStateException("Time never runs backwards, so not by " + by);
    }
    course = begun().from(realNanos(), by.toNanos(), rate);
    leaptNanos += by.toNanos();
  }

  /** Returns how much of the protocol time did not pass by itself, in nanoseconds. */
  public synchronized long leaptNanos() {
    return leaptNanos;
  }

  private Course begun() {
    Course now = course;
    if (now == null) {
      throw new IllegalStateException("The node has not started yet: try again");
    }
    return now;
  }

  private long realNanos() {
    return nanoTime.getAsLong() - originNanos;
  }
}
