package org.quorama.lab.spacetime;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.spacetime.Glyphs.Sign;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * Draws a trace as a space-time diagram: time goes down, a column a node, a row an event. Used
 * once, confined to its caller.
 */
public final class SpaceTime {
  /** Between the rows that name the nodes, their roles and terms again. */
  private static final int ROWS_A_PAGE = 40;

  private static final int TIME_WIDTH = 17;
  private static final int LEAST_LANE = 6;
  private static final int MOST_LANE = 12;
  private static final int LEAST_TEXT = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Selection selection;
  private final Page page;
  private final Glyphs glyphs;
  private final Consumer<String> out;
  private final Messages messages;
  private final List<TraceEvent> events;
  private final Lanes lanes;
  private final int textWidth;
  private final long firstNanos;
  private final Count count = new Count();

  /** The last event of each node that was read. */
  private final Map<NodeId, TraceEvent> latest = new HashMap<>();

  /**
   * What the diagram is drawn on.
   *
   * @param columns how many characters a line has
   * @param ascii whether only ASCII is used
   */
  public record Page(int columns, boolean ascii) {}

  /** What was drawn, and what was not. */
  private static final class Count {
    int rows;
    int shown;
    int heartbeats;
    int reports;
    int lost;
    int noise;
  }

  /**
   * Takes the events of a trace.
   *
   * @param events of all nodes, in any order; gaps are drawn as gaps
   * @param selection which of them to draw
   * @param page what to draw on
   * @param out takes the lines
   * @throws IllegalArgumentException if the page is too narrow for so many nodes
   */
  public SpaceTime(
      Collection<TraceEvent> events, Selection selection, Page page, Consumer<String> out) {
    this.selection = selection;
    this.page = page;
    this.glyphs = new Glyphs(page.ascii());
    this.out = out;
    this.events = CausalOrder.of(events);
    this.messages = new Messages(this.events);
    this.firstNanos = events.stream().mapToLong(TraceEvent::timeNanos).min().orElse(0);
    TreeSet<NodeId> nodes = new TreeSet<>();
    events.stream().map(TraceEvent::node).filter(selection::hasColumn).forEach(nodes::add);
    int laneWidth = laneWidth(Math.max(1, nodes.size()));
    this.lanes = new Lanes(nodes, laneWidth, glyphs);
    this.textWidth = page.columns() - TIME_WIDTH - nodes.size() * laneWidth - 1;
  }

  private int laneWidth(int nodes) {
    int room = page.columns() - TIME_WIDTH;
    int least = nodes * LEAST_LANE + LEAST_TEXT + 1;
    if (room < least) {
      throw new IllegalArgumentException(
          String.format(
              "%d columns are too few for %d nodes: at least %d are needed",
              page.columns(), nodes, TIME_WIDTH + least));
    }
    return Math.min(MOST_LANE, Math.max(LEAST_LANE, room * 9 / 20 / nodes));
  }

  /** Draws the diagram; returns how many events it shows. */
  public int draw() {
    Set<TraceEvent> cuts = lastWords();
    for (TraceEvent event : events) {
      boolean spans = selection.spans(event, firstNanos);
      if (selection.isOver(event, firstNanos)) {
        flushRoutine();
      }
      gapBefore(event, spans);
      follow(event);
      if (spans) {
        offer(event);
      }
      if (cuts.contains(event)) {
        lanes.isDown(event.node());
        gap(event, spans, Sign.END, "boot " + event.incarnation() + " ends without a word");
      }
      latest.put(event.node(), event);
    }
    flushRoutine();
    if (count.noise > 0) {
      out.accept(
          String.format(
              Locale.ROOT,
              "%,d deadlines and inputs are not shown: ask with --kind DeadlineSet,InputTaken",
              count.noise));
    }
    return count.shown;
  }

  /** Returns the last event of each boot that another one follows though it did not end. */
  private Set<TraceEvent> lastWords() {
    Map<NodeId, TraceEvent> heads = new HashMap<>();
    Set<TraceEvent> cuts = Collections.newSetFromMap(new IdentityHashMap<>());
    for (TraceEvent event : events) {
      TraceEvent before = heads.put(event.node(), event);
      if (before != null
          && before.incarnation() != event.incarnation()
          && !isEnd(before.detail())) {
        cuts.add(before);
      }
    }
    return cuts;
  }

  private void follow(TraceEvent event) {
    TraceDetail detail = event.detail();
    if (detail instanceof NodeTrace.Stopped || detail instanceof NodeTrace.Killed) {
      lanes.isDown(event.node());
    } else if (selection.hasColumn(event.node())) {
      lanes.isUp(event.node(), event.state());
    }
  }

  /** Says how many events the recording has not. */
  private void gapBefore(TraceEvent event, boolean shown) {
    TraceEvent last = latest.get(event.node());
    long expected = 1;
    if (last != null && last.incarnation() == event.incarnation()) {
      expected = last.seq() + 1;
    }
    if (event.seq() > expected) {
      gap(event, shown, Sign.GAP, (event.seq() - expected) + " events are missing here");
    }
  }

