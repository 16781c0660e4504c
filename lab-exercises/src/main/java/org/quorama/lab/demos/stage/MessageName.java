package org.quorama.lab.demos.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quorama.monitor.model.MessageWords;
import org.quorama.trace.MessageTrace.Kind;

/** The names of messages as the papers write them: {@code RequestVote}. */
public final class MessageName {
  private MessageName() {}

  /**
   * Returns a kind's name.
   *
   * @param kind which
   */
  public static String of(Kind kind) {
    return MessageWords.nameOf(kind);
  }

  /**
   * Returns the kind with a name.
   *
   * @param name its name, as it is written
   */
  public static Optional<Kind> kind(String name) {
    return Arrays.stream(Kind.values()).filter(kind -> of(kind).equals(name)).findFirst();
  }

  /** Returns all names. */
  public static List<String> all() {
    return Arrays.stream(Kind.values()).map(MessageName::of).toList();
  }
}
