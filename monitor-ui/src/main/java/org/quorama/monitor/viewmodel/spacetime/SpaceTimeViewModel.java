package org.quorama.monitor.viewmodel.spacetime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.spacetime.Arrow;
import org.quorama.monitor.model.spacetime.At;
import org.quorama.monitor.model.spacetime.Mark;
import org.quorama.monitor.model.spacetime.SpaceTime;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.viewmodel.select.Selection;
import org.quorama.trace.TraceEvent;

/**
 * The stretch of the trace around the moment that the window shows, as a diagram. Confined to the
 * JavaFX thread.
 */
public final class SpaceTimeViewModel {
  /** How many events are shown at once. */
  public static final int SPAN = 4_000;

  /** The stretch begins at a multiple of this, so that its beginning is looked up seldom. */
  private static final int GRAIN = 1_000;

  private static final long NEWEST = Long.MAX_VALUE;

  private final Past past;
  private final Selection selection;
  private final Supplier<Map<Long, String>> broken;
  private final Axis axis = new Axis();
  private final BooleanProperty routine = new SimpleBooleanProperty(false);
  private final ReadOnlyObjectWrapper<SpaceTime> diagram =
      new ReadOnlyObjectWrapper<>(SpaceTime.EMPTY);
  private @Nullable Stretch shown;
  private @Nullable ClusterModel before;
  private long beforeFrom = -1;

  /** The moment that was brought into sight last. */
  private long revealed = NEWEST;

  /**
   * What is shown.
   *
   * @param source what holds the events
   * @param from how many events precede the first
   * @param to how many precede the one after the last
   * @param routine whether what is sent all the time is shown too
   * @param broken the rules that were broken
   */
  private record Stretch(
      int source, long from, long to, boolean routine, Map<Long, String> broken) {}

  /**
   * Makes one.
   *
   * @param past what happened
   * @param selection what is chosen
   */
  public SpaceTimeViewModel(Past past, Selection selection) {
    this(past, selection, Map::of);
  }

  /**
   * Makes one that marks where rules were broken.
   *
   * @param past what happened
   * @param selection what is chosen
   * @param broken the rules that were broken, by how many events precede the one that shows it
   */
  public SpaceTimeViewModel(Past past, Selection selection, Supplier<Map<Long, String>> broken) {
    this.broken = broken;
    this.past = past;
    this.selection = selection;
  }

  /** Takes over what came in since, and where the window stands. */
  public void refresh() {
    long to = past.isFollowing() ? past.size() : aheadOf(past.position());
    long from = Math.max(past.first(), (Math.max(0, to - SPAN) + GRAIN - 1) / GRAIN * GRAIN);
    Stretch now =
        new Stretch(
            System.identityHashCode(past.source()),
            Math.min(from, to),
            to,
            routine.get(),
            broken.get());
    if (now.equals(shown)) {
      return;
    }
    boolean isElsewhere = shown == null || shown.source() != now.source();
    ClusterModel begin = beforeOf(now.from(), isElsewhere);
    shown = now;
    int most = (int) (now.to() - now.from());
    List<TraceEvent> events = past.events(now.from(), most);
    diagram.set(SpaceTime.of(begin, now.from(), events, now.routine(), now.broken()));
  }

  /** The stretch moves on by little: then to go on from the last beginning is quicker. */
  private ClusterModel beforeOf(long from, boolean isElsewhere) {
    ClusterModel known = isElsewhere ? null : before;
    long ahead = from - beforeFrom;
    if (known == null || ahead < 0 || ahead > SPAN) {
      known = past.at(from);
    } else if (ahead > 0) {
      List<TraceEvent> between = past.events(beforeFrom, (int) ahead);
      known = between.size() == ahead ? known.fold(between) : past.at(from);
    }
    before = known;
    beforeFrom = from;
    return known;
  }

  /** Back in time, some of what followed is shown as well; it does not move at each step. */
  private long aheadOf(long position) {
    Stretch known = shown;
    boolean inSight =
        known != null && position >= known.from() + GRAIN / 2 && position <= known.to();
    if (known != null && inSight && known.to() <= past.size()) {
      return known.to();
    }
    return Math.min(past.size(), position + GRAIN);
  }

  /** Brings the moment into sight that the other screens show, once when it is another. */
  public void revealMoment() {
    long now = past.isFollowing() ? NEWEST : past.position();
    if (now == revealed) {
      return;
    }
    revealed = now;
    if (now == NEWEST) {
      axis.toEnd();
    } else {
      axis.reveal(moment());
    }
  }

  /** Returns where the moment is that the other screens show: at the last mark before it. */
  public At moment() {
    At last = diagram.get().from();
    for (Mark mark : diagram.get().marks()) {
      last = mark.position() < past.position() ? mark.at() : last;
    }
    return last;
  }

  /** Returns the diagram. */
  public ReadOnlyObjectProperty<SpaceTime> diagramProperty() {
    return diagram.getReadOnlyProperty();
  }

  /** Returns where its points are on the screen. */
  public Axis axis() {
    return axis;
  }

  /** Returns whether heartbeats, reports and their answers are shown. */
  public BooleanProperty routineProperty() {
    return routine;
  }

  /** Returns how many events precede what the window shows. */
  public long position() {
    return past.position();
  }

  /** Returns true if the window follows what comes in. */
  public boolean isFollowing() {
    return past.isFollowing();
  }

  /**
   * Chooses an event, and goes to the moment just after it.
   *
   * @param mark which
   */
  public void choose(Mark mark) {
    selection.select(new Selected.OfEvent(mark.position(), mark.event()));
    past.jumpTo(mark.position() + 1);
  }

  /**
   * Chooses a message, and goes to the moment just after it was sent.
   *
   * @param arrow which
   */
  public void choose(Arrow arrow) {
    selection.select(
        new Selected.OfMessage(
            arrow.flight().messageId(), arrow.flight().from(), arrow.flight().to()));
    past.jumpTo(arrow.position() + 1);
  }

  /**
   * Chooses the event after the chosen one, or before it, in the order of time; the last if none is
   * chosen.
   *
   * @param direction 1 or -1
   */
  public void step(int direction) {
    List<Mark> marks = diagram.get().marks();
    if (marks.isEmpty()) {
      return;
    }
    int at =
        chosenMark().map(marks::indexOf).orElse(direction > 0 ? marks.size() - 2 : marks.size());
    Mark next = marks.get(Math.max(0, Math.min(marks.size() - 1, at + direction)));
    choose(next);
    axis.reveal(next.at());
  }

  /** Returns the chosen event, if it is in the diagram. */
  public Optional<Mark> chosenMark() {
    return selection.selectedProperty().get() instanceof Selected.OfEvent chosen
        ? diagram.get().marks().stream()
            .filter(mark -> mark.position() == chosen.position())
            .findFirst()
        : Optional.empty();
  }

  /** Returns the id of the chosen message, empty if none is chosen. */
  public String chosenMessage() {
    return selection.selectedProperty().get() instanceof Selected.OfMessage chosen
        ? chosen.messageId()
        : "";
  }

  /** Returns what is chosen, null if nothing is. */
  public @Nullable Selected chosen() {
    return selection.selectedProperty().get();
  }
}
