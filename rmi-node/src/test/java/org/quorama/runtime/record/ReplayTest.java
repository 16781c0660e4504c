package org.quorama.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftInput;
import org.quorama.runtime.core.NodeInput;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;

/** Records five nodes, and replays them. */
class ReplayTest {
  private static final NodeId N1 = NodeId.of("n1");

  private final RecordedCluster cluster = new RecordedCluster();

  @Test
  void recordingReplaysEqualEventByEventAndAtEveryCheckpoint() {
    List<TraceEvent> events = recording();

    Replay replay = replayed(events, Cut.atTheEnd());

    assertThat(replay.difference()).isEmpty();
    long checkpoints = count(events, NodeTrace.Checkpoint.class);
    assertThat(replay.nodes()).extracting(ReplayedNode::checkpoints).doesNotContain(0L);
    assertThat(replay.nodes().stream().mapToLong(ReplayedNode::checkpoints).sum())
        .isEqualTo(checkpoints)
        .isGreaterThan(4);
    assertThat(replay.nodes().stream().mapToLong(ReplayedNode::inputs).sum())
        .isEqualTo(count(events, NodeTrace.InputTaken.class));
    for (ReplayedNode node : replay.nodes()) {
      assertThat(node.end().status()).isEqualTo(cluster.status(node.node()));
    }
  }

  @Test
  void recordingReplaysEqualAfterItWasWrittenAndRead() {
    TraceJson json = new TraceJson();
    List<TraceEvent> read =
        recording().stream().map(event -> json.read(json.write(event))).toList();

    assertThat(replayed(read, Cut.atTheEnd()).difference()).isEmpty();
  }

  @Test
  void killedNodeIsReplayedToItsLastWord() {
    cluster.run(Duration.ofSeconds(5));
    NodeId killed = cluster.leader();
    cluster.kill(killed);
    cluster.run(Duration.ofSeconds(5));
    cluster.makeDirectory("/b");

    Replay replay = replayed(cluster.events(), Cut.atTheEnd());

    assertThat(replay.difference()).isEmpty();
    assertThat(replay.nodes()).hasSize(5);
  }

  @Test
  void changedByteOfAnInputIsFound() {
    List<TraceEvent> events = new ArrayList<>(recording());
    int at = lastInput(events);
    NodeTrace.InputTaken taken = (NodeTrace.InputTaken) events.get(at).detail();
    char[] text = taken.input().toCharArray();
    text[text.length / 2] = text[text.length / 2] == 'A' ? 'B' : 'A';
    events.set(
        at,
        with(
            events.get(at),
            new NodeTrace.InputTaken(
                taken.core(), taken.nanos(), taken.check(), new String(text))));

    assertThat(replayed(events, Cut.atTheEnd()).difference())
        .hasValueSatisfying(
            difference -> assertThat(difference).startsWith("InputTaken n").contains("is damaged"));
  }

  @Test
  void changedTimeOfAnInputIsFound() {
    List<TraceEvent> events = new ArrayList<>(recording());
    int at = lastInput(events);
    NodeTrace.InputTaken taken = (NodeTrace.InputTaken) events.get(at).detail();
    events.set(
        at,
        with(
            events.get(at),
            new NodeTrace.InputTaken(
                taken.core(), taken.nanos() + 1, taken.check(), taken.input())));

    assertThat(replayed(events, Cut.atTheEnd()).difference()).isPresent();
  }

