package org.quorama.monitor.viewmodel.time;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;

/**
 * Where in time the window stands. It follows what comes in until a person goes elsewhere. Confined
 * to the JavaFX thread; a jump returns at once and is shown when it was looked up.
 */
public final class TimeLine {
  /** The speeds of playback, 1 is as it was. */
  public static final List<Double> SPEEDS =
      List.of(0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 60.0);

  private final Seeker seeker;
  private final ReadOnlyObjectWrapper<Line> line;
  private final ReadOnlyObjectWrapper<History.Extent> extent;
  private final ReadOnlyLongWrapper position;
  private final ReadOnlyLongWrapper nanos;
  private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyDoubleWrapper speed = new ReadOnlyDoubleWrapper(1);
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<ClusterModel> shown;
  private final ObservableList<Moment> moments = FXCollections.observableArrayList();
  private final Branches branches;

  /**
   * Makes one that follows.
   *
   * @param history what is told
   * @param dispatcher brings what was looked up to the thread of the properties
   */
  public TimeLine(History history, UiDispatcher dispatcher) {
    this(history, dispatcher, Executors.newSingleThreadExecutor(Daemons.named("monitor-time")));
  }

  TimeLine(History history, UiDispatcher dispatcher, Executor worker) {
    Line main = new Line("", history, 0, 0);
    History.Extent now = history.extent();
    seeker = new Seeker(worker, dispatcher);
    line = new ReadOnlyObjectWrapper<>(main);
    extent = new ReadOnlyObjectWrapper<>(now);
    position = new ReadOnlyLongWrapper(now.size());
    nanos = new ReadOnlyLongWrapper(now.lastNanos());
    shown = new ReadOnlyObjectWrapper<>(history.latest());
    branches = new Branches(main, dispatcher, worker);
    refresh();
  }

  /** Takes note of what came in; quick. */
  public void refresh() {
    History.Extent now = history().extent();
    extent.set(now);
    List<Moment> marked = history().moments();
    if (!moments.equals(marked)) {
      moments.setAll(marked);
    }
    if (following.get()) {
      position.set(now.size());
      nanos.set(now.lastNanos());
      shown.set(history().latest());
    } else if (position.get() < now.first()) {
      jumpTo(now.first());
    }
  }

  /** Returns the history of the present line. */
  public History history() {
    return line.get().history();
  }

  /** Goes to the end, and stays there as more comes in. */
  public void follow() {
    seeker.forget();
    playing.set(false);
    following.set(true);
    refresh();
  }

  /** Stays where it is. */
  public void pause() {
    playing.set(false);
    following.set(false);
  }

  /** Goes on from here at the chosen speed; from the end of a recording, from its beginning. */
  public void play() {
    if (following.get()) {
      return;
    }
    playing.set(true);
    if (nanos.get() >= extent.get().lastNanos()) {
      jumpTo(extent.get().first());
      playing.set(true);
    }
  }

  /** Pauses if it goes on, else goes on. */
  public void toggle() {
    if (following.get() || playing.get()) {
      pause();
    } else {
      play();
    }
  }

  /**
   * Goes to a position and stays there.
   *
   * @param wanted how many events precede; the nearest that is at hand is taken
   */
  public void jumpTo(long wanted) {
    pause();
    History.Extent now = extent.get();
    long to = Math.max(now.first(), Math.min(wanted, now.size()));
    position.set(to);
    History from = history();
    seek(() -> new Seeker.Found(to, from.timeAt(to), from.at(to)));
  }

  /**
   * Goes to a marked moment and stays there: to what its event has led to, or to where a bookmark
   * was set.
   *
   * @param moment one of {@link #moments}
   */
  public void jumpTo(Moment moment) {
    boolean isEvent = moment.kind() != Moment.Kind.BOOKMARK;
    jumpTo(moment.position() + (isEvent ? 1 : 0));
  }

  /**
   * Goes to a time and stays there.
   *
   * @param wanted on the clock of the trace
   */
  public void jumpToTime(long wanted) {
    pause();
    toTime(wanted);
  }

  private void toTime(long wanted) {
    History.Extent now = extent.get();
    Line on = line.get();
    long begin = on.isBranch() ? on.forkNanos() : now.firstNanos();
    long to = Math.max(begin, Math.min(wanted, now.lastNanos()));
    nanos.set(to);
    History from = history();
    seek(
        () -> {
          long there = from.positionAt(to);
          return new Seeker.Found(there, to, from.at(there));
        });
  }

  /**
   * Goes some events on and stays there.
   *
   * @param events how many; back if negative
   */
  public void step(int events) {
    jumpTo(position.get() + events);
  }

  /**
   * Goes on to the next sending, arrival or loss of a message, or back to the one before, and stays
   * there.
   *
   * @param direction 1 or -1
   */
  public void stepMessage(int direction) {
    pause();
    History from = history();
    long here = position.get();
    seek(
        () -> {
          long to = MessageSearch.from(from, here, direction);
          return new Seeker.Found(to, from.timeAt(to), from.at(to));
        });
  }

  private void seek(Supplier<Seeker.Found> search) {
    seeker.seek(search, this::show, notice::set);
  }

