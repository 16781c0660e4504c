package org.quorama.lab.demos.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quorama.monitor.model.MessageWords;
import org.quorama.trace.MessageTrace.Kind;

/** The names of messages as the papers write them: {@code RequestVote}. */
final class MessageNames {
  private MessageNames() {}

  /** Returns the kind with a name. */
  static Optional<Kind> kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> MessageWords.nameOf(kind).equals(name))
        .findFirst();
  }

  /** Returns all names. */
  static List<String> all() {
    return Arrays.stream(Kind.values()).map(MessageWords::nameOf).toList();
  }
}
