package org.quorama.monitor.view.time;

import org.quorama.monitor.viewmodel.time.TimeLine;

/** Has a time line play on from frame to frame. Confined to the JavaFX thread. */
final class Pulse {
  /** How seldom words are brought up to date while the window follows. */
  private static final long CALM_NANOS = 200_000_000L;

  private final TimeLine time;
  private long tickedNanos;
  private long updatedNanos;
  private boolean followed;

  Pulse(TimeLine time) {
    this.time = time;
  }

  /** Plays on, and tells whether words are to be brought up to date in this frame. */
  boolean isDue(long frameNanos) {
    if (tickedNanos != 0) {
      time.tick(frameNanos - tickedNanos);
    }
    tickedNanos = frameNanos;
    boolean calm = time.followingProperty().get() && followed;
    followed = time.followingProperty().get();
    boolean due = !calm || frameNanos - updatedNanos > CALM_NANOS;
    if (due) {
      updatedNanos = frameNanos;
    }
    return due;
  }
}
