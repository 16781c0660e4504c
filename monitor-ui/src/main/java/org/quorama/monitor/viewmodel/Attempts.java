package org.quorama.monitor.viewmodel;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;

/**
 * Does what a person wants, each thing on a thread of its own, tells by a notice what became of the
 * last, and takes back what can be taken back. Confined to the JavaFX thread.
 */
final class Attempts {
  private static final int MOST = 50;

  private final UiDispatcher dispatcher;
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final Deque<Deed> done = new ArrayDeque<>();
  private final ReadOnlyObjectWrapper<@Nullable Phrase> undo = new ReadOnlyObjectWrapper<>();

  /** Something that was done, and what takes it back. */
  private record Deed(Phrase what, Runnable inverse) {}

  Attempts(UiDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Begins something that may take a while; it can be taken back if there is an inverse. */
  void begin(Phrase what, Runnable action, @Nullable Runnable inverse) {
    notice.set(Words.here().text("controls.trying", what));
    Daemons.start("monitor-control", () -> attempt(what, action, inverse));
  }

  private void attempt(Phrase what, Runnable action, @Nullable Runnable inverse) {
    try {
      action.run();
      dispatcher.run(() -> succeeded(what, inverse));
    } catch (RuntimeException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      dispatcher.run(() -> notice.set(Words.here().text("controls.couldNot", what, why)));
    }
  }

  private void succeeded(Phrase what, @Nullable Runnable inverse) {
    notice.set("");
    if (inverse != null) {
      done.push(new Deed(what, inverse));
      if (done.size() > MOST) {
        done.removeLast();
      }
      undo.set(what);
    }
  }

  /** Begins to take the last thing back; does nothing if there is none. */
  void undo() {
    Deed last = done.poll();
    Deed before = done.peek();
    undo.set(before == null ? null : before.what());
    if (last != null) {
      begin(Phrase.of("controls.do.undo", last.what()), last.inverse(), null);
    }
  }

  /** Returns the last thing that can be taken back, null if there is none. */
  ReadOnlyObjectProperty<@Nullable Phrase> undoProperty() {
    return undo.getReadOnlyProperty();
  }

  /** Returns what became of the last thing; empty if all is well. */
  ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }
}
