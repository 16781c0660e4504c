package org.quorama.lab.demos.script;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Reads a script, and notes everything that is wrong with it. Lives for one script.
 *
 * <p>A level-1 heading is the title, the paragraph under it the summary; each level-2 heading
 * begins a step. In a step fenced blocks called {@code quorama}, {@code question} and {@code
 * caption} mean something; all else is prose.
 */
public final class ScriptReader {
  private static final int TITLE = 1;
  private static final int STEP = 2;
  private static final String DIVIDER = "---";

  private final String file;
  private final List<String> source;
  private final List<Problem> problems = new ArrayList<>();
  private final LineReader lines;
  private final List<DemoScript.Step> steps = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private String title = "";
  private String summary = "";
  private String stepTitle = "";
  private int stepLine;

  private ScriptReader(String file, String text) {
    this.file = file;
    this.source = text.lines().toList();
    this.lines = new LineReader(this::problem);
  }

  /**
   * Reads a script.
   *
   * @param name what it is called on the command line
   * @param file the file, for people
   * @param text what is in it
   * @throws ScriptException if anything is wrong with it; the message names all of it
   */
  public static DemoScript read(String name, String file, String text) {
    ScriptReader reader = new ScriptReader(file, text);
    reader.readAll(text);
    if (!reader.problems.isEmpty()) {
      throw new ScriptException(reader.problems);
    }
    return new DemoScript(name, file, reader.title, reader.summary, reader.steps);
  }

  private void readAll(String text) {
    Parser parser = Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
    for (Node node = parser.parse(text).getFirstChild(); node != null; node = node.getNext()) {
      take(node);
    }
    endStep();
    if (title.isEmpty()) {
      problem(1, "a script begins with its title, as in: # First election");
    } else if (summary.isEmpty()) {
      problem(1, "under the title stands a paragraph that says what the script shows");
    }
    if (steps.isEmpty()) {
      problem(Math.max(1, source.size()), "there is no step: one begins with ## and its title");
    } else if (!lines.hasStarted()) {
      problem(Math.max(1, source.size()), "no line starts a cluster, as in: start 5");
    }
  }

  private void take(Node node) {
    if (node instanceof Heading heading && heading.getLevel() <= STEP) {
      heading(heading);
    } else if (!stepTitle.isEmpty()) {
      block(node);
    } else if (title.isEmpty() || node instanceof FencedCodeBlock) {
      problem(line(node), "only the summary stands before the first step; a step begins with ##");
    } else if (summary.isEmpty()) {
      summary = markdown(node);
    } else {
      problem(line(node), "the summary is one paragraph; a step begins with ## and its title");
    }
  }

  private void heading(Heading heading) {
    String text = markdown(heading).replaceFirst("^#+\\s*", "");
    if (heading.getLevel() == TITLE) {
      if (!title.isEmpty()) {
        problem(line(heading), "there is a title already: a step begins with ##");
      }
      title = text;
      return;
    }
    endStep();
    stepTitle = text;
    stepLine = line(heading);
    if (text.isEmpty()) {
      problem(stepLine, "a step has a title");
      stepTitle = "?";
    }
  }

  private void endStep() {
    if (!stepTitle.isEmpty()) {
      if (blocks.isEmpty()) {
        problem(stepLine, "the step '" + stepTitle + "' is empty");
      }
      steps.add(new DemoScript.Step(stepTitle, stepLine, blocks));
      blocks.clear();
    }
  }

  private void block(Node node) {
    if (!(node instanceof FencedCodeBlock fence)) {
      blocks.add(new Block.Prose(markdown(node)));
      return;
    }
    String info = fence.getInfo().trim();
    String inside = fence.getLiteral();
    int first = line(fence) + 1;
    switch (info) {
      case "quorama" -> actions(first, inside);
      case "question" -> question(first, inside);
      case "caption" -> blocks.add(new Block.Caption(inside.strip().replaceAll("\\s+", " ")));
      case "", "text" -> blocks.add(new Block.Prose(markdown(node)));
      default ->
          problem(
              first - 1, "read a block '" + info + "'; possible: quorama, question, caption, text");
    }
  }

  private void actions(int first, String inside) {
    List<Block.Line> read = lines.read(first, inside);
    if (read.isEmpty()) {
      problem(first - 1, "the block has no line that does anything");
    } else {
      blocks.add(new Block.Lines(read));
    }
  }

  private void question(int first, String inside) {
    List<String> all = inside.lines().toList();
    int divider = all.indexOf(DIVIDER);
    if (divider < 0) {
      problem(first - 1, "a question ends with a line --- and its answer follows");
      return;
    }
    String question = String.join("\n", all.subList(0, divider)).strip();
    String answer = String.join("\n", all.subList(divider + 1, all.size())).strip();
    if (question.isEmpty() || answer.isEmpty()) {
      problem(first + divider, "question and answer both say something");
    }
    blocks.add(new Block.Question(question, answer));
  }

  private String markdown(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    int from = spans.get(0).getLineIndex();
    int to = spans.get(spans.size() - 1).getLineIndex();
    return String.join("\n", source.subList(from, to + 1)).strip();
  }

  private static int line(Node node) {
    return node.getSourceSpans().get(0).getLineIndex() + 1;
  }

  private void problem(int line, String what) {
    problems.add(new Problem(file, line, what));
  }
}
