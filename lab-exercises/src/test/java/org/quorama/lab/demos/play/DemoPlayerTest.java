package org.quorama.lab.demos.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.play.DemoState.Phase;
import org.quorama.lab.demos.play.DemoState.Status;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.script.ScriptReader;
import org.quorama.raft.RoleName;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.MessageTrace.Kind;

class DemoPlayerTest {
  private final List<FakeDemoCluster> clusters = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Consumer<FakeDemoCluster> plan = cluster -> {};

  private final DemoClusters fake =
      (nodes, frozen, settings) -> {
        FakeDemoCluster cluster = new FakeDemoCluster(nodes);
        plan.accept(cluster);
        clusters.add(cluster);
        return cluster;
      };

  private final PlayListener listener =
      new PlayListener() {
        @Override
        public void stepEntered(DemoScript.Step step, int place) {
          told.add("step " + place);
        }

        @Override
        public void lineDone(Block.Line line) {
          told.add(line.text());
        }

        @Override
        public void question(Block.Question question) {
          told.add("? " + question.question());
        }

        @Override
        public void answer(Block.Question question) {
          told.add("! " + question.answer());
        }

        @Override
        public void failed(Failure failure) {
          told.add("failed " + failure.line());
        }
      };

  private static String step(String... lines) {
    return "## S\n\n```quorama\n" + String.join("\n", lines) + "\n```\n\n";
  }

  private DemoPlayer player(String... steps) {
    String text = "# T\n\nS.\n\n" + String.join("", steps);
    return new DemoPlayer(ScriptReader.read("t", "t.md", text), fake, listener);
  }

  private FakeDemoCluster last() {
    return clusters.get(clusters.size() - 1);
  }

  @Test
  void nextPlaysOneStepLineByLine() {
    DemoPlayer player =
        player(step("start 5", "expect no leader"), "## Q\n\n```question\nA?\n---\nB.\n```\n");
    player.next();
    assertThat(told).containsExactly("step 1", "start 5", "expect no leader");
    assertThat(player.state().phase()).isEqualTo(Phase.READY);
    assertThat(player.state().steps().get(1).blocks())
        .containsExactly(new DemoState.Question("A?", "B.", false, false));
    player.next();
    assertThat(told).endsWith("step 2", "? A?", "! B.");
    assertThat(player.state().phase()).isEqualTo(Phase.FINISHED);
    assertThat(player.state().hasNext()).isFalse();
    player.close();
    assertThat(last().closed).isTrue();
  }

  @Test
  void firingLetsTimePassOnAllNodesAndOneAct() {
    plan = cluster -> cluster.onFire = (all, node) -> all.tell(node, 1, RoleName.CANDIDATE, node);
    DemoPlayer player =
        player(step("start 5", "fire n2", "expect n2 is candidate in term 1", "expect n1 is due"));
    player.next();
    assertThat(player.state().failure()).isNull();
    assertThat(last().orders).filteredOn(order -> order.contains("Advance")).hasSize(5);
    assertThat(last().orders).last().asString().startsWith("n2 Fire");
    player.close();
  }

  @Test
  void rulesOfOneLinkAddUpAndGoWhenAllAreNothing() {
    DemoPlayer player =
        player(
            step(
                "start 3",
                "delay n1→n2 50ms",
                "lose n1→n2 30%",
                "double n1→n2 10%",
                "jitter n1→n2 5ms"),
            step("delay n1→n2 0ms", "lose n1→n2 0%", "double n1→n2 0%", "jitter n1→n2 0ms"));
    player.next();
    assertThat(last().links)
        .isEqualTo(
            List.of(
                new LinkRule(NodeId.of("n1"), NodeId.of("n2"), 0.3, 0.1, 50_000_000, 5_000_000)));
    player.next();
    assertThat(last().links).isEqualTo(List.of());
    player.close();
  }

