package org.quorama.lab.demos.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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
    return Arrays.stream(kind.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
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
