package org.quorama.monitor.viewmodel;

import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quorama.monitor.viewmodel.time.TimeLine;

/** Says what time it is in the window, and how true that is. Confined to the JavaFX thread. */
final class Presence {
  private final TimeLine timeLine;
  private final Truth source;
  private final LongSupplier clock;
  private final ReadOnlyObjectWrapper<Truth> shown;

  /** Takes where the events come from, and what time it is there. */
  Presence(TimeLine timeLine, Truth source, LongSupplier clock) {
    this.timeLine = timeLine;
    this.source = source;
    this.clock = clock;
    shown = new ReadOnlyObjectWrapper<>(source);
    timeLine.followingProperty().addListener((at, before, now) -> judge());
    timeLine.lineProperty().addListener((at, before, now) -> judge());
  }

  /** What is shown is live only at the end of what comes in. */
  private void judge() {
    boolean past = source == Truth.LIVE && !timeLine.followingProperty().get();
    boolean branch = timeLine.lineProperty().get().isBranch();
    shown.set(branch ? Truth.SIMULATED : past ? Truth.RECORDED : source);
  }

  TimeLine timeLine() {
    return timeLine;
  }

  ReadOnlyObjectProperty<Truth> truthProperty() {
    return shown.getReadOnlyProperty();
  }

  long nowNanos() {
    boolean present = timeLine.followingProperty().get();
    return present ? clock.getAsLong() : timeLine.nanosProperty().get();
  }
}
