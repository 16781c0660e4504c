package org.quorama.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.quorama.protocol.MonotonicTime;

class LiveClockTest {
  private static final long MILLI = 1_000_000;

  private final FakeTime time = new FakeTime();
  private final LiveClock clock = time.clock();

  @Test
  void protocolTimeStandsUntilItBegins() {
    LiveClock clock = new LiveClock();
    MonotonicTime deadline = MonotonicTime.ZERO.plus(Duration.ofMillis(1));
    long wall = clock.wallNanos();
    await().until(() -> clock.wallNanos() > wall + 5_000_000);

    assertThat(clock.now()).isEqualTo(MonotonicTime.ZERO);
    assertThat(clock.realNanosUntil(deadline)).isEqualTo(1_000_000);

    clock.begin();

    await().until(() -> deadline.isDue(clock.now()));
    assertThat(clock.realNanosUntil(deadline)).isZero();
  }

  @Test
  void timeThatBeginsFrozenStandsAtZeroUntilItIsLetGo() {
    LiveClock frozen = time.clock(Pace.FROZEN);
    frozen.begin();
    pass(50);

    assertThat(frozen.now()).isEqualTo(MonotonicTime.ZERO);
    assertThat(frozen.realNanosUntil(at(1))).isEqualTo(Long.MAX_VALUE);

    frozen.appoint(0, 1, false);
    pass(3);

    assertThat(frozen.now()).isEqualTo(at(3));
  }

  @Test
  void paceChangesAtTheAppointedMomentHoweverLateSomebodyLooks() {
    clock.begin();
    pass(10);
    clock.appoint(time.wallMillisIn(20), 10, false);
    pass(19);
    assertThat(clock.now()).isEqualTo(at(29));
    assertThat(clock.pace().dilation()).isEqualTo(1);

    pass(101);

    assertThat(clock.now()).isEqualTo(at(40));
    assertThat(clock.pace().dilation()).isEqualTo(10);
  }

  @Test
  void clocksThatHearOfAnAppointmentAtDifferentTimesStayTogether() {
    LiveClock other = time.clock(Pace.REAL);
    clock.begin();
    other.begin();
    long appointed = time.wallMillisIn(100);
    clock.appoint(appointed, 100, true);
    pass(90);
    other.appoint(appointed, 100, true);
    pass(500);

    assertThat(other.now()).isEqualTo(clock.now()).isEqualTo(at(100));
  }

  @Test
  void lateOrderCountsFromNowAndTimeNeverRunsBackwards() {
    clock.begin();
    pass(50);
    clock.appoint(time.wallMillisIn(-30), 1, true);
    pass(5);

    assertThat(clock.now()).isEqualTo(at(50));
  }

  @Test
  void laterAppointmentReplacesTheOneBefore() {
    clock.begin();
    clock.appoint(time.wallMillisIn(10), 1, true);
    clock.appoint(time.wallMillisIn(20), 2, false);
    pass(24);

    assertThat(clock.now()).isEqualTo(at(22));
  }

  @Test
  void waitsFollowThePaceAndEndWhenItChanges() {
    clock.begin();
    clock.appoint(0, 100, false);
    assertThat(clock.realNanosUntil(at(2))).isEqualTo(200 * MILLI);
    assertThat(clock.realNanosUntil(MonotonicTime.NEVER)).isEqualTo(Long.MAX_VALUE);

    clock.appoint(time.wallMillisIn(30), 1, false);
    assertThat(clock.realNanosUntil(at(2))).isEqualTo(30 * MILLI);
    assertThat(clock.realNanosUntil(MonotonicTime.NEVER)).isEqualTo(30 * MILLI);

    pass(30);
    assertThat(clock.realNanosUntil(at(2))).isEqualTo(1_700_000);
  }

  @Test
  void frozenTimeIsAdvancedByHandAndTimeThatPassesIsNot() {
    clock.begin();
    assertThatThrownBy(() -> clock.advance(Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("freeze it");

    clock.appoint(0, 1, true);
    clock.advance(Duration.ofMillis(7));
    pass(100);

    assertThat(clock.now()).isEqualTo(at(7));
  }

  @Test
  void advanceKeepsWhatIsAppointed() {
    clock.begin();
    clock.appoint(0, 1, true);
    clock.appoint(time.wallMillisIn(10), 1, false);
    clock.advance(Duration.ofMillis(7));
    pass(12);

    assertThat(clock.now()).isEqualTo(at(9));
  }

  @Test
  void clockGoesWrongAndJumpsButKeepsItsRateWhenThePaceChanges() {
    clock.begin();
    clock.goWrong(2, Duration.ofMillis(100));
    pass(10);
    assertThat(clock.now()).isEqualTo(at(120));

    clock.appoint(0, 10, false);
    pass(10);

    assertThat(clock.now()).isEqualTo(at(122));
    assertThat(clock.pace()).isEqualTo(new Pace(10, false, 2));
  }

  @Test
  void farAppointmentsAreRefused() {
    clock.begin();
    assertThatThrownBy(() -> clock.appoint(time.wallMillisIn(61_000), 1, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("minute");
  }

  private void pass(long millis) {
    time.pass(Duration.ofMillis(millis));
  }

  private static MonotonicTime at(long millis) {
    return new MonotonicTime(millis * MILLI);
  }
}