  @Test
  void aClockJumpsAndGoesOnAsFastAsBefore() {
    DemoPlayer player = player(step("start 3", "jump n2 5s"));
    player.next();
    assertThat(player.state().failure()).isNull();
    assertThat(last().orders).last().asString().isEqualTo("n2 SetClock[rate=1.0, jump=PT5S]");
    player.close();
  }

  @Test
  void oneLinkDeliversItsOldestMessageAndAStarAllOfThem() {
    plan =
        cluster -> {
          cluster.hold("n2", "n1", Kind.REQUEST_VOTE);
          cluster.hold("n2", "n1", Kind.REQUEST_VOTE);
          cluster.hold("n2", "n3", Kind.REQUEST_VOTE);
          cluster.hold("n4", "n3", Kind.HEARTBEAT);
        };
    DemoPlayer player =
        player(
            step("start 5", "deliver n2->n1", "drop n2→* RequestVote"),
            step("duplicate all Heartbeat", "expect nobody waits"));
    player.next();
    assertThat(releases()).containsExactly("n2:1:2 DELIVER", "n2:1:3 DROP", "n2:1:4 DROP");
    player.next();
    assertThat(player.state().failure()).isNull();
    assertThat(releases()).last().isEqualTo("n4:1:2 DUPLICATE");
    player.close();
  }

  private List<String> releases() {
    return last().orders.stream()
        .filter(order -> order.contains("ReleaseMessage"))
        .map(order -> order.replaceAll(".*messageId=(.*), release=(.*)]", "$1 $2"))
        .toList();
  }

  @Test
  void deliveringUntilQuietFollowsWhatComesOfIt() {
    plan =
        cluster -> {
          cluster.hold("n1", "n2", Kind.APPEND_ENTRIES);
          cluster.hold("n1", "n5", Kind.APPEND_ENTRIES);
          cluster.onRelease =
              (all, message) -> {
                if (message.summary().kind() == Kind.APPEND_ENTRIES) {
                  all.hold("n2", "n1", Kind.APPEND_ENTRIES_REPLY);
                }
              };
        };
    DemoPlayer player =
        player(
            step(
                "start 5",
                "deliver among n1 n2 until quiet",
                "expect message n1→n5 AppendEntries waits",
                "expect no message n2→n1 waits"));
    player.next();
    assertThat(player.state().failure()).isNull();
    assertThat(releases()).hasSize(2);
    player.close();
  }

  @Test
  void aFailedExpectationSaysWhatWasSeen() {
    plan = cluster -> cluster.hold("n2", "n1", Kind.REQUEST_VOTE);
    DemoPlayer player =
        player(step("start 5", "expect n2 is leader in term 1", "kill n1"), step("kill n2"));
    player.next();
    assertThat(told).containsExactly("step 1", "start 5", "failed 9");
    assertThat(player.state().phase()).isEqualTo(Phase.FAILED);
    assertThat(player.state().hasNext()).isFalse();
    Failure failure = Objects.requireNonNull(player.state().failure());
    assertThat(failure.report())
        .startsWith(
            "t.md:9: expect n2 is leader in term 1",
            "  expected  n2 is leader in term 1",
            "  seen      n2 is follower in term 0")
        .contains("  n2→n1 RequestVote in term 1")
        .anySatisfy(row -> assertThat(row).contains("n2", "HardStateDurable"));
    assertThat(linesOf(player, 0)).containsExactly(Status.DONE, Status.FAILED, Status.WAITING);
    player.close();
  }

  private static List<Status> linesOf(DemoPlayer player, int step) {
    DemoState.Lines lines = (DemoState.Lines) player.state().steps().get(step).blocks().get(0);
    return lines.lines().stream().map(DemoState.LineState::status).toList();
  }

  @Test
  void deliveringWhatDoesNotWaitNamesWhatDoes() {
    plan = cluster -> cluster.hold("n2", "n1", Kind.REQUEST_VOTE);
    DemoPlayer player = player(step("start 5", "deliver n3→n1 RequestVote"));
    player.next();
    assertThat(Objects.requireNonNull(player.state().failure()).seen())
        .isEqualTo("No message n3→n1 RequestVote waits; waiting: n2→n1 RequestVote");
    player.close();
  }

