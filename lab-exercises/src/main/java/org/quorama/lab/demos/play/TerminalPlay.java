package org.quorama.lab.demos.play;

import java.io.PrintStream;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;

/** Plays a script from its first step to its last, and prints it as it happens. One thread. */
public final class TerminalPlay implements PlayListener {
  private static final int COLUMNS = 92;
  private static final String INDENT = "    ";

  private final PrintStream out;
  private final Reader reader;

  /** Whether a line of the script was printed last, so that prose needs some room. */
  private boolean afterLine;

  /** The one who reads. */
  public interface Reader {
    /**
     * Returns when the reader wants to go on; at once if nobody is there.
     *
     * @param why what the reader is to do meanwhile
     */
    void goOn(Pause why);
  }

  /** Why a demo pauses. */
  public enum Pause {
    /** To think about a question. */
    QUESTION,
    /** To read a step before the next. */
    STEP
  }

  /**
   * Makes one.
   *
   * @param out where to print
   * @param reader who reads it
   */
  public TerminalPlay(PrintStream out, Reader reader) {
    this.out = out;
    this.reader = reader;
  }

  /**
   * Plays a script, and ends its cluster.
   *
   * @param script what to play
   * @param clusters starts the cluster
   * @return true if nothing failed
   */
  public boolean play(DemoScript script, DemoClusters clusters) {
    out.println(script.title());
    out.println("=".repeat(script.title().length()));
    text(script.summary());
    try (DemoPlayer player = new DemoPlayer(script, clusters, this)) {
      while (player.state().hasNext()) {
        if (player.state().current() >= 0) {
          reader.goOn(Pause.STEP);
        }
        player.next();
      }
      boolean good = player.state().failure() == null;
      room();
      out.println(good ? "All that was expected is so." : "The demo cannot go on.");
      return good;
    } finally {
      out.flush();
    }
  }

  @Override
  public void stepEntered(DemoScript.Step step, int place) {
    room();
    String title = place + ". " + step.title();
    out.println(title);
    out.println("-".repeat(title.length()));
  }

  @Override
  public void prose(Block.Prose prose) {
    text(prose.markdown());
  }

  private void room() {
    if (afterLine) {
      out.println();
    }
    afterLine = false;
  }

  private void text(String markdown) {
    room();
    TerminalText.of(markdown, COLUMNS).forEach(out::println);
    out.println();
  }

  @Override
  public void caption(String text) {
    room();
    TerminalText.of(text, COLUMNS - INDENT.length()).forEach(line -> out.println(INDENT + line));
    out.println();
  }

  @Override
  public void lineBegun(Block.Line line) {
    if (!line.isCaption()) {
      out.print(INDENT + "› " + line.shown());
      out.flush();
    }
  }

  @Override
  public void lineDone(Block.Line line) {
    afterLine = true;
    if (line.isCaption()) {
      out.println(INDENT + "» " + line.shown());
    } else {
      out.println(line.text().startsWith("expect") ? "  ✓" : "");
    }
  }

  @Override
  public void question(Block.Question question) {
    room();
    TerminalText.of("Predict: " + question.question(), COLUMNS).forEach(out::println);
    out.println();
    reader.goOn(Pause.QUESTION);
  }

  @Override
  public void answer(Block.Question question) {
    text("Answer: " + question.answer());
  }

  @Override
  public void failed(Failure failure) {
    out.println("  FAILED");
    out.println();
    failure.report().forEach(out::println);
  }
}
