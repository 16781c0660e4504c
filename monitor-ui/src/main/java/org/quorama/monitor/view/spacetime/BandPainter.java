package org.quorama.monitor.view.spacetime;

import java.util.Locale;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.spacetime.Band;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.words.Words;

/** Draws what lasts: roles and outages on the lanes, faults of the cluster above them. */
final class BandPainter {
  private static final double HALF = 9;
  private static final double LETTER = 6.6;

  private final GraphicsContext g;
  private final Theme theme;
  private final Plan plan;
  private final Words words;

  BandPainter(GraphicsContext g, Theme theme, Plan plan, Words words) {
    this.g = g;
    this.theme = theme;
    this.plan = plan;
    this.words = words;
  }

  void draw(Band band) {
    double from = Math.max(Plan.LEFT, plan.x(band.from()));
    double to = Math.min(plan.width(), plan.x(band.to()));
    if (to <= Plan.LEFT || from >= plan.width() || to - from < 0.5) {
      return;
    }
    NodeId node = band.node();
    if (node == null) {
      fault(band, from, to);
    } else {
      lane(band, node, from, to);
    }
  }

  private void lane(Band band, NodeId node, double from, double to) {
    double y = plan.y(node);
    switch (band.kind()) {
      case LEADER -> {
        fill(theme.accent(), 0.25, from, y - HALF, to, y + HALF);
        frame(theme.accent(), from, y - HALF, to, y + HALF);
        say("leader", band.text(), theme.text(), from, y - HALF - 4, to);
      }
      case CANDIDATE -> {
        frame(theme.warm(), from, y - HALF, to, y + HALF, 4, 3);
        say("candidate", band.text(), theme.warm(), from, y - HALF - 4, to);
      }
      case PAUSED -> {
        hatch(theme.warm(), from, y - HALF, to, y + HALF);
        say("paused", "", theme.warm(), from, y + HALF + 14, to);
      }
      default -> {
        g.setFill(theme.ground());
        g.fillRect(from, y - HALF, to - from, 2 * HALF);
        hatch(theme.muted(), from, y - HALF, to, y + HALF);
        frame(theme.muted(), from, y - HALF, to, y + HALF, 2, 4);
        say("down", "", theme.muted(), from, y - HALF - 4, to);
      }
    }
  }

  private void fault(Band band, double from, double to) {
    double top = plan.fault(band.kind());
    Color color = band.kind() == Band.Kind.BROKEN ? theme.alarm() : theme.warm();
    fill(color, 0.07, from, top, to, plan.height());
    fill(color, 0.3, from, top + 1, to, top + Plan.FAULT - 3);
    frame(color, from, top + 1, to, top + Plan.FAULT - 3);
    String key = band.kind().name().toLowerCase(Locale.ROOT);
    say(key, band.text(), theme.text(), from, top + 13, to);
  }

  private void fill(Color color, double opacity, double x, double y, double toX, double toY) {
    g.setFill(color.deriveColor(0, 1, 1, opacity));
    g.fillRect(x, y, toX - x, toY - y);
  }

  private void frame(Color color, double x, double y, double toX, double toY, double... dashes) {
    g.setStroke(color);
    g.setLineWidth(1.5);
    g.setLineDashes(dashes);
    g.strokeRect(x, y, toX - x, toY - y);
    g.setLineDashes();
  }

  private void hatch(Color color, double x, double y, double toX, double toY) {
    g.save();
    g.beginPath();
    g.rect(x, y, toX - x, toY - y);
    g.clip();
    g.setStroke(color.deriveColor(0, 1, 1, 0.5));
    g.setLineWidth(1.2);
    for (double at = x - (toY - y); at < toX; at += 8) {
      g.strokeLine(at, toY, at + toY - y, y);
    }
    g.restore();
  }

  /** Says what a band is at its left end, as far as there is room; its term at least. */
  private void say(String key, String text, Color color, double from, double base, double to) {
    String whole = words.text("screens.spacetime.band." + key, text);
    @Nullable String said = fitting(whole, text, to - from - 6);
    if (said != null) {
      g.setFill(color);
      g.setTextAlign(TextAlignment.LEFT);
      g.setFont(Font.font("System", FontWeight.BOLD, 12));
      g.fillText(said, from + 3, base);
    }
  }

  private static @Nullable String fitting(String whole, String text, double room) {
    if (whole.length() * LETTER + 8 <= room) {
      return whole;
    }
    return !text.isEmpty() && text.length() * LETTER + 8 <= room ? text : null;
  }
}
