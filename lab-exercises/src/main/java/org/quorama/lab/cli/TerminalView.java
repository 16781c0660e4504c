package org.quorama.lab.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.monitor.feed.TraceFeed;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Life;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.TerminalText;
import org.quorama.monitor.viewmodel.ModelKeeper;

/**
 * The cluster in a terminal, from the same trace as the window: a page that is drawn again and
 * again, or, without a terminal, one line an event. One thread.
 */
final class TerminalView {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration FIRST_NEWS = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final int OLD_CAPTIONS = 6;
  private static final int COLUMNS = 100;
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  private final CliContext context;
  private final ClusterSession session;
  private final Map<NodeId, String> said = new TreeMap<>();
  private @Nullable Caption lastCaption;

  TerminalView(CliContext context, ClusterSession session) {
    this.context = context;
    this.session = session;
  }

  /** Shows the cluster until it is told to stop, or this thread is interrupted. */
  void run(BooleanSupplier goOn) {
    ModelKeeper keeper = new ModelKeeper(session.nodes().keySet(), session::hasEnded);
    TraceFeed feed = TraceFeed.start(session.nodes(), session.connector(), keeper);
    try {
      awaitNews(keeper);
      while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
        show(keeper.current());
        LockSupport.parkNanos(PERIOD.toNanos());
      }
    } finally {
      feed.close();
    }
  }

  private static void awaitNews(ModelKeeper keeper) {
    long end = System.nanoTime() + FIRST_NEWS.toNanos();
    while (keeper.current().nodes().values().stream().anyMatch(TerminalView::isSilent)
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  private static boolean isSilent(NodeModel node) {
    return node.life() == Life.UNKNOWN || (node.isAlive() && node.incarnation() == 0);
  }

  private void show(ClusterModel model) {
    if (context.interactive()) {
      context.out().print(HOME_AND_CLEAR + TerminalText.of(model, columns()));
      context.out().println("Ctrl-C ends this.");
    } else {
      newCaptions(model.captions()).forEach(this::say);
      model.nodes().values().forEach(node -> sayIfNew(node, model.roleWord(node)));
    }
    context.out().flush();
  }

  private int columns() {
    String columns = context.environment().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : COLUMNS;
  }

  private List<Caption> newCaptions(List<Caption> all) {
    int from =
        lastCaption == null && said.isEmpty()
            ? Math.max(0, all.size() - OLD_CAPTIONS)
            : after(lastCaption, all);
    if (!all.isEmpty()) {
      lastCaption = all.get(all.size() - 1);
    }
    return all.subList(from, all.size());
  }

  /** The last one may be gone: a later one of its sort took its place, or it was too old. */
  private static int after(@Nullable Caption last, List<Caption> all) {
    int known = last == null ? -1 : all.lastIndexOf(last);
    int from = known + 1;
    while (last != null && known < 0 && from < all.size() && !isLater(all.get(from), last)) {
      from++;
    }
    return from;
  }

  private static boolean isLater(Caption caption, Caption than) {
    return caption.timeNanos() > than.timeNanos();
  }

  private void say(Caption caption) {
    print(Instant.ofEpochSecond(0, caption.timeNanos()), caption.text());
  }

  private void sayIfNew(NodeModel node, String role) {
    String sentence =
        node.isAlive()
            ? "%s is %s in term %d".formatted(node.id(), role, node.raft().term())
            : node.id() + ": " + role;
    if (!sentence.equals(said.put(node.id(), sentence))) {
      print(Instant.now(), sentence);
    }
  }

  private void print(Instant when, String sentence) {
    String time =
        when.atZone(ZoneId.systemDefault())
            .toLocalTime()
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
    context.out().println(time + "  " + sentence);
  }
}
