package org.quorama.lab.demos.script;

import java.util.List;
import org.quorama.lab.demos.command.Command;

/** A part of a step. */
public sealed interface Block {
  /**
   * Prose.
   *
   * @param markdown one paragraph, list or other block of Markdown, as the file has it
   */
  record Prose(String markdown) implements Block {}

  /**
   * Lines that act and expect, one after the other.
   *
   * @param lines at least one
   */
  record Lines(List<Line> lines) implements Block {
    /** Copies the list. */
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line that acts or expects. Immutable.
   *
   * @param number where it is in the file, from 1
   * @param text the line, without a comment
   * @param command what it does
   */
  record Line(int number, String text, Command command) {
    /** Returns true if it only shows a sentence. */
    public boolean isCaption() {
      return text.startsWith("say ");
    }

    /** Returns what a reader is shown: the sentence, or the line. */
    public String shown() {
      return isCaption() ? text.substring("say ".length()).trim() : text;
    }
  }

  /**
   * A question to think about before one goes on.
   *
   * @param question in Markdown
   * @param answer in Markdown; not to be shown before
   */
  record Question(String question, String answer) implements Block {}

  /**
   * One sentence that is shown with what happens.
   *
   * @param text the sentence
   */
  record Caption(String text) implements Block {}
}
