package org.quorama.monitor.words;

import java.io.Serializable;
import java.util.List;

/**
 * Something to say, in no language yet. Immutable and serializable if its arguments are.
 *
 * @param key area and name, as {@link Words#text} takes it
 * @param arguments what is filled in; a phrase among them is said in the same language
 */
public record Phrase(String key, List<Object> arguments) implements Serializable {
  /** Copies the arguments. */
  public Phrase {
    arguments = List.copyOf(arguments);
  }

  /**
   * Returns a phrase.
   *
   * @param key area and name
   * @param arguments what is filled in
   */
  public static Phrase of(String key, Object... arguments) {
    return new Phrase(key, List.of(arguments));
  }
}
