package org.quorama.monitor.viewmodel.spacetime;

import org.quorama.monitor.model.spacetime.At;
import org.quorama.monitor.model.spacetime.SpaceTime;

/**
 * Where on the screen a point of the diagram is: by time, or by order, in which everything has the
 * same room. Pinned to the end until somebody moves it. Confined to the JavaFX thread.
 */
public final class Axis {
  private static final double USUAL_STEP = 16;
  private static final double USUAL_MILLI = 0.4;
  private static final double LEAST = 1e-4;
  private static final double MOST = 2_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MARGIN = 36;

  private boolean byOrder = true;
  private boolean pinned = true;
  private double stepPixels = USUAL_STEP;
  private double milliPixels = USUAL_MILLI;

  /** What is at the left end, in steps or milliseconds. */
  private double left;

  private double width = 1;
  private SpaceTime diagram = SpaceTime.EMPTY;

  /**
   * Takes over what is shown, and how wide.
   *
   * @param now the diagram
   * @param pixels how wide
   */
  public void update(SpaceTime now, double pixels) {
    diagram = now;
    width = Math.max(1, pixels);
    if (pinned) {
      left = end();
    }
  }

  private double end() {
    double end = unit(diagram.to()) - (width - MARGIN) / pixels();
    return Math.max(end, unit(diagram.from()) - MARGIN / pixels());
  }

  private double unit(At at) {
    return byOrder ? at.step() : (at.nanos() - diagram.from().nanos()) / NANOS_PER_MILLI;
  }

  private double pixels() {
    return byOrder ? stepPixels : milliPixels;
  }

  /**
   * Returns how far from the left end a point is, in pixels.
   *
   * @param at the point
   */
  public double x(At at) {
    return (unit(at) - left) * pixels();
  }

  /**
   * Returns how far from the left end a moment is when the axis is by time, in pixels.
   *
   * @param nanos the moment, on the clock of the trace
   */
  public double xOfTime(long nanos) {
    return x(new At(nanos, 0));
  }

  /** Returns the moment at the left end when the axis is by time, on the clock of the trace. */
  public long leftNanos() {
    return diagram.from().nanos() + (long) (left * NANOS_PER_MILLI);
  }

  /** Returns how many pixels a millisecond has when the axis is by time. */
  public double milliPixels() {
    return milliPixels;
  }

  /** Returns true if everything has the same room, false if it is by time. */
  public boolean isByOrder() {
    return byOrder;
  }

  /**
   * Has everything the same room, or be where its time is; the end stays in sight.
   *
   * @param now true for the same room
   */
  public void setByOrder(boolean now) {
    byOrder = now;
    pinned = true;
    left = end();
  }

  /** Returns true if the end stays in sight as more comes in. */
  public boolean isPinned() {
    return pinned;
  }

  /**
   * Shows more or less of the diagram.
   *
   * @param factor above 1 for less, larger
   * @param around which pixel stays where it is
   */
  public void zoom(double factor, double around) {
    double fixed = left + around / pixels();
    if (byOrder) {
      stepPixels = Math.max(1, Math.min(120, stepPixels * factor));
    } else {
      milliPixels = Math.max(LEAST, Math.min(MOST, milliPixels * factor));
    }
    left = pinned ? end() : fixed - around / pixels();
  }

  /**
   * Moves along the diagram.
   *
   * @param by how many pixels, negative for the past
   */
  public void pan(double by) {
    left += by / pixels();
    pinned = left >= end();
    left = pinned ? end() : Math.max(left, unit(diagram.from()) - MARGIN / pixels());
  }

  /** Shows the beginning. */
  public void toStart() {
    pinned = false;
    left = unit(diagram.from()) - MARGIN / pixels();
  }

  /** Shows the end, and stays there. */
  public void toEnd() {
    pinned = true;
    left = end();
  }

  /**
   * Brings a point into sight, if it is not.
   *
   * @param at the point
   */
  public void reveal(At at) {
    double x = x(at);
    if (x < 0 || x > width) {
      pinned = false;
      left = unit(at) - width / 2 / pixels();
    }
  }

  /** Shows all of it at once. */
  public void fit() {
    double all = Math.max(1, unit(diagram.to()) - unit(diagram.from()));
    if (byOrder) {
      stepPixels = Math.max(1, Math.min(120, (width - 2 * MARGIN) / all));
    } else {
      milliPixels = Math.max(LEAST, Math.min(MOST, (width - 2 * MARGIN) / all));
    }
    toEnd();
  }
}
