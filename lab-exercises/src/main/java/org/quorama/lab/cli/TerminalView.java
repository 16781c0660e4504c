package org.quorama.lab.cli;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;

/**
 * The cluster in a terminal: a table that is drawn again and again, or, without a terminal, one
 * line a change. One thread.
 */
final class TerminalView {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  private final CliContext context;
  private final ClusterSession session;
  private final Map<NodeId, String> said = new TreeMap<>();

  TerminalView(CliContext context, ClusterSession session) {
    this.context = context;
    this.session = session;
  }

  /** Shows the cluster until it is told to stop, or this thread is interrupted. */
  void run(BooleanSupplier goOn) {
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      show();
      LockSupport.parkNanos(PERIOD.toNanos());
    }
  }

  /** Shows the cluster as it is now. */
  void show() {
    StatusTable table = StatusTable.of(session);
    if (context.interactive()) {
      context.out().print(HOME_AND_CLEAR);
      table.lines().forEach(context.out()::println);
      context.out().println("Ctrl-C ends this.");
    } else {
      table.sentences().forEach(this::sayIfNew);
    }
    context.out().flush();
  }

  private void sayIfNew(NodeId node, String sentence) {
    if (!sentence.equals(said.put(node, sentence))) {
      context
          .out()
          .println(
              LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
                  + "  "
                  + sentence);
    }
  }
}
