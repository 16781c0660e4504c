package org.quorama.monitor.viewmodel.time;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.TraceEvent;

/** The recording and the branches of it. Confined to the JavaFX thread. */
public final class Branches {
  private static final int AT_ONCE = 500;

  private final ObservableList<Line> lines = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(false);
  private final UiDispatcher dispatcher;
  private final Executor worker;
  private BranchMaker maker = BranchMaker.none();

  Branches(Line main, UiDispatcher dispatcher, Executor worker) {
    this.dispatcher = dispatcher;
    this.worker = worker;
    lines.add(main);
  }

  /**
   * Sets who makes branches.
   *
   * @param by knows the recording's inputs
   */
  public void madeBy(BranchMaker by) {
    maker = by;
  }

  /** Returns the lines, the recording itself first. */
  public ObservableList<Line> lines() {
    return lines;
  }

  /** Returns why there can be no branch, as a key of the window's words; empty if there can. */
  public Optional<String> unavailable() {
    return maker.unavailable();
  }

  /** Returns whether one is being made. */
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Makes a branch beside this thread, then hands it over here. */
  void make(long nanos, Consumer<Line> taker, Consumer<String> failed) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    String name = Integer.toString(lines.size());
    History past = lines.get(0).history();
    worker.execute(() -> attempt(name, past, nanos, taker, failed));
  }

  private void attempt(
      String name, History past, long nanos, Consumer<Line> taker, Consumer<String> failed) {
    try {
      Line line = made(name, past, nanos);
      dispatcher.run(() -> done(line, taker));
    } catch (RuntimeException e) {
      dispatcher.run(
          () -> {
            busy.set(false);
            failed.accept(String.valueOf(e.getMessage()));
          });
    }
  }

  private Line made(String name, History past, long nanos) {
    long position = past.positionAt(nanos);
    List<TraceEvent> events = maker.branch(nanos);
    History future = History.inMemory();
    ClusterModel now = past.at(position);
    future.begin(now);
    for (int from = 0; from < events.size(); from += AT_ONCE) {
      List<TraceEvent> some = events.subList(from, Math.min(events.size(), from + AT_ONCE));
      now = now.fold(some);
      future.tell(some, now);
    }
    return new Line(name, future, position, nanos);
  }

  private void done(Line line, Consumer<Line> taker) {
    busy.set(false);
    lines.add(line);
    taker.accept(line);
  }
}
