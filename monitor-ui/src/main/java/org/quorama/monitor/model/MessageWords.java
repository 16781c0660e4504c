package org.quorama.monitor.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

/** Names messages as the papers do. Stateless. */
public final class MessageWords {
  private MessageWords() {}

  /**
   * Returns a message in a few words: {@code AppendEntries term 3, 2 entries after 7}.
   *
   * @param summary what it says
   */
  public static String of(Summary summary) {
    return nameOf(summary.kind()) + detailOf(summary);
  }

  /**
   * Returns the name of a kind: {@code RequestVoteReply}.
   *
   * @param kind which
   */
  public static String nameOf(Kind kind) {
    return Arrays.stream(kind.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String detailOf(Summary summary) {
    String answer = summary.positive() ? " yes" : " no";
    return switch (summary.kind()) {
      case REQUEST_VOTE, PRE_VOTE ->
          " term %d, log to %d".formatted(summary.term(), summary.prevIndex());
      case REQUEST_VOTE_REPLY, PRE_VOTE_REPLY -> answer + ", term " + summary.term();
      case APPEND_ENTRIES ->
          " term %d, %d after %d".formatted(summary.term(), summary.entries(), summary.prevIndex());
      case HEARTBEAT -> " term %d, commit %d".formatted(summary.term(), summary.index());
      case APPEND_ENTRIES_REPLY -> answer + ", match " + summary.index();
      case GRANT_REPLY, MUTATE_REPLY, REVOKE_REPLY, COPY_REPLY -> answer;
      default -> "";
    };
  }
}