  @Test
  void changedEventIsFoundWithBothValues() {
    List<TraceEvent> events = new ArrayList<>(recording());
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).detail() instanceof RaftTrace.BecameLeader) {
        events.set(i, with(events.get(i), new RaftTrace.BecameLeader(List.of(N1))));
        break;
      }
    }

    assertThat(replayed(events, Cut.atTheEnd()).difference())
        .hasValueSatisfying(
            difference ->
                assertThat(difference)
                    .startsWith("BecameLeader n")
                    .contains("recorded BecameLeader[votes=[n1]], replayed BecameLeader[votes="));
  }

  @Test
  void missingEventsAreFound() {
    List<TraceEvent> events = new ArrayList<>(recording());
    events.removeIf(event -> event.node().equals(N1) && event.seq() == 20);

    assertThat(replayed(events, Cut.atTheEnd()).difference())
        .hasValueSatisfying(
            difference ->
                assertThat(difference)
                    .contains("n1:1:21: 1 events before it are missing in the recording"));
  }

  @Test
  void traceWithoutInputsIsRefused() {
    List<TraceEvent> events = recording().stream().map(TraceEvent::light).toList();

    assertThat(replayed(events, Cut.atTheEnd()).difference())
        .hasValueSatisfying(
            difference -> assertThat(difference).contains("what its cores were made from"));
  }

  @Test
  void replayStopsAtACutThatNoMessageCrossesBackwards() {
    List<TraceEvent> events = recording();
    long half = events.get(events.size() / 2).lamport();
    Cut.Finder finder = new Cut.Finder(event -> event.lamport() <= half);
    events.forEach(finder::accept);

    Cut cut = finder.find();
    Replay replay = replayed(events, cut);

    assertThat(replay.difference()).isEmpty();
    List<TraceEvent> past = events.stream().filter(cut::includes).toList();
    assertThat(past).isNotEmpty().hasSizeLessThan(events.size());
    List<String> sent = past.stream().map(ReplayTest::sentId).toList();
    for (TraceEvent event : past) {
      if (event.detail() instanceof MessageTrace.Received received) {
        assertThat(sent).contains(received.messageId());
      }
    }
  }

  @Test
  void cutByClocksThatDisagreeEndsEarlierWhereSomethingIsHeardTooSoon() {
    List<TraceEvent> events = recording();
    long half = events.get(events.size() / 2).timeNanos();
    Cut.Finder finder =
        new Cut.Finder(
            event -> event.timeNanos() <= half + (event.node().equals(N1) ? 0 : 500_000_000));
    events.forEach(finder::accept);
    Cut cut = finder.find();

    List<TraceEvent> past = events.stream().filter(cut::includes).toList();
    List<String> sent = past.stream().map(ReplayTest::sentId).toList();
    for (TraceEvent event : past) {
      if (event.detail() instanceof MessageTrace.Received received) {
        assertThat(sent).contains(received.messageId());
      }
    }
    assertThat(replayed(events, cut).difference()).isEmpty();
  }

  @Test
  void classThatIsNotExpectedIsNotRead() {
    byte[] foreign = new InputWriter().write(new java.util.concurrent.atomic.AtomicLong(7));

    assertThatThrownBy(() -> new InputReader().read(foreign, Object.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AtomicLong");
  }

  @Test
  void classIsNamedOnceInABoot() {
    InputWriter writer = new InputWriter();
    InputReader reader = new InputReader();
    NodeInput input = new NodeInput.ForRaft(new RaftInput.Persisted(7));
    byte[] first = writer.write(input);
    byte[] second = writer.write(input);

    assertThat(second).hasSizeLessThan(40).hasSizeLessThan(first.length / 2);
    assertThat(reader.read(first, NodeInput.class)).isEqualTo(input);
    assertThat(reader.read(second, NodeInput.class)).isEqualTo(input);
  }

  /** An election, commands, and a new leader by a long silence. */
  private List<TraceEvent> recording() {
    cluster.run(Duration.ofSeconds(5));
    for (int i = 0; i < 40; i++) {
      cluster.makeDirectory("/d" + i);
    }
    cluster.run(Duration.ofSeconds(60));
    cluster.stop();
    return cluster.events();
  }

  private static Replay replayed(List<TraceEvent> events, Cut cut) {
    Replay replay = new Replay(cut);
    events.forEach(replay::accept);
    return replay;
  }

  private static int lastInput(List<TraceEvent> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).detail() instanceof NodeTrace.InputTaken taken
          && !taken.input().isEmpty()) {
        return i;
      }
    }
    throw new AssertionError("No input is recorded");
  }

  private static TraceEvent with(TraceEvent event, TraceDetail detail) {
    return new TraceEvent(
        event.node(),
        event.incarnation(),
        event.seq(),
        event.lamport(),
        event.timeNanos(),
        event.state(),
        detail);
  }

  private static long count(List<TraceEvent> events, Class<?> kind) {
    return events.stream().filter(event -> kind.isInstance(event.detail())).count();
  }

  private static String sentId(TraceEvent event) {
    return event.detail() instanceof MessageTrace.Sent sent ? sent.messageId() : "";
  }
}
