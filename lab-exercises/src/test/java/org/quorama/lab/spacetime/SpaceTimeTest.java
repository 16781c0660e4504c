package org.quorama.lab.spacetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Draws a small trace by hand, so that the picture can be compared line by line. */
class SpaceTimeTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final long TENTH = 100_000;
  private static final SpaceTime.Page ASCII = new SpaceTime.Page(82, true);

  private final List<TraceEvent> events = new ArrayList<>();

  @Test
  void electionIsDrawnWithArrowsRolesAndTerms() {
    election();

    assertThat(drawn(Selection.everything(), ASCII))
        .containsExactly(
            "  seconds  clock  n1       n2       n3",
            "                  | F0",
            "   0.0000      1  o F0                        Boot address=, durableTerm=0, dur...",
            "   0.0001      1  |        o F0               Boot address=, durableTerm=0, dur...",
            "   0.0002      1  |        |        o F0      Boot address=, durableTerm=0, dur...",
            "   0.0020      2  @ C1     |        |         BecameCandidate",
            "   0.0030      3  *-C1---> |        |         n1:1:1 RequestVote to n2 term 1, ...",
            "   0.0030      4  *-C1---> |        |         n1:1:2 RequestVote to n3 term 1, ...",
            "   0.0031      5  *-C1---x |        |         n1:1:2 RequestVote to n3 is lost:...",
            "   0.0040      6  :------->* F1     |         n1:1:1 RequestVote from n1 term 1...",
            "   0.0041      7  :      <-* F1     |         n2:1:1 RequestVoteReply to n1 ter...",
            "   0.0050      8  *<C1-----|        |         n2:1:1 RequestVoteReply from n2 t...",
            "   0.0051      9  @ L1     |        |         BecameLeader votes=[n1, n2]",
            "   0.0052     10  *-L1---? |        |         n1:1:3 AppendEntries to n2 term 1...");
  }

  @Test
  void boxesAreDrawnUnlessTheTerminalHasNone() {
    election();

    assertThat(drawn(Selection.everything(), new SpaceTime.Page(82, false)))
        .contains(
            "   0.0040      6  ┊╌╌╌╌╌╌╌▶● F1     │         n1:1:1 RequestVote from n1 term 1, …",
            "   0.0052     10  ●─L1───? │        │         n1:1:3 AppendEntries to n2 term 1, …");
  }

  @Test
  void heartbeatsAndTheirAnswersAreOneRowUnlessAskedFor() {
    for (int round = 1; round <= 3; round++) {
      heartbeat(round);
    }
    add(N1, 1, 90, RoleName.LEADER, new RaftTrace.CommitAdvanced(7));

    assertThat(drawn(Selection.everything(), ASCII))
        .filteredOn(line -> line.contains("eartbeat") || line.contains("Append"))
        .containsExactly("                  #           |            3 heartbeats");
    assertThat(drawn(kinds("heartbeats"), ASCII)).hasSize(2 + 12);
    assertThat(drawn(kinds("Heartbeat"), ASCII)).hasSize(2 + 6);
  }

  @Test
  void whatTheTraceHasNotIsDrawnAsAGap() {
    election();
    events.removeIf(event -> event.node().equals(N1) && event.seq() > 1 && event.seq() < 5);
    boot(N2, 2, 80, 1);

    assertThat(drawn(Selection.everything(), ASCII))
        .contains(
            "                  ~ F0     |        |         n1: 3 events are missing here",
            "                  :        X        |         n2: boot 1 ends without a word");
  }

  @Test
  void messageThatArrivesTwiceIsMarked() {
    election();
    MessageTrace.Summary vote = new MessageTrace.Summary(Kind.REQUEST_VOTE, 1, 0, 0, 0, false);
    add(N2, 1, 61, RoleName.FOLLOWER, new MessageTrace.Received("n1:1:1", N1, vote));

    assertThat(drawn(Selection.everything(), new SpaceTime.Page(120, true)))
        .anyMatch(line -> line.contains("RequestVote from n1 once more"));
  }

  @Test
  void faultsAreMarked() {
    add(N1, 1, 0, RoleName.FOLLOWER, new NodeTrace.Boot("", 0, 0));
    add(N1, 1, 1, RoleName.FOLLOWER, new FaultTrace.LinksChanged(List.of(cut(N1, N2))));
    add(N1, 1, 2, RoleName.FOLLOWER, new FaultTrace.NodePaused());

    assertThat(drawn(kinds("faults"), ASCII))
        .containsExactly(
            "  seconds  clock  n1",
            "                  | F1",
            "   0.0001      2  ! F1         LinksChanged n1 to n2 cut",
            "   0.0002      3  ! F1         NodePaused");
  }

  @Test
  void arrivalsAreDrawnBelowTheirSendingWhateverTheClocksSay() {
    MessageTrace.Summary vote = new MessageTrace.Summary(Kind.REQUEST_VOTE, 1, 0, 0, 0, false);
    add(N2, 1, 1, RoleName.FOLLOWER, new MessageTrace.Received("n1:1:1", N1, vote));
    add(N1, 1, 50, RoleName.CANDIDATE, new MessageTrace.Sent("n1:1:1", N2, vote));

    assertThat(drawn(Selection.everything(), ASCII))
        .filteredOn(line -> line.contains("RequestVote"))
        .extracting(line -> line.contains(" to ") ? "sent" : "received")
        .containsExactly("sent", "received");
  }

  @Test
  void nodesAndSpansAreSelected() {
    election();
    Selection late = new Selection(Set.of(N2), Set.of(), Point.parse("4ms"), Point.parse("7"));

    assertThat(drawn(late, ASCII))
        .containsExactly(
            "  seconds  clock  n2",
            "                  | F1",
            "   0.0040      6  *<F1-------- n1:1:1 RequestVote from n1 term 1, last entry 0/0",
            "   0.0041      7  *-F1------>  n2:1:1 RequestVoteReply to n1 term 1: yes");
  }

  @Test
  void heartbeatsAtTheEndOfASpanAreDrawnAsTheNodesWereThen() {
    heartbeat(1);
    add(N1, 1, 90, RoleName.LEADER, new NodeTrace.Stopped());
    add(N2, 1, 91, RoleName.FOLLOWER, new NodeTrace.Stopped());

    Selection early = new Selection(Set.of(), Set.of(), null, Point.parse("5ms"));
    assertThat(drawn(early, ASCII))
        .endsWith("                  #           |            1 heartbeat");
  }

  @Test
  void pageThatIsTooNarrowIsRefused() {
    election();
    assertThatThrownBy(() -> drawn(Selection.everything(), new SpaceTime.Page(50, true)))
        .hasMessage("50 columns are too few for 3 nodes: at least 56 are needed");
  }

  @Test
  void pointsAreTimesOrClocks() {
    assertThat(Point.parse("500ms")).isEqualTo(new Point(Point.Unit.TIME, 500_000_000));
    assertThat(Point.parse("1.5s")).isEqualTo(new Point(Point.Unit.TIME, 1_500_000_000));
    assertThat(Point.parse("77")).isEqualTo(new Point(Point.Unit.LAMPORT, 77));
    assertThatThrownBy(() -> Point.parse("soon"))
        .hasMessageContaining("not time since")
        .isNotNull();
  }

  /** Three nodes; n1 is elected by n2, n3 is cut off. */
  private void election() {
    for (NodeId node : List.of(N1, N2, N3)) {
      int at = node.value().charAt(1) - '1';
      boot(node, 1, at, 0);
    }
    MessageTrace.Summary vote = new MessageTrace.Summary(Kind.REQUEST_VOTE, 1, 0, 0, 0, false);
    MessageTrace.Summary yes = new MessageTrace.Summary(Kind.REQUEST_VOTE_REPLY, 1, 0, 0, 0, true);
    MessageTrace.Summary append = new MessageTrace.Summary(Kind.APPEND_ENTRIES, 1, 0, 1, 0, false);
    add(N1, 2, 20, RoleName.CANDIDATE, new RaftTrace.BecameCandidate());
    add(N1, 3, 30, RoleName.CANDIDATE, new MessageTrace.Sent("n1:1:1", N2, vote));
    add(N1, 4, 30, RoleName.CANDIDATE, new MessageTrace.Sent("n1:1:2", N3, vote));
    add(N1, 5, 31, RoleName.CANDIDATE, new MessageTrace.Dropped("n1:1:2", N3, "cut"));
    add(N2, 6, 40, RoleName.FOLLOWER, new MessageTrace.Received("n1:1:1", N1, vote));
    add(N2, 7, 41, RoleName.FOLLOWER, new MessageTrace.Sent("n2:1:1", N1, yes));
    add(N1, 8, 50, RoleName.CANDIDATE, new MessageTrace.Received("n2:1:1", N2, yes));
    add(N1, 9, 51, RoleName.LEADER, new RaftTrace.BecameLeader(List.of(N1, N2)));
    add(N1, 10, 52, RoleName.LEADER, new MessageTrace.Sent("n1:1:3", N2, append));
  }

  private void heartbeat(int round) {
    MessageTrace.Summary ask =
        new MessageTrace.Summary(Kind.HEARTBEAT, 1, 7, 1, 0, 7, round, false);
    MessageTrace.Summary answer =
        new MessageTrace.Summary(Kind.APPEND_ENTRIES_REPLY, 1, 0, 0, 0, 7, round, true);
    String asked = "n1:1:" + round;
    String answered = "n2:1:" + round;
    int at = round * 10;
    add(N1, at, at, RoleName.LEADER, new MessageTrace.Sent(asked, N2, ask));
    add(N2, at + 1, at + 1, RoleName.FOLLOWER, new MessageTrace.Received(asked, N1, ask));
    add(N2, at + 2, at + 2, RoleName.FOLLOWER, new MessageTrace.Sent(answered, N1, answer));
    add(N1, at + 3, at + 3, RoleName.LEADER, new MessageTrace.Received(answered, N2, answer));
  }

  private static FaultTrace.LinkRule cut(NodeId from, NodeId to) {
    return FaultTrace.LinkRule.cut(from, to);
  }

  private static Selection kinds(String... names) {
    return new Selection(Set.of(), Set.of(names), null, null);
  }

  /** Adds the next event of a node's first boot, in tenths of a millisecond. */
  private void add(NodeId node, int clock, int at, RoleName role, TraceDetail detail) {
    long seq = events.stream().filter(event -> event.node().equals(node)).count() + 1;
    events.add(
        new TraceEvent(node, 1, seq, Math.max(clock, seq), at * TENTH, state(role, 1), detail));
  }

  private void boot(NodeId node, int incarnation, int at, int term) {
    RaftSummary state = state(RoleName.FOLLOWER, term);
    NodeTrace.Boot boot = new NodeTrace.Boot("", term, 0);
    events.add(new TraceEvent(node, incarnation, 1, 1, at * TENTH, state, boot));
  }

  private static RaftSummary state(RoleName role, int term) {
    return new RaftSummary(term, role, null, null, 0, 0, 0, 0, 0);
  }

  private List<String> drawn(Selection selection, SpaceTime.Page page) {
    List<String> lines = new ArrayList<>();
    int unused = new SpaceTime(events, selection, page, lines::add).draw();
    return lines;
  }
}
