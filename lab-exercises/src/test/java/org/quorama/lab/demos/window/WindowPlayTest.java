package org.quorama.lab.demos.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.lab.demos.play.FakeDemoCluster;
import org.quorama.lab.demos.script.ScriptReader;
import org.quorama.monitor.model.DemoPage;
import org.quorama.monitor.model.DemoPage.Block;
import org.quorama.monitor.model.DemoPage.Kind;
import org.quorama.monitor.model.DemoPage.Phase;
import org.quorama.monitor.model.DemoPage.State;

class WindowPlayTest {
  private static final String SCRIPT =
      """
      # A title

      A summary.

      ## First

      Before.

      ```quorama
      start 5
      expect no leader
      ```

      Between.

      ```question
      Why?
      ---
      Because.
      ```

      After.

      ## Second

      ```quorama
      expect n1 is leader in term 9
      ```
      """;

  private final List<FakeDemoCluster> clusters = Collections.synchronizedList(new ArrayList<>());
  private final WindowPlay play =
      new WindowPlay(
          ScriptReader.read("t", "t.md", SCRIPT),
          (nodes, frozen, settings) -> {
            FakeDemoCluster made = new FakeDemoCluster(nodes);
            clusters.add(made);
            return made;
          });

  @AfterEach
  void close() {
    play.close();
  }

  private DemoPage awaitPhase(Phase phase) {
    await().until(() -> play.page().phase() == phase);
    return play.page();
  }

  private static List<String> texts(DemoPage page) {
    return page.blocks().stream().map(Block::text).toList();
  }

  @Test
  void beforeTheFirstStepTheSummaryIsShown() {
    DemoPage page = play.page();
    assertThat(page.phase()).isEqualTo(Phase.READY);
    assertThat(page.title()).isEqualTo("A title");
    assertThat(page.step()).isZero();
    assertThat(page.steps()).isEqualTo(2);
    assertThat(texts(page)).containsExactly("A summary.");
  }

  @Test
  void whatComesAfterAQuestionIsHiddenUntilItsAnswerIsRevealed() {
    play.next();
    DemoPage asking = awaitPhase(Phase.ASKING);
    assertThat(texts(asking))
        .containsExactly("Before.", "start 5", "expect no leader", "Between.", "Why?");
    assertThat(asking.blocks().get(1)).isEqualTo(new Block(Kind.COMMAND, "start 5", State.DONE));
    assertThat(asking.blocks().get(2).kind()).isEqualTo(Kind.EXPECTATION);

    play.next();
    assertThat(texts(awaitPhase(Phase.READY))).endsWith("Why?", "Because.", "After.");
  }

  @Test
  void aFailureIsShownWithWhatWasSeen() {
    play.next();
    awaitPhase(Phase.ASKING);
    play.next();
    awaitPhase(Phase.READY);
    play.next();
    DemoPage failed = awaitPhase(Phase.FAILED);
    Block last = failed.blocks().get(failed.blocks().size() - 1);
    assertThat(last.kind()).isEqualTo(Kind.FAILURE);
    assertThat(last.text()).contains("t.md", "expected", "seen");
  }

  @Test
  void backDoesNotWaitForAnOpenQuestionAndBeginsOnAnotherCluster() {
    play.next();
    awaitPhase(Phase.ASKING);
    play.restart();
    await().until(() -> play.page().step() == 0 && play.page().phase() == Phase.READY);
    assertThat(clusters.get(0).closed).isTrue();

    play.next();
    awaitPhase(Phase.ASKING);
    assertThat(clusters).hasSize(2);
  }

  @Test
  void closingEndsTheClusterThoughAQuestionIsOpen() {
    play.next();
    awaitPhase(Phase.ASKING);
    play.close();
    assertThat(clusters.get(0).closed).isTrue();
  }
}
