package org.quorama.lab.demos.stage;

import java.util.Locale;

/**
 * What a client knows of what it asked for. Immutable.
 *
 * @param state how it stands
 * @param words the error code or the message, empty if there is none
 */
public record Answer(State state, String words) {
  static final Answer UNDER_WAY = new Answer(State.UNDER_WAY, "");
  static final Answer OK = new Answer(State.OK, "");

  /** How a request stands. */
  public enum State {
    /** There is no answer yet. */
    UNDER_WAY,
    /** It took effect. */
    OK,
    /** It certainly had no effect. */
    REFUSED,
    /** It may or may not have had an effect. */
    UNKNOWN;

    /** Returns the state in words: {@code under way}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String toString() {
    return words.isEmpty() ? state.words() : state.words() + " (" + words + ")";
  }
}
