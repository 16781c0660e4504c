package org.quorama.monitor.viewmodel.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/** All on one thread: looking up is done at once. */
class TimeLineTest implements UiDispatcher {
  private static final long SECOND = 1_000_000_000L;

  private final List<TraceEvent> events = SampleTraces.firstFile();
  private final History history = History.inMemory();
  private final TimeLine time;

  TimeLineTest() {
    tell(events);
    time = new TimeLine(history, this, Runnable::run);
  }

  private void tell(List<TraceEvent> more) {
    history.tell(more, history.latest().fold(more));
  }

  @Override
  public void run(Runnable work) {
    work.run();
  }

  @Override
  public void refresh(Runnable flush) {
    flush.run();
  }

  @Override
  public void close() {}

  private ClusterModel shown() {
    return time.shownProperty().get();
  }

  @Test
  void itFollowsWhatComesIn() {
    assertThat(time.positionProperty().get()).isEqualTo(events.size());
    tell(events);
    time.refresh();
    assertThat(time.positionProperty().get()).isEqualTo(2L * events.size());
    assertThat(shown()).isEqualTo(history.latest());
  }

  @Test
  void aPauseHoldsThePictureWhileMoreComesIn() {
    time.pause();
    ClusterModel before = shown();
    tell(events);
    time.refresh();
    assertThat(shown()).isSameAs(before);
    assertThat(time.extentProperty().get().size()).isEqualTo(2L * events.size());
    time.follow();
    assertThat(shown()).isEqualTo(history.latest());
  }

  @Test
  void stepsGoEventByEventAndStopAtTheEnds() {
    time.step(-1);
    assertThat(time.followingProperty().get()).isFalse();
    assertThat(time.positionProperty().get()).isEqualTo(events.size() - 1L);
    assertThat(shown()).isEqualTo(history.at(events.size() - 1L));
    time.step(5);
    assertThat(time.positionProperty().get()).isEqualTo(events.size());
    time.jumpTo(0);
    time.step(-1);
    assertThat(time.positionProperty().get()).isZero();
    assertThat(shown().flights()).isEmpty();
  }

  @Test
  void stepsGoMessageByMessage() {
    time.jumpTo(0);
    time.stepMessage(1);
    long first = time.positionProperty().get();
    assertThat(events.get((int) first - 1).detail()).isInstanceOf(MessageTrace.class);
    time.stepMessage(1);
    assertThat(time.positionProperty().get()).isGreaterThan(first);
    time.stepMessage(-1);
    assertThat(time.positionProperty().get()).isEqualTo(first);
    time.stepMessage(-1);
    assertThat(time.positionProperty().get()).isZero();
  }

  @Test
  void aTimeIsAsPreciseAsTheMouse() {
    long begin = time.extentProperty().get().firstNanos();
    long end = time.extentProperty().get().lastNanos();
    long middle = (begin + end) / 2;
    time.jumpToTime(middle);
    assertThat(time.nanosProperty().get()).isEqualTo(middle);
    assertThat(shown().latestNanos()).isLessThanOrEqualTo(middle);
    time.jumpToTime(end + SECOND);
    assertThat(time.nanosProperty().get()).isEqualTo(end);
  }

  @Test
  void playbackGoesAtTheChosenSpeedAndFollowsAtTheEnd() {
    time.jumpToTime(0);
    long begin = time.nanosProperty().get();
    time.play();
    assertThat(time.playingProperty().get()).isTrue();
    time.slower();
    assertThat(time.speedProperty().get()).isEqualTo(0.5);
    time.tick(1_000_000);
    assertThat(time.nanosProperty().get()).isEqualTo(begin + 500_000);
    time.faster();
    time.faster();
    assertThat(time.speedProperty().get()).isEqualTo(2);
    time.tick(1_000_000);
    assertThat(time.nanosProperty().get()).isEqualTo(begin + 2_500_000);
    time.tick(1_000 * SECOND);
    assertThat(time.followingProperty().get()).isTrue();
    assertThat(time.playingProperty().get()).isFalse();
  }

  @Test
  void theSameKeyPausesAndGoesOn() {
    time.toggle();
    assertThat(time.followingProperty().get()).isFalse();
    time.jumpToTime(0);
    time.toggle();
    assertThat(time.playingProperty().get()).isTrue();
    time.toggle();
    assertThat(time.playingProperty().get()).isFalse();
  }

  @Test
  void bookmarksComeAndGo() {
    time.jumpTo(7);
    time.toggleBookmark("a vote");
    assertThat(time.bookmarks()).extracting(Moment::text).containsExactly("a vote");
    assertThat(time.bookmarks()).extracting(Moment::position).containsExactly(7L);
    Moment vote = time.bookmarkHere().orElseThrow();
    time.jumpTo(9);
    assertThat(time.bookmarkHere()).isEmpty();
    time.jumpTo(vote);
    assertThat(time.positionProperty().get()).isEqualTo(7);
    time.toggleBookmark("another");
    assertThat(time.bookmarks()).isEmpty();
    assertThat(time.moments()).extracting(Moment::kind).contains(Moment.Kind.ELECTION);
  }

  @Test
  void whatIsNoLongerAtHandIsLeft() {
    time.jumpTo(3);
    history.begin(ClusterModel.of(List.of()));
    tell(events);
    time.refresh();
    assertThat(time.positionProperty().get()).isEqualTo(history.first());
  }

  private BranchMaker oneEventLater() {
    TraceEvent last = events.get(events.size() - 1);
    return new BranchMaker() {
      @Override
      public Optional<String> unavailable() {
        return Optional.empty();
      }

      @Override
      public List<TraceEvent> branch(long timeNanos) {
        return List.of(
            new TraceEvent(
                last.node(),
                last.incarnation(),
                last.seq(),
                last.lamport(),
                timeNanos + SECOND,
                last.state(),
                new NodeTrace.Forked("run", 1)));
      }
    };
  }

  @Test
  void withoutInputsThereIsNoBranchAndAReason() {
    assertThat(time.noBranch()).contains("time.no-inputs");
    time.branchHere();
    assertThat(time.branches().lines()).hasSize(1);
  }

  @Test
  void aBranchIsALineOfItsOwnBesideTheRecordedFuture() {
    time.branches().madeBy(oneEventLater());
    time.jumpTo(20);
    long fork = time.nanosProperty().get();
    time.branchHere();
    Line branch = time.lineProperty().get();
    assertThat(branch.isBranch()).isTrue();
    assertThat(time.branches().lines()).hasSize(2).contains(branch);
    assertThat(branch.forkNanos()).isEqualTo(fork);
    assertThat(time.nanosProperty().get()).isEqualTo(fork);
    assertThat(shown()).isEqualTo(history.at(branch.forkPosition()));
    assertThat(time.noBranch()).contains("time.in-branch");
    time.jumpToTime(fork + SECOND);
    assertThat(shown().latestNanos()).isEqualTo(fork + SECOND);
    time.enter(time.branches().lines().get(0));
    assertThat(time.lineProperty().get().isBranch()).isFalse();
    assertThat(time.extentProperty().get().size()).isEqualTo(events.size());
  }

  @Test
  void whatFailsIsSaid() {
    time.branches()
        .madeBy(
            new BranchMaker() {
              @Override
              public Optional<String> unavailable() {
                return Optional.empty();
              }

              @Override
              public List<TraceEvent> branch(long timeNanos) {
                throw new IllegalStateException("n4 was not recorded");
              }
            });
    time.branchHere();
    assertThat(time.noticeProperty().get()).isEqualTo("n4 was not recorded");
    assertThat(time.branches().busyProperty().get()).isFalse();
  }
}
