package org.quorama.monitor.viewmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.PastEvent;
import org.quorama.monitor.model.StatusLines;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.When;
import org.quorama.monitor.words.Words;

/** The chunks as the map shows them, and the history of the chosen one. Confined to its thread. */
public final class ChunksViewModel {
  private final Words words = Words.here();
  private final ObservableList<ChunkModel> chunks = FXCollections.observableArrayList();
  private final ObservableList<String> history = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable String> chosen = new ReadOnlyObjectWrapper<>();

  void update(ClusterModel now) {
    replace(chunks, List.copyOf(now.chunks().values()));
    summary.set(new StatusLines(words).ofChunks(now));
    showHistory();
  }

  /** Replaces only what is different, so that a table keeps its place. */
  private static <T> void replace(ObservableList<T> shown, List<T> now) {
    if (now.size() < shown.size()) {
      shown.setAll(now);
      return;
    }
    for (int i = 0; i < shown.size(); i++) {
      if (!shown.get(i).equals(now.get(i))) {
        shown.set(i, now.get(i));
      }
    }
    shown.addAll(now.subList(shown.size(), now.size()));
  }

  /**
   * Shows the history of a chunk; shows it no more if it is shown already.
   *
   * @param id which
   */
  public void choose(String id) {
    chosen.set(id.equals(chosen.get()) ? null : id);
    showHistory();
  }

  /**
   * Shows the history of a chunk, whatever was shown.
   *
   * @param id which
   */
  public void show(String id) {
    chosen.set(id);
    showHistory();
  }

  /** Shows the history of the chunk behind the chosen one; of none behind the last. */
  public void chooseNext() {
    List<String> ids = chunks.stream().map(ChunkModel::id).toList();
    int next = ids.indexOf(String.valueOf(chosen.get())) + 1;
    chosen.set(next < ids.size() ? ids.get(next) : null);
    showHistory();
  }

  private void showHistory() {
    chunks.stream()
        .filter(chunk -> chunk.id().equals(chosen.get()))
        .findFirst()
        .ifPresentOrElse(this::showHistory, this::hideHistory);
  }

  private void showHistory(ChunkModel chunk) {
    String health = new StatusLines(words).ofHealth(chunk.healthWord());
    String all =
        words.text("frame.chunks.chosen", chunk.id(), chunk.name(), chunk.version(), health);
    String regions = chunk.regionWord();
    title.set(
        regions.isEmpty() ? all : all + "  ·  " + words.say(new Term("frame.region", regions)));
    List<String> lines = new ArrayList<>();
    chunk.history().forEach(event -> lines.add(0, line(event)));
    if (!Objects.equals(history, lines)) {
      history.setAll(lines);
    }
  }

  private void hideHistory() {
    title.set("");
    history.clear();
  }

  private String line(PastEvent event) {
    String when = When.of(event.timeNanos(), words.locale());
    return "%s   %s   %s".formatted(when, event.node(), words.say(event.phrase()));
  }

  /** Returns every chunk, oldest first. */
  public ObservableList<ChunkModel> chunks() {
    return chunks;
  }

  /** Returns the chosen chunk's id, null if none is chosen. */
  public ReadOnlyObjectProperty<@Nullable String> chosenProperty() {
    return chosen.getReadOnlyProperty();
  }

  /** Returns what happened to the replicas of the chosen chunk, latest first. */
  public ObservableList<String> history() {
    return history;
  }

  /** Returns what the chosen chunk is, empty if none is chosen. */
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** Returns one line on the health of all chunks. */
  public ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }
}
