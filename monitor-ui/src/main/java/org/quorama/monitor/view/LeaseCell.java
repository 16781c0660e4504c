package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** What is left of a chunk's lease: an arc and the seconds. */
final class LeaseCell extends TableCell<ChunkModel, ChunkModel> {
  private static final double SIZE = 18;
  private static final double NANOS = 1e9;

  private final ClusterViewModel cluster;
  private final Supplier<Theme> theme;
  private final Canvas arc = new Canvas(SIZE, SIZE);

  LeaseCell(ClusterViewModel cluster, Supplier<Theme> theme) {
    this.cluster = cluster;
    this.theme = theme;
  }

  @Override
  protected void updateItem(@Nullable ChunkModel chunk, boolean empty) {
    super.updateItem(chunk, empty);
    if (chunk == null || empty) {
      setText(null);
      setGraphic(null);
      return;
    }
    double left = chunk.lease().fractionLeft(cluster.nowNanos());
    long remaining = chunk.lease().remainingNanos(cluster.nowNanos());
    setText(left == 0 ? "–" : "%.0f s".formatted(Math.ceil(remaining / NANOS)));
    setGraphic(left == 0 ? null : arc);
    GraphicsContext g = arc.getGraphicsContext2D();
    g.clearRect(0, 0, SIZE, SIZE);
    TimeArc.draw(g, theme.get(), 3, SIZE - 6, left);
  }
}