  @Test
  void backPlaysTheStepsBeforeAgainOnAFreshCluster() {
    DemoPlayer player = player(step("start 5"), step("kill n1"), step("kill n2"));
    player.next();
    player.next();
    player.next();
    told.clear();
    player.back();
    assertThat(told).isEmpty();
    assertThat(clusters).hasSize(2);
    assertThat(clusters.get(0).closed).isTrue();
    assertThat(last().orders).contains("kill n1").doesNotContain("kill n2");
    assertThat(player.state().current()).isEqualTo(1);
    player.next();
    assertThat(last().orders).contains("kill n2");
    player.close();
    assertThat(last().closed).isTrue();
  }

  @Test
  void restartPlaysNothing() {
    DemoPlayer player = player(step("start 5"), step("kill n1"));
    player.next();
    player.restart();
    assertThat(clusters).hasSize(1);
    assertThat(last().closed).isTrue();
    assertThat(player.state().current()).isEqualTo(-1);
    assertThat(player.state().hasBack()).isFalse();
    player.next();
    assertThat(clusters).hasSize(2);
    player.close();
  }

  @Test
  void aKilledNodeIsAskedNothing() {
    DemoPlayer player =
        player(step("start 5", "kill n3", "expect n3 is dead", "pass 10ms", "restart n3"));
    player.next();
    assertThat(player.state().failure()).isNull();
    assertThat(last().orders)
        .filteredOn(order -> order.contains("Advance"))
        .noneMatch(order -> order.startsWith("n3"));
    assertThat(last().orders).anyMatch(order -> order.startsWith("n3 SetPace"));
    player.close();
  }

  @Test
  void requestsOfClientsHaveNames() {
    DemoPlayer player =
        player(step("start 5", "mkdir /a at n1 &first", "wait first is ok", "expect first is ok"));
    player.next();
    assertThat(player.state().failure()).isNull();
    player.close();
  }

  @Test
  void aFrozenClusterAnswersNobodyWhoWaits() {
    DemoPlayer player = player(step("start 5", "mkdir /a at n1"));
    player.next();
    assertThat(Objects.requireNonNull(player.state().failure()).seen()).contains("as in &first");
    player.close();
  }

  @Test
  void nothingIsStartedAfterTheEnd() {
    DemoPlayer player = player(step("start 5"));
    player.close();
    player.next();
    assertThat(clusters).isEmpty();
  }

  @Test
  void theTerminalShowsProseLinesAndAnswers() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<TerminalPlay.Pause> pauses = new ArrayList<>();
    String text =
        "# T\n\nS *e*.\n\n"
            + step("start 5", "say Five `nodes`.", "expect no leader")
            + "## Q\n\n- one\n- two\n\n```question\nA?\n---\nB.\n```\n";
    DemoScript script = ScriptReader.read("t", "t.md", text);
    assertThat(new TerminalPlay(out, pauses::add).play(script, fake)).isTrue();
    assertThat(bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"))
        .contains("T\n=\nS e.\n", "    › start 5\n    » Five `nodes`.\n")
        .contains("    › expect no leader  ✓\n", "- one\n- two\n", "Predict: A?\n\nAnswer: B.\n");
    assertThat(pauses).containsExactly(TerminalPlay.Pause.STEP, TerminalPlay.Pause.QUESTION);
    assertThat(last().closed).isTrue();
  }

  @Test
  void theTerminalShowsAFailureAndSaysSo() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    String text = "# T\n\nS.\n\n" + step("start 5", "expect leader");
    DemoScript script = ScriptReader.read("t", "t.md", text);
    assertThat(new TerminalPlay(out, why -> {}).play(script, fake)).isFalse();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("expect leader  FAILED", "t.md:9: expect leader", "What the nodes believe:");
  }
}
