package org.quorama.monitor.view.spacetime;

import java.util.Locale;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.spacetime.Mark;
import org.quorama.monitor.model.spacetime.SpaceTime;
import org.quorama.monitor.view.Theme;

/** Draws the axis: seconds since the beginning of the diagram, or the times of what is in sight. */
final class Ruler {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double APART = 110;

  private final GraphicsContext g;
  private final Theme theme;
  private final Plan plan;

  Ruler(GraphicsContext g, Theme theme, Plan plan) {
    this.g = g;
    this.theme = theme;
    this.plan = plan;
  }

  void draw(SpaceTime diagram) {
    g.setFont(Font.font("System", 12));
    g.setTextAlign(TextAlignment.LEFT);
    g.setStroke(theme.muted().deriveColor(0, 1, 1, 0.35));
    g.setLineWidth(1);
    if (plan.axis().isByOrder()) {
      byOrder(diagram);
    } else {
      byTime(diagram);
    }
  }

  private void byTime(SpaceTime diagram) {
    double milli = plan.axis().milliPixels();
    double step = 1e-3;
    double[] factors = {2, 2.5, 2};
    for (int i = 0; step * milli < APART; i++) {
      step *= factors[i % factors.length];
    }
    long nanos = Math.max(1, Math.round(step * 1e6));
    long origin = diagram.from().nanos();
    long first = (plan.axis().leftNanos() - origin) / nanos * nanos;
    for (long at = Math.max(0, first); ; at += nanos) {
      double x = Plan.LEFT + plan.axis().xOfTime(origin + at);
      if (x > plan.width()) {
        return;
      }
      if (x >= Plan.LEFT) {
        tick(x, at, nanos);
      }
    }
  }

  private void byOrder(SpaceTime diagram) {
    double free = Plan.LEFT;
    for (Mark mark : diagram.marks()) {
      double x = plan.x(mark.at());
      if (x >= free && x <= plan.width()) {
        tick(x, mark.at().nanos() - diagram.from().nanos(), 1_000_000);
        free = x + APART;
      }
    }
  }

  private void tick(double x, long nanos, long grain) {
    g.strokeLine(x, Plan.RULER - 6, x, plan.height());
    g.setFill(theme.muted());
    int digits = grain >= 1_000_000_000L ? 0 : grain >= 1_000_000 ? 3 : 6;
    String text = String.format(Locale.ROOT, "%." + digits + "f s", nanos / NANOS_PER_SECOND);
    g.fillText(text, x + 3, 12);
  }
}
