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
  static final double WIDTH = 58;
  private static final double HEIGHT = 24;
  private static final double STAR = 18;
  private static final double ARC = 2.5;
  private static final double BOX = WIDTH - 4;

  private final ClusterViewModel cluster;
  private final Supplier<Theme> theme;
  private final NodeId node;
  private final Canvas canvas = new Canvas(WIDTH, HEIGHT);

  ReplicaCell(ClusterViewModel cluster, Supplier<Theme> theme, NodeId node) {
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
                chunk.replicaWord(node)));
    draw(chunk, leads);
    setGraphic(canvas);
  }

  private void draw(ChunkModel chunk, boolean leads) {
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, WIDTH, HEIGHT);
    g.setGlobalAlpha(cluster.modelProperty().get().node(node).isAlive() ? 1 : NodeGlyph.DIMMED);
    ReplicaModel.State state = chunk.stateOf(node);
    box(g, state);
    g.setFill(state == ReplicaModel.State.STALE ? theme.get().muted() : theme.get().text());
    g.setFont(Font.font("System", leads ? FontWeight.BOLD : FontWeight.NORMAL, 12));
    g.setTextAlign(TextAlignment.CENTER);
    double middle = leads ? (STAR + WIDTH) / 2 : WIDTH / 2;
    g.fillText(word(chunk, state), middle, HEIGHT / 2 + 4.5, leads ? BOX - STAR - 2 : BOX - 6);
    if (leads) {
      lease(g, chunk);
    }
    g.setGlobalAlpha(1);
  }

  /** A word of at most seven letters; the box around it says the same by its border. */
  private String word(ChunkModel chunk, ReplicaModel.State state) {
    ReplicaModel replica = chunk.replicaOf(node);
    return switch (state) {
      case NONE -> "";
      case PLACED -> "…";
      case COPYING -> "← " + replica.copiedFrom();
      case STALE -> Words.here().text("frame.chunks.old", replica.version());
      case CORRUPT -> "v" + replica.version() + " ✗";
      case CURRENT -> "v" + replica.version();
    };
  }

  private void box(GraphicsContext g, ReplicaModel.State state) {
    Theme look = theme.get();
    switch (state) {
      case NONE -> {}
      case PLACED -> frame(g, look.muted(), 1, 2, 3);
      case COPYING -> frame(g, look.warm(), 2, 7, 4);
      case STALE -> frame(g, look.muted(), 1.5, 5, 4);
      case CORRUPT -> {
        hatch(g, look.warm());
        frame(g, look.warm(), 2.5);
      }
      case CURRENT -> {
        g.setFill(look.accent().deriveColor(0, 1, 1, 0.22));
        g.fillRoundRect(2, 2, BOX, HEIGHT - 4, 6, 6);
        frame(g, look.accent(), 1.5);
      }
    }
  }

  private static void frame(GraphicsContext g, Color color, double width, double... dashes) {
    g.setStroke(color);
    g.setLineWidth(width);
    g.setLineDashes(dashes);
    g.strokeRoundRect(2, 2, BOX, HEIGHT - 4, 6, 6);
    g.setLineDashes();
  }

  private static void hatch(GraphicsContext g, Color color) {
    g.save();
    g.beginPath();
    g.rect(2, 2, BOX, HEIGHT - 4);
    g.clip();
    g.setStroke(color.deriveColor(0, 1, 1, 0.4));
    g.setLineWidth(1.5);
    for (double at = -HEIGHT; at < WIDTH; at += 8) {
      g.strokeLine(at, HEIGHT, at + HEIGHT, 0);
    }
    g.restore();
  }

  /** The star of the primary, in the arc of the time that its lease still lasts. */
  private void lease(GraphicsContext g, ChunkModel chunk) {
    double left = chunk.lease().fractionLeft(cluster.passedNanos());
    g.setFill(theme.get().ground());
    g.fillOval(4, 3, STAR, STAR);
    g.setStroke(theme.get().text());
    g.setLineWidth(ARC);
    g.strokeArc(5.5, 4.5, STAR - 3, STAR - 3, 90, 360 * left, ArcType.OPEN);
    g.setFill(theme.get().text());
    g.setFont(Font.font("System", 10));
    g.fillText("★", 4 + STAR / 2, 3 + STAR / 2 + 3.5);
  }
}
