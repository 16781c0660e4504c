package org.quorama.tla;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;

/** Judges a trace by {@code RaftTrace.tla}. Thread-safe; one run at a time. */
public final class TraceValidator {
  private static final int FRAME = 3;

  private TraceValidator() {}

  /**
   * What became of a trace.
   *
   * @param lines how many lines there were
   * @param rejected the event that no rule allows where it stands, null if all are allowed
   * @param explanation for people
   */
  public record Verdict(int lines, @Nullable TraceEvent rejected, String explanation) {
    /** Tells whether every line is allowed. */
    public boolean isAccepted() {
      return rejected == null;
    }
  }

  /**
   * Judges a trace that begins with the first boot of every node.
   *
   * @param voters all nodes, which are the voters at the start
   * @param merged in causal order, as {@link MergedTrace#complete} gives it
   */
  public static Verdict judge(List<NodeId> voters, List<TraceEvent> merged) {
    return judge(voters, voters, merged);
  }

  /**
   * Judges a trace that begins with the first boot of every node.
   *
   * @param nodes all that ever take part
   * @param voters those that vote at the start
   * @param merged in causal order, as {@link MergedTrace#complete} gives it
   */
  public static synchronized Verdict judge(
      List<NodeId> nodes, List<NodeId> voters, List<TraceEvent> merged) {
    List<TraceLine> lines = TraceLine.of(merged);
    TraceOperators.begin(nodes, voters, lines);
    Tlc.Result result = Tlc.check("RaftTrace", List.of(), 1);
    int reached = TraceOperators.reached();
    if (result.isClean() && reached == lines.size()) {
      return new Verdict(lines.size(), null, "accepted");
    }
    if (reached == lines.size() || (!result.isClean() && result.violated().isEmpty())) {
      throw new IllegalStateException("TLC failed: " + result.output());
    }
    String words = result.isClean() ? "no rule allows it there" : result.violated();
    return new Verdict(lines.size(), lines.get(reached).event(), explain(lines, reached, words));
  }

  private static String explain(List<TraceLine> lines, int at, String why) {
    TraceEvent event = lines.get(at).event();
    TraceJson json = new TraceJson();
    StringBuilder text = new StringBuilder(MergedTrace.name(event) + ": " + why);
    List<TraceEvent> ofNode =
        lines.subList(0, at + 1).stream()
            .map(TraceLine::event)
            .filter(other -> other.node().equals(event.node()))
            .toList();
    ofNode
        .subList(Math.max(0, ofNode.size() - FRAME), ofNode.size())
        .forEach(other -> text.append('\n').append(json.write(other)));
    return text.toString();
  }
}
