package org.quorama.lab.demos.play;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.script.DemoScript;

/**
 * How far a demo is; all that a window needs to draw it. Immutable.
 *
 * @param script what is played
 * @param phase what the player does
 * @param current the last step that was played or is being played, from 0; -1 before the first
 * @param steps all steps with what was shown of them
 * @param failure why it cannot go on, null if it can
 */
public record DemoState(
    DemoScript script, Phase phase, int current, List<StepState> steps, @Nullable Failure failure) {
  /** Copies the list. */
  public DemoState {
    steps = List.copyOf(steps);
  }

  /** What the player does. */
  public enum Phase {
    /** It waits to be told to go on. */
    READY,
    /** It plays a step. */
    PLAYING,
    /** It plays earlier steps again, on a fresh cluster: real processes are not rewound. */
    REPLAYING,
    /** The last step is over. */
    FINISHED,
    /** A line failed. */
    FAILED,
    /** It has ended. */
    CLOSED
  }

  /**
   * One step.
   *
   * @param title its heading
   * @param blocks what it is made of
   */
  public record StepState(String title, List<BlockState> blocks) {
    /** Copies the list. */
    public StepState {
      blocks = List.copyOf(blocks);
    }
  }

  /** A part of a step. */
  public sealed interface BlockState {}

  /**
   * Prose.
   *
   * @param markdown in Markdown
   */
  public record Prose(String markdown) implements BlockState {}

  /**
   * Lines that act and expect.
   *
   * @param lines how each stands
   */
  public record Lines(List<LineState> lines) implements BlockState {
    /** Copies the list. */
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A question.
   *
   * @param question in Markdown
   * @param answer in Markdown; to be shown only if it is revealed
   * @param asked whether the player has come to it
   * @param revealed whether the answer may be shown
   */
  public record Question(String question, String answer, boolean asked, boolean revealed)
      implements BlockState {}

  /**
   * A sentence shown with what happens.
   *
   * @param text the sentence
   * @param shown whether the player has come to it
   */
  public record Caption(String text, boolean shown) implements BlockState {}

  /**
   * One line.
   *
   * @param number where it is in the file, from 1
   * @param text what a reader is shown
   * @param caption whether it only shows a sentence
   * @param status how it stands
   */
  public record LineState(int number, String text, boolean caption, Status status) {}

  /** How a part of a step stands. */
  public enum Status {
    /** Its turn has not come. */
    WAITING,
    /** It goes on now. */
    UNDER_WAY,
    /** It is over. */
    DONE,
    /** It failed. */
    FAILED
  }

  /** Returns true if there is a step that was not played yet, and nothing failed. */
  public boolean hasNext() {
    return failure == null && phase != Phase.CLOSED && current + 1 < steps.size();
  }

  /** Returns true if there is a step to go back from. */
  public boolean hasBack() {
    return phase != Phase.CLOSED && current >= 0;
  }
}
