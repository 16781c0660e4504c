package org.quorama.monitor.viewmodel.log;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * The entries in sight: the newest as long as the window is pinned to the end, else those that a
 * person scrolled to. Confined to the JavaFX thread.
 */
public final class LogWindow {
  private final BooleanProperty pinned = new SimpleBooleanProperty(true);
  private final ReadOnlyLongWrapper first = new ReadOnlyLongWrapper(1);
  private long last;
  private int columns = 1;

  /**
   * Takes over how long the logs are and how many entries there is room for.
   *
   * @param lastIndex of the longest log
   * @param room how many entries, at least 1
   */
  public void update(long lastIndex, int room) {
    last = lastIndex;
    columns = Math.max(1, room);
    first.set(pinned.get() ? end() : Math.min(first.get(), end()));
  }

  private long end() {
    return Math.max(1, last - columns + 1);
  }

  /**
   * Scrolls; what is scrolled to the end stays there.
   *
   * @param entries how far, negative for back
   */
  public void scroll(long entries) {
    scrollTo(first.get() + entries);
  }

  /**
   * Scrolls so that an entry is the first in sight.
   *
   * @param index which; what is not there is taken to the nearest that is
   */
  public void scrollTo(long index) {
    first.set(Math.max(1, Math.min(index, end())));
    pinned.set(first.get() == end());
  }

  /**
   * Scrolls as little as needed so that an entry is in sight.
   *
   * @param index which
   */
  public void reveal(long index) {
    if (index < first.get()) {
      scrollTo(index);
    } else if (index > lastInSight()) {
      scrollTo(index - columns + 1);
    }
  }

  /** Returns the first entry in sight. */
  public ReadOnlyLongProperty firstProperty() {
    return first.getReadOnlyProperty();
  }

  /** Returns the last entry in sight, 0 if there is none. */
  public long lastInSight() {
    return Math.min(last, first.get() + columns - 1);
  }

  /** Returns the first entry of the last page. */
  public long lastFirst() {
    return end();
  }

  /** Returns whether new entries scroll the window. */
  public BooleanProperty pinnedProperty() {
    return pinned;
  }
}
