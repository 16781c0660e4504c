package org.quorama.lab.demos.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {
  private static final String GOOD =
      """
      # A title

      What it *shows*.

      ## The first step

      Some prose
      on two lines.

      ```quorama
      start 5 pre.vote=false   # five of them
      # nothing

      fire n2
      say n2 asks for votes.
      expect n2 is candidate in term 1
      ```

      ```question
      Who wins?
      ---
      Nobody yet.
      ```

      ## The second

      ```caption
      One
      sentence.
      ```
      """;

  @Test
  void readsTitleSummaryStepsAndBlocks() {
    DemoScript script = ScriptReader.read("a", "a.md", GOOD);
    assertThat(script.title()).isEqualTo("A title");
    assertThat(script.summary()).isEqualTo("What it *shows*.");
    assertThat(script.steps())
        .extracting(DemoScript.Step::title)
        .containsExactly("The first step", "The second");
    List<Block> first = script.steps().get(0).blocks();
    assertThat(first.get(0)).isEqualTo(new Block.Prose("Some prose\non two lines."));
    assertThat(first.get(2)).isEqualTo(new Block.Question("Who wins?", "Nobody yet."));
    assertThat(script.steps().get(1).blocks()).containsExactly(new Block.Caption("One sentence."));
    assertThat(script.minutes()).isPositive();
  }

  @Test
  void linesKnowWhereTheyStandAndLoseTheirComments() {
    DemoScript script = ScriptReader.read("a", "a.md", GOOD);
    Block.Lines lines = (Block.Lines) script.steps().get(0).blocks().get(1);
    assertThat(lines.lines()).extracting(Block.Line::number).containsExactly(11, 14, 15, 16);
    assertThat(lines.lines())
        .extracting(Block.Line::text)
        .startsWith("start 5 pre.vote=false", "fire n2");
    assertThat(lines.lines().get(2).isCaption()).isTrue();
    assertThat(lines.lines().get(2).shown()).isEqualTo("n2 asks for votes.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fier n2                          | read 'fier'; did you mean fire?
          fire                             | read the end of the line after 'fire'
          fire n9                          | read 'n9'; no node is called so: n1, n2, n3, n4, n5
          fire n2 quickly                  | read 'quickly' after 'fire n2'
          pass 2                           | <time> is a time, as in 150ms or 2s
          pass 2 s                         | read '2' after 'pass'
          deliver n2→n1 RequestVot         | did you mean RequestVote?
          deliver n2 RequestVote           | from whom to whom
          drop until quiet                 | read 'until' after 'drop'
          expect n2 is leeder              | did you mean
          expect n2 is leader in term one  | <number> is a number
          expect                           | read the end of the line
          wait forever                     | after 'forever'
          kill leader                      | read 'leader'; no node is called so
          put 300KiB /a                    | read '/a' after 'put 300KiB'; possible: as
          append /log hello                | <text> is a text, as in "hello"
          cut n1 n1→n2                     | <node> is a node
          run until                        | read the end of the line
          let p be somebody                | possible: follower, leader, primary, secondary
          """)
  void saysWhatWasReadAndWhatIsPossible(String line, String complaint) {
    assertThat(problems("# T\n\nS.\n\n## A\n\n```quorama\nstart 5\n" + line + "\n```\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(9))
        .extracting(Problem::toString)
        .asString()
        .startsWith("a.md:9: ")
        .contains(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | 1 | begins with its title
          # T\\n\\n## A\\n\\nx | 1 | under the title
          # T\\n\\nS. | 3 | there is no step
          # T\\n\\nS.\\n\\nMore.\\n\\n## A\\n\\nx | 5 | the summary is one paragraph
          # T\\n\\nS.\\n\\n# U\\n\\n## A\\n\\nx | 5 | there is a title already
          # T\\n\\nS.\\n\\n## A\\n\\n## B\\n\\nx | 5 | the step 'A' is empty
          # T\\n\\nS.\\n\\n## A\\n\\n```quorum\\nx\\n``` | 7 | read a block 'quorum'
          # T\\n\\nS.\\n\\n## A\\n\\n```quorama\\n# x\\n``` | 7 | no line that does anything
          # T\\n\\nS.\\n\\n## A\\n\\n```question\\nWho?\\n``` | 7 | ends with a line ---
          # T\\n\\nS.\\n\\n## A\\n\\n```question\\n---\\nA\\n``` | 8 | both say something
          # T\\n\\nS.\\n\\n## A\\n\\n```quorama\\nfire n1\\n``` | 8 | nothing is started yet
          # T\\n\\nS.\\n\\n## A\\n\\nx | 7 | no line starts a cluster
          """)
  void saysWhereAScriptIsNone(String text, int line, String complaint) {
    assertThat(problems(text.replace("\\n", "\n")))
        .anySatisfy(
            problem -> {
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.what()).contains(complaint);
            });
  }

  @Test
  void namesAllMistakesAtOnce() {
    assertThat(
            problems("# T\n\nS.\n\n## A\n\n```quorama\nstart 5\nfier n1\nfire n1\nkil n2\n```\n"))
        .extracting(Problem::line)
        .containsExactly(9, 11);
  }

  @Test
  void anotherStartBeginsAnew() {
    assertThat(
            problems("# T\n\nS.\n\n## A\n\n```quorama\nstart 5\nstart 3\nfire n3\nfire n4\n```\n"))
        .extracting(Problem::line)
        .containsExactly(11);
  }

  @Test
  void aNameThatWasLetIsANode() {
    String text =
        """
        # T

        S.

        ## A

        ```quorama
        start 5 running
        let p be leader
        kill p
        expect p is dead
        ```
        """;
    assertThat(ScriptReader.read("a", "a.md", text).steps()).hasSize(1);
  }

  private static List<Problem> problems(String text) {
    ScriptException failure =
        catchThrowableOfType(ScriptException.class, () -> ScriptReader.read("a", "a.md", text));
    assertThat(failure).as("a complaint about " + text).isNotNull();
    return failure.problems();
  }
}