  private static boolean isEnd(TraceDetail detail) {
    return detail instanceof NodeTrace.Stopped || detail instanceof NodeTrace.Killed;
  }

  private void gap(TraceEvent event, boolean shown, Sign sign, String text) {
    if (shown) {
      flushRoutine();
      row("", lanes.event(event.node(), sign), event.node() + ": " + text);
    }
  }

  private void offer(TraceEvent event) {
    TraceDetail detail = event.detail();
    Messages.Message message = messages.of(detail);
    if (!selection.wants(detail, message)) {
      count.noise += selection.kinds().isEmpty() && Selection.isNoise(detail) ? 1 : 0;
    } else if (message != null && Messages.isRoutine(message) && !selection.names(message)) {
      routine(detail, message.summary.kind());
    } else {
      show(event, message);
    }
  }

  private void routine(TraceDetail detail, MessageTrace.Kind kind) {
    if (detail instanceof MessageTrace.Sent) {
      count.heartbeats += kind == MessageTrace.Kind.HEARTBEAT ? 1 : 0;
      count.reports += kind == MessageTrace.Kind.REPORT ? 1 : 0;
    } else if (detail instanceof MessageTrace.Dropped) {
      count.lost++;
    }
  }

  private void show(TraceEvent event, Messages.@Nullable Message message) {
    flushRoutine();
    count.shown++;
    TraceDetail detail = event.detail();
    if (detail instanceof MessageTrace) {
      showMessage(event, message);
    } else {
      row(clock(event), lanes.event(event.node(), signOf(detail)), EventText.of(detail));
    }
  }

  private Sign signOf(TraceDetail detail) {
    if (detail instanceof FaultTrace || detail instanceof NodeTrace.Trouble) {
      return Sign.FAULT;
    } else if (detail instanceof NodeTrace.Boot || detail instanceof NodeTrace.Forked) {
      return Sign.BOOT;
    } else if (isEnd(detail)) {
      return Sign.END;
    } else if (detail instanceof NodeTrace.EventsMissing) {
      return Sign.GAP;
    }
    boolean role =
        detail instanceof RaftTrace.BecameLeader
            || detail instanceof RaftTrace.BecameCandidate
            || detail instanceof RaftTrace.BecameFollower;
    return role ? Sign.ROLE : Sign.EVENT;
  }

  private void showMessage(TraceEvent event, Messages.@Nullable Message message) {
    NodeId node = event.node();
    if (event.detail() instanceof MessageTrace.Sent sent) {
      boolean open = message == null || !message.ended;
      String drawn = lanes.sends(node, sent.to(), open ? Sign.UNHEARD : null);
      row(clock(event), drawn, text(sent.messageId(), sent.summary(), " to " + sent.to()));
    } else if (event.detail() instanceof MessageTrace.Received received) {
      String again = message != null && message.arrived++ > 0 ? " once more" : "";
      String drawn = lanes.receives(node, received.from());
      String from = " from " + received.from() + again;
      row(clock(event), drawn, text(received.messageId(), received.summary(), from));
    } else if (event.detail() instanceof MessageTrace.Dropped dropped) {
      String drawn = lanes.sends(node, dropped.to(), Sign.LOST);
      String to = " to " + dropped.to();
      String lost = " is lost: " + dropped.reason();
      row(
          clock(event),
          drawn,
          message == null
              ? dropped.messageId() + to + lost
              : dropped.messageId() + " " + EventText.nameOf(message.summary.kind()) + to + lost);
    }
  }

  private static String text(String id, MessageTrace.Summary summary, String way) {
    return id + " " + EventText.nameOf(summary.kind()) + way + EventText.of(summary);
  }

  private String clock(TraceEvent event) {
    double seconds = (event.timeNanos() - firstNanos) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, "%9.4f %6d", seconds, event.lamport());
  }

  private void flushRoutine() {
    if (count.heartbeats + count.reports + count.lost > 0) {
      String text =
          Stream.of(many(count.heartbeats, "heartbeat"), many(count.reports, "report"), lost())
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(", "));
      count.heartbeats = 0;
      count.reports = 0;
      count.lost = 0;
      row("", lanes.quiet(), text);
    }
  }

  private String lost() {
    return count.lost == 0 ? "" : count.lost + " lost";
  }

  private static String many(int count, String word) {
    return count == 0 ? "" : count + " " + word + (count == 1 ? "" : "s");
  }

  private void row(String clock, String drawn, String text) {
    if (count.rows % ROWS_A_PAGE == 0) {
      String head = String.format("%9s %6s ", "seconds", "clock");
      out.accept((head + lanes.names()).stripTrailing());
      line("", lanes.roles(), "");
    }
    count.rows++;
    line(clock, drawn, text);
  }

  private void line(String clock, String drawn, String text) {
    String left = String.format("%-" + TIME_WIDTH + "s%s ", clock, drawn);
    out.accept((left + glyphs.clip(text, textWidth - 1)).stripTrailing());
  }
}
