package org.quorama.monitor.viewmodel.figures;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.checks.Verdicts;
import org.quorama.monitor.model.metrics.Figures;
import org.quorama.monitor.model.metrics.MetricsFold;
import org.quorama.monitor.viewmodel.time.TimeLine;

/**
 * Whether the rules hold, and how much of what happens, at the moment that the window shows.
 * Confined to the JavaFX thread; what comes in is read on a thread of its own, which ends when
 * nothing more comes.
 */
public final class FiguresViewModel {
  private static final long AT_ONCE = 20_000;
  private static final long IDLE_SECONDS = 2;

  private final TimeLine timeLine;
  private final UiDispatcher dispatcher;
  private final AtomicBoolean awake = new AtomicBoolean();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Daemons.named("monitor-figures"));
  private final ReadOnlyObjectWrapper<Verdicts> verdicts;
  private final ReadOnlyLongWrapper read = new ReadOnlyLongWrapper();
  private final SqlViewModel sql;
  private Follower follower;

  /**
   * Makes one of what a time line shows.
   *
   * @param timeLine where in time the window stands
   * @param dispatcher brings what was read to the thread of the properties
   */
  public FiguresViewModel(TimeLine timeLine, UiDispatcher dispatcher) {
    this.timeLine = timeLine;
    this.dispatcher = dispatcher;
    worker.allowCoreThreadTimeOut(true);
    follower = new Follower(timeLine.history());
    follower.catchUp(AT_ONCE);
    verdicts = new ReadOnlyObjectWrapper<>(follower.course().checks().latest());
    sql = new SqlViewModel(timeLine::history, dispatcher);
    timeLine.extentProperty().addListener((value, before, now) -> wake());
    timeLine.positionProperty().addListener((value, before, now) -> judge());
    timeLine.lineProperty().addListener((value, before, now) -> another());
    judge();
    wake();
  }

  private void another() {
    follower = new Follower(timeLine.history());
    wake();
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      Follower reads = follower;
      worker.execute(
          () -> {
            awake.set(false);
            reads.catchUp(Long.MAX_VALUE);
            dispatcher.refresh(this::judge);
          });
    }
  }

  /** Takes note of what was read, as of the moment that is shown. */
  private void judge() {
    Follower.Course course = follower.course();
    long position = course.checks().position();
    boolean following = timeLine.followingProperty().get();
    Verdicts now =
        following
            ? course.checks().latest()
            : course.checks().at(timeLine.positionProperty().get());
    if (!now.equals(verdicts.get())) {
      verdicts.set(now);
    }
    read.set(position);
  }

  /** Blocks until all that was told so far is judged and counted, for pictures. */
  public void awaitAll() {
    follower.catchUp(Long.MAX_VALUE);
    judge();
  }

  /** Returns how it stands with every rule at the moment that is shown. */
  public ReadOnlyObjectProperty<Verdicts> verdictsProperty() {
    return verdicts.getReadOnlyProperty();
  }

  /** Returns up to which position all was judged and counted. */
  public ReadOnlyLongProperty readProperty() {
    return read.getReadOnlyProperty();
  }

  /**
   * Returns the figures of a window that ends at a moment.
   *
   * @param endNanos when, on the clock of the trace
   * @param window how long it is
   */
  public Figures figures(long endNanos, MetricsFold.Span window) {
    return follower.course().metrics().figures(endNanos, window);
  }

  /** Returns questions in SQL. */
  public SqlViewModel sql() {
    return sql;
  }

  /** Returns where in time the window stands. */
  public TimeLine timeLine() {
    return timeLine;
  }
}
