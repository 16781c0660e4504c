package org.quorama.lab.demos.script;

import java.util.List;

/**
 * A demo as its file tells it. Immutable.
 *
 * @param name what it is called on the command line: the file's name without its ending
 * @param file the file, for people
 * @param title its heading
 * @param summary its first paragraph, in Markdown
 * @param steps what Next plays, one after the other
 */
public record DemoScript(String name, String file, String title, String summary, List<Step> steps) {
  private static final int WORDS_A_MINUTE = 130;
  private static final int SECONDS_A_LINE = 4;
  private static final int SECONDS_A_QUESTION = 40;

  /** Copies the list. */
  public DemoScript {
    steps = List.copyOf(steps);
  }

  /**
   * One step. Immutable.
   *
   * @param title its heading
   * @param line where it begins in the file, from 1
   * @param blocks what it is made of
   */
  public record Step(String title, int line, List<Block> blocks) {
    /** Copies the list. */
    public Step {
      blocks = List.copyOf(blocks);
    }
  }

  /** Returns how many minutes a reader takes, at least 1: reading, watching, thinking. */
  public int minutes() {
    int seconds = 0;
    for (Step step : steps) {
      for (Block block : step.blocks()) {
        seconds += seconds(block);
      }
    }
    return Math.max(1, Math.round(seconds / 60f));
  }

  private static int seconds(Block block) {
    if (block instanceof Block.Prose prose) {
      return reading(prose.markdown());
    } else if (block instanceof Block.Question question) {
      return SECONDS_A_QUESTION + reading(question.question()) + reading(question.answer());
    } else if (block instanceof Block.Lines lines) {
      return SECONDS_A_LINE * lines.lines().size();
    }
    return reading(((Block.Caption) block).text());
  }

  private static int reading(String text) {
    return text.split("\\s+", -1).length * 60 / WORDS_A_MINUTE;
  }
}
