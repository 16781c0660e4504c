package org.quorama.monitor.viewmodel;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.quorama.monitor.dispatch.UiDispatcher;

/**
 * Does what a person wants, each thing on a thread of its own, and tells by a notice what became of
 * the last. Confined to the JavaFX thread.
 */
final class Attempts {
  private final UiDispatcher dispatcher;
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

  Attempts(UiDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Begins something that may take a while. */
  void begin(String what, Runnable action) {
    Thread thread = new Thread(() -> attempt(what, action), "monitor-control");
    thread.setDaemon(true);
    notice.set("Trying to " + what + " …");
    thread.start();
  }

  private void attempt(String what, Runnable action) {
    Consumer<String> tell = text -> dispatcher.run(() -> notice.set(text));
    try {
      action.run();
      tell.accept("");
    } catch (RuntimeException e) {
      tell.accept("Could not " + what + ": " + e.getMessage());
    }
  }

  /** Returns what became of the last thing; empty if all is well. */
  ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }
}
