package org.quorama.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;

class CausalMergeTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final MessageTrace.Summary VOTE =
      new MessageTrace.Summary(MessageTrace.Kind.REQUEST_VOTE, 1, 0, 0, 0, false);
  private static final RaftSummary STATE =
      new RaftSummary(1, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private static TraceEvent event(NodeId node, long boot, long seq, TraceDetail detail) {
    return event(node, boot, seq, seq, detail);
  }

  private static TraceEvent event(
      NodeId node, long boot, long seq, long lamport, TraceDetail detail) {
    return new TraceEvent(node, boot, seq, lamport, 0, STATE, detail);
  }

  private static TraceDetail sent(String id) {
    return new MessageTrace.Sent(id, N2, VOTE);
  }

  private static TraceDetail received(String id) {
    return new MessageTrace.Received(id, N1, VOTE);
  }

  private static TraceDetail timeout() {
    return new RaftTrace.ElectionTimedOut();
  }

  @Test
  void aReceiptComesAfterItsSendingWhateverTheClocksSay() {
    TraceEvent sending = event(N1, 1, 1, 9, sent("n1:1:1"));
    TraceEvent receipt = event(N2, 1, 1, 2, received("n1:1:1"));

    assertThat(MergedTrace.complete(List.of(receipt, sending))).containsExactly(sending, receipt);
  }

  @Test
  void theBootsOfANodeFollowEachOtherThoughTheClockBeginsAnew() {
    TraceEvent first = event(N1, 1, 1, 50, timeout());
    TraceEvent second = event(N1, 2, 1, 1, timeout());

    assertThat(MergedTrace.complete(List.of(second, first))).containsExactly(first, second);
  }

  @Test
  void theLeastClockGoesFirstAmongWhatNothingOrders() {
    TraceEvent late = event(N1, 1, 1, 7, timeout());
    TraceEvent early = event(N2, 1, 1, 3, timeout());

    assertThat(MergedTrace.complete(List.of(late, early))).containsExactly(early, late);
  }

  @Test
  void aGapIsToldWithTheEventBehindIt() {
    List<TraceEvent> events = List.of(event(N1, 1, 1, timeout()), event(N1, 1, 3, timeout()));

    assertThatThrownBy(() -> MergedTrace.complete(events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ElectionTimedOut n1:1:3 comes after event 1");
    assertThatThrownBy(() -> MergedTrace.untilLost(events)).hasMessageContaining("n1:1:3");
  }

  @Test
  void aMissingBeginningIsAGap() {
    assertThatThrownBy(() -> MergedTrace.complete(List.of(event(N1, 1, 2, timeout()))))
        .hasMessageContaining("n1:1:2 comes after event 0");
  }

  @Test
  void aRepeatedSeqIsTold() {
    List<TraceEvent> events = List.of(event(N1, 1, 1, timeout()), event(N1, 1, 1, sent("n1:1:1")));

    assertThatThrownBy(() -> MergedTrace.complete(events))
        .hasMessageContaining("n1:1:1 comes after event 1");
  }

  @Test
  void aReceiptOfWhatNobodySentIsTold() {
    List<TraceEvent> events = List.of(event(N2, 1, 1, received("n1:1:1")));

    assertThatThrownBy(() -> MergedTrace.complete(events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Received n2:1:1 receives message n1:1:1, which nobody sent");
  }

  @Test
  void messagesThatWaitForEachOtherAreTold() {
    List<TraceEvent> events =
        List.of(
            event(N1, 1, 1, received("n2:1:1")),
            event(N1, 1, 2, sent("n1:1:1")),
            event(N2, 1, 1, received("n1:1:1")),
            event(N2, 1, 2, sent("n2:1:1")));

    assertThatThrownBy(() -> MergedTrace.complete(events))
        .hasMessageContaining("arrive before they are sent");
    assertThatThrownBy(() -> MergedTrace.untilLost(events))
        .hasMessageContaining("arrive before they are sent");
  }

  @Test
  @DisplayName("What hangs on the lost end of a killed node's trace is left out, the rest is kept")
  void aNodeIsFollowedToTheFirstMessageFromTheLostTail() {
    TraceEvent known = event(N1, 1, 1, sent("n1:1:1"));
    TraceEvent heard = event(N2, 1, 1, received("n1:1:1"));
    TraceEvent alone = event(N2, 1, 2, timeout());
    TraceEvent lost = event(N2, 1, 3, received("n1:1:2"));
    TraceEvent after = event(N2, 1, 4, timeout());

    assertThat(MergedTrace.untilLost(List.of(known, heard, alone, lost, after)))
        .containsExactly(known, heard, alone);
    assertThatThrownBy(() -> MergedTrace.complete(List.of(known, heard, alone, lost, after)))
        .hasMessageContaining("nobody sent");
  }

  @Test
  void theNextBootOfAKilledNodeIsLeftOutWithWhatWaitsForIt() {
    TraceEvent first = event(N1, 1, 1, timeout());
    TraceEvent again = event(N1, 2, 1, sent("n1:2:1"));
    TraceEvent heard = event(N2, 1, 1, received("n1:2:1"));

    assertThat(MergedTrace.untilLost(List.of(first, again, heard))).containsExactly(first);
  }

  @Test
  void aNodeThatStoppedHasLostNothing() {
    TraceEvent stopped = event(N1, 1, 1, new NodeTrace.Stopped());
    TraceEvent again = event(N1, 2, 1, sent("n1:2:1"));
    TraceEvent heard = event(N2, 1, 1, received("n1:1:1"));

    assertThat(MergedTrace.untilLost(List.of(stopped, again))).containsExactly(stopped, again);
    assertThatThrownBy(() -> MergedTrace.untilLost(List.of(stopped, again, heard)))
        .hasMessageContaining("nobody sent");
  }

  @Test
  void aMessageThatIsMissingBetweenOthersIsNotOfTheTail() {
    List<TraceEvent> events =
        List.of(event(N1, 1, 1, sent("n1:1:2")), event(N2, 1, 1, received("n1:1:1")));

    assertThatThrownBy(() -> MergedTrace.untilLost(events)).hasMessageContaining("nobody sent");
  }
}
