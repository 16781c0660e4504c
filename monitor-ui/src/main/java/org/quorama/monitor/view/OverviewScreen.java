package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quorama.monitor.view.log.LogGrid;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.words.Words;

/** Ring, logs and chunks together: what a newcomer sees first. */
final class OverviewScreen implements Screen {
  private static final double RING = 0.46;
  private static final double CHUNKS = 140;

  private final RingView ring;
  private final LogGrid log;
  private final ChunkMap chunks;
  private final SplitPane content;

  OverviewScreen(ClusterViewModel cluster, Words words, Supplier<Theme> theme) {
    ring = new RingView(cluster);
    log = new LogGrid(cluster, words, false);
    chunks = new ChunkMap(cluster, theme, false);
    VBox right = new VBox(8, log, chunks);
    right.setPadding(new Insets(8));
    right.setMinSize(0, 0);
    chunks.setMinHeight(CHUNKS);
    chunks.setPrefHeight(CHUNKS);
    VBox.setVgrow(chunks, Priority.ALWAYS);
    content = new SplitPane(ring, right);
    content.setDividerPositions(RING);
  }

  @Override
  public String key() {
    return "overview";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    ring.draw(theme, nowNanos);
    log.draw(theme);
    chunks.draw();
  }
}
