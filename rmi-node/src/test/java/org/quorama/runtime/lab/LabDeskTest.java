package org.quorama.runtime.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.runtime.time.FakeTime;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.TraceDetail;

/** A desk with a host that only notes what is asked of it. */
class LabDeskTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private final FakeTime time = new FakeTime();
  private final LiveClock clock = time.clock();
  private final FakeHost host = new FakeHost();
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final LabDesk desk =
      new LabDesk(new LabKit(clock, new LinkSwitch(N1, clock), surroundings), host);

  @BeforeEach
  void begin() {
    clock.begin();
  }

  @Test
  void viewTellsDeadlinesThatThereAre() {
    host.deadlines.put(Timer.RAFT, at(20));
    host.deadlines.put(Timer.CHUNK, at(5));
    time.pass(Duration.ofMillis(15));

    assertThat(look().deadlines())
        .containsExactly(
            new LabView.Deadline(Timer.RAFT, millis(5)),
            new LabView.Deadline(Timer.CHUNK, millis(-10)));
  }

  @Test
  void discoveryIsCutAsTheLinksToThisNodeAre() {
    LinkRule mine = LinkRule.cut(N2, N1);
    LinkRule lossy = new LinkRule(N3, N1, 0.5, 0, 0, 0);
    take(new LabOrder.SetLinks(List.of(mine, lossy, LinkRule.cut(N2, N3))));

    assertThat(surroundings.ignored).containsExactly(N2);
    assertThat(host.trace).containsExactly(new FaultTrace.LinksChanged(List.of(mine, lossy)));
  }

  @Test
  void appointedPaceIsTracedWhenItCountsAndTheLoopLooksThen() {
    take(new LabOrder.SetPace(time.wallMillisIn(20), 1, true));
    assertThat(host.trace).isEmpty();
    assertThat(host.woken).isTrue();

    time.pass(Duration.ofMillis(20));
    assertThat(desk.nextWakeup()).isEqualTo(MonotonicTime.ZERO);
    assertThat(desk.gate().isOpen()).isFalse();
    desk.timePassed();

    assertThat(host.trace).containsExactly(new FaultTrace.PaceChanged(1, true));
    assertThat(look().time().frozen()).isTrue();
  }

  @Test
  void whileTimeStandsStillRaftWaitsForAHandAndHousekeepingDoesNot() {
    take(new LabOrder.SetPace(0, 1, true));
    for (Timer timer : Timer.values()) {
      host.deadlines.put(timer, at(10));
    }
    assertThat(desk.nextWakeup()).isEqualTo(at(10));
    take(new LabOrder.Advance(Duration.ofMillis(10)));
    desk.timePassed();

    assertThat(host.stepped).containsExactly(Timer.MASTER, Timer.CHUNK);
    assertThat(desk.nextWakeup()).isEqualTo(MonotonicTime.NEVER);
    assertThat(look().deadlines()).containsExactly(new LabView.Deadline(Timer.RAFT, 0));
  }

  @Test
  void onlyADueDeadlineIsFired() {
    host.deadlines.put(Timer.RAFT, at(10));
    take(new LabOrder.SetPace(0, 1, true));
    host.trace.clear();
    take(new LabOrder.Fire(Timer.RAFT));
    assertThat(host.stepped).isEmpty();

    take(new LabOrder.Advance(Duration.ofMillis(10)));
    take(new LabOrder.Fire(Timer.RAFT));

    assertThat(host.stepped).containsExactly(Timer.RAFT);
    assertThat(host.trace)
        .containsExactly(
            new FaultTrace.TimeAdvanced(10_000_000), new FaultTrace.DeadlineFired(Timer.RAFT));
  }

  @Test
  void whoeverIsAboutToLetTimePassHasSomethingUnderWay() {
    take(new LabOrder.SetPace(0, 1, true));
    assertThat(look().underWay()).isZero();

    host.deadlines.put(Timer.CHUNK, at(0));
    assertThat(look().underWay()).isEqualTo(1);
  }

  @Test
  void whatCannotBeDoneIsRefusedWithASentence() {
    assertRefused(new LabOrder.Advance(Duration.ofMillis(1)), "freeze it");
    assertRefused(new LabOrder.ReleaseMessage("n1:1:5", Release.DROP), "No message n1:1:5");
    assertThat(host.trace).isEmpty();
  }

  @Test
  void pausedNodeIsSilentAndTellsSo() {
    take(new LabOrder.SetPaused(true));
    take(new LabOrder.SetPaused(true));

    assertThat(host.paused).isTrue();
    assertThat(surroundings.silent).isTrue();
    assertThat(look().faults().paused()).isTrue();
    assertRefused(new LabOrder.Fire(Timer.RAFT), "paused");

    take(new LabOrder.SetPaused(false));

    assertThat(host.paused).isFalse();
    assertThat(surroundings.silent).isFalse();
    assertThat(host.trace)
        .containsExactly(new FaultTrace.NodePaused(), new FaultTrace.NodeResumed());
  }

  @Test
  void clockThatGoesWrongIsTraced() {
    take(new LabOrder.SetClock(2, Duration.ofMillis(7)));

    assertThat(look().time().rate()).isEqualTo(2);
    assertThat(clock.now()).isEqualTo(at(7));
    assertThat(host.trace).containsExactly(new FaultTrace.ClockChanged(2, millis(7)));
    assertThat(desk.nextWakeup()).isEqualTo(MonotonicTime.NEVER);
  }

  @Test
  void diskFallsIllAndTheTraceTellsIt() {
    LabView view = take(new LabOrder.SetDisk(DiskCondition.SLOW, Duration.ofMillis(3)));

    assertThat(view.faults().disk()).isEqualTo(DiskCondition.SLOW);
    assertThat(host.trace)
        .containsExactly(new FaultTrace.DiskChanged(DiskCondition.SLOW, millis(3)));
  }

  private LabView look() {
    return take(new LabOrder.Look());
  }

  private LabView take(LabOrder order) {
    return desk.answer(order).view();
  }

  private void assertRefused(LabOrder order, String because) {
    assertThatThrownBy(() -> take(order))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(because);
  }

  private static MonotonicTime at(long millis) {
    return new MonotonicTime(millis(millis));
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }

  private static final class FakeHost implements LabHost {
    private final Map<Timer, MonotonicTime> deadlines = new EnumMap<>(Timer.class);
    private final List<TraceDetail> trace = new ArrayList<>();
    private final List<Timer> stepped = new ArrayList<>();
    private boolean woken;
    private boolean paused;

    @Override
    public NodeId node() {
      return N1;
    }

    @Override
    public long incarnation() {
      return 1;
    }

    @Override
    public long nextSeq() {
      return trace.size() + 1L;
    }

    @Override
    public void record(TraceDetail detail) {
      trace.add(detail);
    }

    @Override
    public MonotonicTime deadline(Timer timer) {
      return deadlines.getOrDefault(timer, MonotonicTime.NEVER);
    }

    @Override
    public void letTimePass(Timer timer) {
      stepped.add(timer);
      deadlines.remove(timer);
    }

    @Override
    public int underWay() {
      return 0;
    }

    @Override
    public void wake() {
      woken = true;
    }

    @Override
    public void pause(boolean on) {
      paused = on;
    }
  }

  private static final class FakeSurroundings implements Surroundings {
    private Set<NodeId> ignored = Set.of();
    private boolean silent;
    private DiskCondition disk = DiskCondition.HEALTHY;

    @Override
    public void ignore(Set<NodeId> senders) {
      ignored = senders;
    }

    @Override
    public void silence(boolean silentNow) {
      silent = silentNow;
    }

    @Override
    public DiskCondition disk() {
      return disk;
    }

    @Override
    public void setDisk(DiskCondition condition, Duration delay) {
      disk = condition;
    }
  }
}