  private void show(Seeker.Found found) {
    if (following.get()) {
      return;
    }
    notice.set("");
    if (!seeker.hasNext()) {
      position.set(found.position());
      if (!playing.get()) {
        nanos.set(found.nanos());
      }
    }
    shown.set(found.model());
  }

  /**
   * Plays on; called once a frame.
   *
   * @param elapsedNanos since the last frame
   */
  public void tick(long elapsedNanos) {
    if (!playing.get()) {
      return;
    }
    long to = nanos.get() + Math.round(elapsedNanos * speed.get());
    if (to < extent.get().lastNanos()) {
      nanos.set(to);
      if (!seeker.isBusy()) {
        toTime(to);
      }
    } else if (line.get().isBranch()) {
      jumpTo(extent.get().size());
    } else {
      follow();
    }
  }

  /** Plays at the next higher speed. */
  public void faster() {
    speed.set(SPEEDS.stream().filter(it -> it > speed.get()).findFirst().orElse(speed.get()));
  }

  /** Plays at the next lower speed. */
  public void slower() {
    speed.set(
        SPEEDS.stream().filter(it -> it < speed.get()).reduce((a, b) -> b).orElse(speed.get()));
  }

  /**
   * Marks where it stands; the mark is kept with the recording.
   *
   * @param name what it is called
   */
  public void bookmark(String name) {
    long now = nanos.get();
    history().mark(new Moment(position.get(), now, now, Moment.Kind.BOOKMARK, name));
    refresh();
  }

  /**
   * Takes the bookmark away that is where it stands, or marks that if there is none.
   *
   * @param name what a new one is called
   */
  public void toggleBookmark(String name) {
    bookmarkHere().ifPresentOrElse(this::removeBookmark, () -> bookmark(name));
  }

  private void removeBookmark(Moment bookmark) {
    history().unmark(bookmark);
    refresh();
  }

  /** Returns the bookmark that is where it stands, nothing if none is. */
  public Optional<Moment> bookmarkHere() {
    long here = position.get();
    return moments.stream()
        .filter(it -> it.kind() == Moment.Kind.BOOKMARK && it.position() == here)
        .findFirst();
  }

  /**
   * Goes to a line; to a branch, where it begins.
   *
   * @param to one of {@link #branches}
   */
  public void enter(Line to) {
    long now = to.isBranch() ? to.forkNanos() : nanos.get();
    line.set(to);
    pause();
    refresh();
    jumpToTime(now);
  }

  /** Returns why no branch can begin here, as a key of the window's words; empty if one can. */
  public Optional<String> noBranch() {
    if (line.get().isBranch()) {
      return Optional.of("time.in-branch");
    }
    return branches.busyProperty().get() ? Optional.of("time.branching") : branches.unavailable();
  }

  /** Lets the simulator go on from here, and goes to that branch when it is made. */
  public void branchHere() {
    if (noBranch().isEmpty()) {
      pause();
      branches.make(nanos.get(), this::enter, notice::set);
    }
  }

  /** Returns the branches, and the recording itself as the first. */
  public Branches branches() {
    return branches;
  }

  /** Returns the bookmarks, in the order of their positions. */
  public List<Moment> bookmarks() {
    return moments.filtered(moment -> moment.kind() == Moment.Kind.BOOKMARK);
  }

  /** Returns the marked moments of the present line. */
  public ObservableList<Moment> moments() {
    return moments;
  }

  /** Returns how many events precede what is shown. */
  public ReadOnlyLongProperty positionProperty() {
    return position.getReadOnlyProperty();
  }

  /** Returns the time of what is shown, on the clock of the trace. */
  public ReadOnlyLongProperty nanosProperty() {
    return nanos.getReadOnlyProperty();
  }

  /** Returns what is at hand of the present line. */
  public ReadOnlyObjectProperty<History.Extent> extentProperty() {
    return extent.getReadOnlyProperty();
  }

  /** Returns how long after the beginning of the recording that is, in nanoseconds. */
  public long sinceBeginning() {
    History main = branches.lines().get(0).history();
    return nanos.get() - main.extent().firstNanos();
  }

  /** Returns whether it stays at the end as more comes in. */
  public ReadOnlyBooleanProperty followingProperty() {
    return following.getReadOnlyProperty();
  }

  /** Returns whether something is being looked up. */
  public ReadOnlyBooleanProperty seekingProperty() {
    return seeker.busyProperty();
  }

  /** Returns whether it plays what was recorded. */
  public ReadOnlyBooleanProperty playingProperty() {
    return playing.getReadOnlyProperty();
  }

  /** Returns how fast it plays, 1 is as it was. */
  public ReadOnlyDoubleProperty speedProperty() {
    return speed.getReadOnlyProperty();
  }

  /** Returns the present line. */
  public ReadOnlyObjectProperty<Line> lineProperty() {
    return line.getReadOnlyProperty();
  }

  /** Returns the model of what is shown. */
  public ReadOnlyObjectProperty<ClusterModel> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** Returns why the last look-up failed; empty if it did not. */
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }
}
