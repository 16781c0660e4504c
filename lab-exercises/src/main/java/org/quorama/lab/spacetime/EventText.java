package org.quorama.lab.spacetime;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;

/** Puts events into the words at the right of their row. Stateless. */
final class EventText {
  private static final Pattern NANOS = Pattern.compile("(\\w+?)Nanos=(-?\\d{1,18})");
  private static final double NANOS_PER_MILLI = 1e6;

  private EventText() {}

  /** Returns the name of a kind of message as the paper has it: {@code RequestVote}. */
  static String nameOf(MessageTrace.Kind kind) {
    StringBuilder name = new StringBuilder();
    for (String word : kind.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }

  /** Returns what an event other than a message's says. */
  static String of(TraceDetail detail) {
    if (detail instanceof RaftTrace.Appended appended) {
      return appended(appended.entries());
    } else if (detail instanceof FaultTrace.LinksChanged links) {
      return links(links.rules());
    } else if (detail instanceof FaultTrace.MessageHeld held) {
      return String.format(
          "%s %s from %s to %s waits to be released",
          held.messageId(), nameOf(held.summary().kind()), held.from(), held.to());
    } else if (detail instanceof NodeTrace.MembersSeen) {
      return "MembersSeen";
    } else if (detail instanceof NodeTrace.InputTaken taken) {
      return "InputTaken " + taken.core() + " at " + millis(taken.nanos()) + " ms";
    } else if (detail instanceof NodeTrace.CoresMade made) {
      return "CoresMade " + made.piece() + " of " + made.pieces();
    }
    return plain(detail);
  }

  /** A record's own text without its brackets, and with times that can be read. */
  private static String plain(TraceDetail detail) {
    String text = detail.toString();
    int open = text.indexOf('[');
    if (open < 0 || !text.endsWith("]") || open + 2 == text.length()) {
      return detail.kind();
    }
    String body = text.substring(open + 1, text.length() - 1);
    Matcher nanos = NANOS.matcher(body);
    return detail.kind()
        + " "
        + nanos.replaceAll(
            found -> found.group(1) + "=" + millis(Long.parseLong(found.group(2))) + " ms");
  }

  private static String millis(long nanos) {
    String text = String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    return text.replaceAll("\\.?0+$", "");
  }

  private static String appended(List<RaftTrace.Entry> entries) {
    long first = entries.isEmpty() ? 0 : entries.get(0).index();
    long last = first + entries.size() - 1;
    String range = first == last ? String.valueOf(first) : first + ".." + last;
    return "Appended "
        + range
        + entries.stream().map(RaftTrace.Entry::command).collect(Collectors.joining("; ", " ", ""));
  }

  private static String links(List<FaultTrace.LinkRule> rules) {
    return rules.stream()
        .map(EventText::link)
        .collect(Collectors.joining(", ", "LinksChanged ", rules.isEmpty() ? "all whole" : ""));
  }

  private static String link(FaultTrace.LinkRule rule) {
    StringBuilder text = new StringBuilder(rule.from() + " to " + rule.to());
    if (rule.passesNothing()) {
      return text.append(" cut").toString();
    }
    if (rule.loss() > 0) {
      text.append(" loss ").append(rule.loss());
    }
    if (rule.twins() > 0) {
      text.append(" twins ").append(rule.twins());
    }
    if (rule.delayNanos() > 0 || rule.jitterNanos() > 0) {
      text.append(" delay ").append(millis(rule.delayNanos()));
      text.append("+").append(millis(rule.jitterNanos())).append(" ms");
    }
    return text.toString();
  }

  /** Returns what a message says besides its name, in the words of the paper. */
  static String of(Summary message) {
    return switch (message.kind()) {
      case REQUEST_VOTE, PRE_VOTE ->
          term(message) + ", last entry " + message.prevIndex() + "/" + message.prevTerm();
      case REQUEST_VOTE_REPLY, PRE_VOTE_REPLY ->
          term(message) + (message.positive() ? ": yes" : ": no");
      case HEARTBEAT -> term(message) + ", commit " + message.index();
      case APPEND_ENTRIES -> term(message) + range(message) + ", commit " + message.index();
      case APPEND_ENTRIES_REPLY ->
          term(message) + (message.positive() ? ": ok, match " + message.index() : ": no");
      case INSTALL_SNAPSHOT ->
          term(message) + ", up to " + message.prevIndex() + ", from byte " + message.index();
      case INSTALL_SNAPSHOT_REPLY, TIMEOUT_NOW, TIMEOUT_NOW_REPLY -> term(message);
      default -> ofChunks(message);
    };
  }

  private static String term(Summary message) {
    return " term " + message.term();
  }

  private static String range(Summary append) {
    long first = append.prevIndex() + 1;
    long last = append.prevIndex() + append.entries();
    return first == last ? ", entry " + first : ", entries " + first + ".." + last;
  }

  private static String ofChunks(Summary message) {
    return message.kind().name().endsWith("_REPLY") ? (message.positive() ? ": ok" : ": no") : "";
  }
}
