package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.scene.control.TableCell;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.StatusLines;
import org.quorama.monitor.words.Words;

/** The class of a chunk's health: a sign and its word. */
final class HealthCell extends TableCell<ChunkModel, ChunkModel> {
  private final Supplier<Theme> theme;

  HealthCell(Supplier<Theme> theme) {
    this.theme = theme;
  }

  @Override
  protected void updateItem(@Nullable ChunkModel chunk, boolean empty) {
    super.updateItem(chunk, empty);
    if (chunk == null || empty) {
      setText(null);
      return;
    }
    boolean ill = !chunk.health().isEmpty() && !chunk.health().equals(ChunkModel.HEALTHY);
    setText(sign(chunk.health()) + new StatusLines(Words.here()).ofHealth(chunk.healthWord()));
    Color color = ill ? theme.get().warm() : theme.get().text();
    setStyle(
        "-fx-font-size: 0.86em; -fx-text-fill: #%s; -fx-font-weight: %s;"
            .formatted(color.toString().substring(2, 8), ill ? "bold" : "normal"));
  }

  private static String sign(String health) {
    return switch (health) {
      case "" -> "";
      case ChunkModel.HEALTHY -> "✓ ";
      case "MISSING" -> "✗ ";
      default -> "▲ ";
    };
  }
}
