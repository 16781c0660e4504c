package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.cluster.NodeId;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

class FaultCommandsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private final FakeClusters clusters = new FakeClusters();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) {
    CliContext context =
        new CliContext(
            clusters,
            InputStream.nullInputStream(),
            print(out),
            print(err),
            false,
            Map.of(),
            new FakeTools());
    return QuoramaCommand.commandLine(context).execute(line.split(" ", -1));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String toN1(LabOrder order) {
    return "n1: " + order;
  }

  @Test
  void nodesArePausedAndResumedEitherWay() {
    assertThat(run("pause n1")).isZero();
    assertThat(run("pause --gently n1")).isZero();
    assertThat(run("resume n1")).isZero();

    assertThat(clusters.faults)
        .containsExactly(
            "pause n1",
            toN1(new LabOrder.SetPaused(true)),
            "resume n1",
            toN1(new LabOrder.SetPaused(false)));
    assertThat(out()).contains("quorama resume n1");
  }

  @Test
  void aPartitionIsARuleForEachWayOfEachLink() {
    assertThat(run("partition n1,n2 from n3")).isZero();
    assertThat(clusters.lab.rules)
        .containsExactly(
            LinkRule.cut(N1, N3), LinkRule.cut(N2, N3), LinkRule.cut(N3, N1), LinkRule.cut(N3, N2));
    assertThat(run("partition --one-way n1 from n2")).isZero();
    assertThat(clusters.lab.rules).containsExactly(LinkRule.cut(N1, N2));
    assertThat(run("heal")).isZero();
    assertThat(clusters.lab.rules).isEmpty();
    assertThat(out()).contains("quorama heal");
  }

  @Test
  void aLinkKeepsTheRulesOfOthers() {
    assertThat(run("link n1 n2 --cut")).isZero();
    assertThat(run("link n2 n3 --loss 0.25 --twins 0.5 --delay 50ms --jitter 2ms --both")).isZero();
    assertThat(out())
        .contains("n1 → n2  cut")
        .contains("n3 → n2  loses 25 %, doubles 50 %, delays by 50.0 ms, reorders within 2.0 ms");
    assertThat(clusters.lab.rules).hasSize(3);

    assertThat(run("link n2 n3")).isZero();
    assertThat(clusters.lab.rules)
        .containsExactly(
            LinkRule.cut(N1, N2), new LinkRule(N3, N2, .25, .5, 50_000_000, 2_000_000));
  }

  @Test
  void linksThatAreWholeAreSaidToBe() {
    assertThat(run("link")).isZero();
    assertThat(out()).contains("All links are whole.");
    assertThat(clusters.faults).isEmpty();
  }

  @Test
  void aStepShowsWhatWaits() {
    Summary vote = new Summary(Kind.REQUEST_VOTE, 2, 7, 0, 0, false);
    clusters.lab.held = List.of(new HeldMessage("n1:1:9", N1, N2, vote));
    assertThat(run("step")).isZero();
    assertThat(out())
        .contains("n1  time stands still at 1.5 ms · raft in 2.0 ms")
        .contains("n1:1:9", "n1→n2  RequestVote term 2, log to 7");
    assertThat(clusters.faults).isEmpty();
  }

  @Test
  void messagesAreReleasedByTheirIds() {
    Summary vote = new Summary(Kind.REQUEST_VOTE, 2, 7, 0, 0, false);
    clusters.lab.held =
        List.of(new HeldMessage("n1:1:9", N1, N2, vote), new HeldMessage("n1:1:10", N1, N3, vote));
    assertThat(run("step drop n1:1:10")).isZero();
    assertThat(run("step twice n1:1:9")).isZero();
    assertThat(run("step deliver all")).isZero();
    assertThat(clusters.faults)
        .containsExactly(
            toN1(new LabOrder.ReleaseMessage("n1:1:10", Release.DROP)),
            toN1(new LabOrder.ReleaseMessage("n1:1:9", Release.DUPLICATE)),
            toN1(new LabOrder.ReleaseMessage("n1:1:9", Release.DELIVER)),
            toN1(new LabOrder.ReleaseMessage("n1:1:10", Release.DELIVER)));
    assertThat(run("step drop n1:1:11")).isOne();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No message n1:1:11 waits");
  }

  @Test
  void timePassesToADeadlineBeforeItFires() {
    assertThat(run("step fire n1")).isZero();
    assertThat(run("step pass 150ms")).isZero();
    assertThat(clusters.faults)
        .containsExactly(
            toN1(new LabOrder.Advance(Duration.ofMillis(2))),
            toN1(new LabOrder.Fire(Timer.RAFT)),
            toN1(new LabOrder.Advance(Duration.ofMillis(150))));
  }

  @Test
  void timeStopsAndPassesByAppointment() {
    assertThat(run("step on")).isZero();
    assertThat(run("step off")).isZero();
    assertThat(run("pace 20")).isZero();
    assertThat(clusters.faults.get(0)).contains("SetPace").contains("frozen=true");
    assertThat(clusters.faults.get(1)).contains("dilation=1").contains("frozen=false");
    assertThat(clusters.faults.get(2)).contains("dilation=20");
  }

  @Test
  void disksAndClocksGoWrong() {
    assertThat(run("disk n1 slow --delay 30ms")).isZero();
    assertThat(run("disk n1 fsync-error")).isZero();
    assertThat(run("clock n1 --rate 2 --jump 3s")).isZero();
    assertThat(clusters.faults)
        .containsExactly(
            toN1(new LabOrder.SetDisk(DiskCondition.SLOW, Duration.ofMillis(30))),
            toN1(new LabOrder.SetDisk(DiskCondition.FSYNC_ERROR, Duration.ofMillis(200))),
            toN1(new LabOrder.SetClock(2, Duration.ofSeconds(3))));
  }

  @ParameterizedTest
  @CsvSource({
    "link n1,Name two different nodes",
    "link n1 n1,Name two different nodes",
    "link n1 n2 --loss 2,from 0 to 1",
    "link n1 n2 --delay soon,not a time",
    "step jump,there is no jump",
    "step fire,Say whose deadline",
    "step until,Say until which kind",
    "step until Sunrise,No event is called Sunrise",
    "step deliver,Say which message",
    "pace 101,from 1 to 100",
    "disk n1 broken,not broken",
    "clock n1 --rate 11,from 0.1 to 10"
  })
  void whatMakesNoSenseIsRefusedWithAHint(String line, String sentence) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence);
    assertThat(clusters.faults).isEmpty();
  }
}
