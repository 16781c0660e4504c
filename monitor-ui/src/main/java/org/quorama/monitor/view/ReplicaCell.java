package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.TableCell;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.ReplicaModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.words.Words;

/** What one node has of one chunk: version, lease and checksums, each by shape and by word. */
final class ReplicaCell extends TableCell<ChunkModel, ChunkModel> {
  private static final double STAR = 18;
  private static final double ARC = 2.5;
  private static final double GLYPH = 14;
  private static final double SEEN = 0.7;

  private final ClusterViewModel cluster;
  private final Supplier<Theme> theme;
  private final NodeId node;
  private final Size size;
  private final Canvas canvas = new Canvas();

  /**
   * How large the cells are.
   *
   * @param width in pixels at the usual scale
   * @param height likewise
   */
  record Size(double width, double height) {
    static final Size SMALL = new Size(58, 24);
    static final Size TINY = new Size(48, 24);
    static final Size LARGE = new Size(112, 34);

    boolean isLarge() {
      return width > SMALL.width;
    }

    double box() {
      return width - 4;
    }
  }

  ReplicaCell(ClusterViewModel cluster, Supplier<Theme> theme, NodeId node, Size size) {
    this.size = size;
    this.cluster = cluster;
    this.theme = theme;
    this.node = node;
    setStyle("-fx-padding: 0; -fx-alignment: center;");
  }

  @Override
  protected void updateItem(@Nullable ChunkModel chunk, boolean empty) {
    super.updateItem(chunk, empty);
    if (chunk == null || empty) {
      setGraphic(null);
      return;
    }
    boolean leads = node.equals(chunk.leaseHolder(cluster.passedNanos()));
    setAccessibleText(
        Words.here()
            .text(
                leads ? "frame.chunks.primary" : "frame.chunks.replica",
                node,
                chunk.replicaPhrase(node)));
    draw(chunk, leads);
    setGraphic(canvas);
  }

  private void draw(ChunkModel chunk, boolean leads) {
    double scale = theme.get().scale();
    canvas.setWidth(size.width() * scale);
    canvas.setHeight(size.height() * scale);
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    g.save();
    g.scale(scale, scale);
    g.setGlobalAlpha(cluster.modelProperty().get().node(node).isAlive() ? 1 : SEEN);
    ReplicaModel.State state = chunk.stateOf(node);
    box(g, state);
    boolean stressed = leads || state == ReplicaModel.State.STALE;
    g.setFill(theme.get().text());
    g.setFont(Font.font("System", stressed ? FontWeight.BOLD : FontWeight.NORMAL, 12));
    g.setTextAlign(TextAlignment.CENTER);
    long print = chunk.replicaOf(node).print();
    boolean hasGlyph = size.isLarge() && print != 0;
    double from = leads ? STAR + 4 : 4;
    double to = size.width() - (hasGlyph ? GLYPH + 8 : 4);
    g.fillText(word(chunk, state, leads), (from + to) / 2, middle() + 4.5, to - from);
    if (hasGlyph) {
      StateGlyph.draw(g, theme.get().text(), print, size.width() - GLYPH / 2 - 7, middle(), GLYPH);
    }
    if (leads) {
      lease(g, chunk);
    }
    g.restore();
  }

  private double middle() {
    return size.height() / 2;
  }

  /** A word of at most seven letters; the box around it says the same by its border. */
  private String word(ChunkModel chunk, ReplicaModel.State state, boolean leads) {
    ReplicaModel replica = chunk.replicaOf(node);
    return switch (state) {
      case NONE -> "";
      case PLACED -> "…";
      case COPYING -> "← " + replica.copiedFrom();
      case STALE -> Words.here().text("frame.chunks.old", replica.version());
      case CORRUPT -> "v" + replica.version() + " ✗";
      case CURRENT -> "v" + replica.version() + (leads && size.isLarge() ? left(chunk) : "");
    };
  }

  /** How long the lease still lasts. */
  private String left(ChunkModel chunk) {
    long seconds = Math.round(chunk.lease().remainingNanos(cluster.passedNanos()) / 1e9);
    return " · " + seconds + " s";
  }

  private void box(GraphicsContext g, ReplicaModel.State state) {
    Theme look = theme.get();
    switch (state) {
      case NONE -> {}
      case PLACED -> frame(g, look.muted(), 1, 2, 3);
      case COPYING -> frame(g, look.warm(), 2, 7, 4);
      case STALE -> frame(g, look.warm(), 2.5, 5, 4);
      case CORRUPT -> {
        hatch(g, look.warm());
        frame(g, look.warm(), 2.5);
      }
      case CURRENT -> {
        g.setFill(look.accent().deriveColor(0, 1, 1, 0.22));
        g.fillRoundRect(2, 2, size.box(), size.height() - 4, 6, 6);
        frame(g, look.accent(), 1.5);
      }
    }
  }

  private void frame(GraphicsContext g, Color color, double width, double... dashes) {
    g.setStroke(color);
    g.setLineWidth(width);
    g.setLineDashes(dashes);
    g.strokeRoundRect(2, 2, size.box(), size.height() - 4, 6, 6);
    g.setLineDashes();
  }

  private void hatch(GraphicsContext g, Color color) {
    g.save();
    g.beginPath();
    g.rect(2, 2, size.box(), size.height() - 4);
    g.clip();
    g.setStroke(color.deriveColor(0, 1, 1, 0.4));
    g.setLineWidth(1.5);
    for (double at = -size.height(); at < size.width(); at += 8) {
      g.strokeLine(at, size.height(), at + size.height(), 0);
    }
    g.restore();
  }

  /** The star of the primary, in the arc of the time that its lease still lasts. */
  private void lease(GraphicsContext g, ChunkModel chunk) {
    double left = chunk.lease().fractionLeft(cluster.passedNanos());
    double top = middle() - STAR / 2;
    g.setFill(theme.get().ground());
    g.fillOval(4, top, STAR, STAR);
    g.setStroke(theme.get().text());
    g.setLineWidth(ARC);
    g.strokeArc(5.5, top + 1.5, STAR - 3, STAR - 3, 90, 360 * left, ArcType.OPEN);
    g.setFill(theme.get().text());
    g.setFont(Font.font("System", 10));
    g.setTextAlign(TextAlignment.CENTER);
    g.fillText("★", 4 + STAR / 2, middle() + 3.5);
  }
}
