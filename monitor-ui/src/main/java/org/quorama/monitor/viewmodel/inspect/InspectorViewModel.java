package org.quorama.monitor.viewmodel.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.inspect.Inspection;
import org.quorama.monitor.model.inspect.Section;
import org.quorama.monitor.model.inspect.Section.Field;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.Words;

/**
 * Every field of what is chosen; a field that changed keeps its old value beside the new one until
 * another moment is shown, or for two seconds while all moves on. Confined to the JavaFX thread.
 */
public final class InspectorViewModel {
  private static final long MARKED_NANOS = 2_000_000_000L;

  private final Words words;
  private final ObservableList<Line> lines = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Mark> marks = new HashMap<>();
  private @Nullable Selected shown;
  private @Nullable ClusterModel model;

  /**
   * Makes one that shows nothing yet.
   *
   * @param words in which language
   */
  public InspectorViewModel(Words words) {
    this.words = words;
  }

  /**
   * What a field was.
   *
   * @param before its value
   * @param sinceNanos when it changed, on the window's own clock
   */
  private record Mark(String before, long sinceNanos) {}

  /**
   * Takes over what is chosen, and how it is now. If nothing is, the node is shown on which the
   * buttons act, and the hint says so.
   *
   * @param subject what is chosen, and on what buttons act
   * @param now the cluster
   * @param nowNanos the present, on the clock of the trace
   * @param isFollowing true if all moves on by itself
   * @param realNanos the window's own clock
   */
  public void update(
      Subject subject, ClusterModel now, long nowNanos, boolean isFollowing, long realNanos) {
    Selected chosen = subject.what();
    boolean isOther = !Objects.equals(chosen, shown);
    if (isOther) {
      values.clear();
      marks.clear();
      shown = chosen;
    }
    expire(now, realNanos, isFollowing);
    List<Section> sections = sections(chosen, now, nowNanos);
    title.set(chosen == null ? "" : titleOf(chosen));
    hint.set(hintOf(subject, now));
    List<Line> fresh = new ArrayList<>();
    sections.forEach(section -> add(section, realNanos, fresh));
    if (!lines.equals(fresh)) {
      replace(fresh, isOther);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object: no other moment
  private void expire(ClusterModel now, long realNanos, boolean isFollowing) {
    if (isFollowing) {
      marks.values().removeIf(mark -> realNanos - mark.sinceNanos() > MARKED_NANOS);
    } else if (now != model) {
      marks.clear();
    }
    model = now;
  }

  private String hintOf(Subject subject, ClusterModel now) {
    NodeId target = subject.target();
    if (subject.chosen() != null || target == null) {
      return "";
    }
    Term role = new Term("frame.role", now.roleWord(now.node(target)));
    return words.text("screens.inspect.acts", role, target);
  }

  private void add(Section section, long realNanos, List<Line> fresh) {
    fresh.add(new Line(section.key(), "", "", null));
    for (Field field : section.fields()) {
      String name = words.say(field.name());
      String value = words.say(field.value());
      String key = section.key() + " " + name;
      String before = values.put(key, value);
      boolean counts = before != null && !before.equals(value) && !field.runs();
      if (before != null && counts) {
        marks.put(key, new Mark(before, realNanos));
      }
      Mark mark = marks.get(key);
      fresh.add(new Line(section.key(), name, value, mark == null ? null : mark.before()));
    }
  }

  /** Replaces only what is different, so that a list keeps its place. */
  private void replace(List<Line> fresh, boolean isOther) {
    if (isOther || fresh.size() != lines.size()) {
      lines.setAll(fresh);
      return;
    }
    for (int i = 0; i < fresh.size(); i++) {
      if (!fresh.get(i).equals(lines.get(i))) {
        lines.set(i, fresh.get(i));
      }
    }
  }

  private static List<Section> sections(
      @Nullable Selected chosen, ClusterModel now, long nowNanos) {
    Inspection inspection = new Inspection(now, nowNanos);
    if (chosen instanceof Selected.OfNode it) {
      return inspection.node(it.node());
    } else if (chosen instanceof Selected.OfEntry it) {
      return inspection.entry(it.node(), it.index());
    } else if (chosen instanceof Selected.OfMessage it) {
      return inspection.message(it.messageId());
    } else if (chosen instanceof Selected.OfChunk it) {
      return inspection.chunk(it.id());
    } else if (chosen instanceof Selected.OfLease it) {
      return inspection.lease(it.chunk());
    }
    return chosen instanceof Selected.OfEvent it ? Inspection.event(it.event()) : List.of();
  }

  private static String titleOf(Selected chosen) {
    if (chosen instanceof Selected.OfNode it) {
      return it.node().toString();
    } else if (chosen instanceof Selected.OfEntry it) {
      return it.node() + " [" + it.index() + "]";
    } else if (chosen instanceof Selected.OfMessage it) {
      return it.from() + " → " + it.to();
    } else if (chosen instanceof Selected.OfChunk it) {
      return it.id();
    } else if (chosen instanceof Selected.OfLease it) {
      return it.chunk();
    }
    return chosen instanceof Selected.OfEvent it
        ? it.event().node() + "  " + it.event().detail().kind()
        : "";
  }

  /** Returns the sections, each a heading and its fields. */
  public ObservableList<Line> lines() {
    return lines;
  }

  /** Returns what is chosen, empty if nothing is. */
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** Returns on what the buttons act while nothing is chosen, empty if something is. */
  public ReadOnlyStringProperty hintProperty() {
    return hint.getReadOnlyProperty();
  }
}
