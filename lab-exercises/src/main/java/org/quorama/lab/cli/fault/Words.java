package org.quorama.lab.cli.fault;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.trace.FaultTrace.LinkRule;

/** How the commands of this package say things. Stateless. */
final class Words {
  private static final double MILLI = 1e6;

  private Words() {}

  static String namesOf(Collection<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
  }

  /** Names the nodes that heard nothing, if there are any. */
  static void tellSilent(CliContext context, Laboratory.Answers answers) {
    if (!answers.silent().isEmpty()) {
      context.err().println("Not told, since they do not answer: " + namesOf(answers.silent()));
    }
  }

  /** Returns milliseconds, as in {@code 12.5 ms}. */
  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / MILLI);
  }

  /** Returns what a rule does to a link. */
  static String of(LinkRule rule) {
    if (rule.passesNothing()) {
      return "cut";
    }
    StringBuilder words = new StringBuilder();
    append(words, rule.loss() > 0, "loses %.0f %%".formatted(rule.loss() * 100));
    append(words, rule.twins() > 0, "doubles %.0f %%".formatted(rule.twins() * 100));
    append(words, rule.delayNanos() > 0, "delays by " + millis(rule.delayNanos()));
    append(words, rule.jitterNanos() > 0, "reorders within " + millis(rule.jitterNanos()));
    return words.isEmpty() ? "whole" : words.toString();
  }

  private static void append(StringBuilder words, boolean holds, String more) {
    if (holds) {
      words.append(words.isEmpty() ? "" : ", ").append(more);
    }
  }
}
