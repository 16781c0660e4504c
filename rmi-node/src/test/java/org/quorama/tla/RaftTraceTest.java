package org.quorama.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.raft.RoleName;
import org.quorama.simulation.PlantedBug;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceInvariants;

/** Traces of simulated runs, judged by {@code RaftTrace.tla} (CATALOGUE E). */
class RaftTraceTest {
  private static final long GOOD_SEED = 3;
  private static final int MOST_SEEDS = 40;

  private static List<TraceEvent> good = List.of();

  @BeforeAll
  static void runOnce() {
    good = SimulatedTrace.windowOf(GOOD_SEED);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("Runs with faults take only steps that the specification allows")
  void honestRunsAreAccepted(long seed) {
    List<TraceEvent> trace = SimulatedTrace.windowOf(seed);

    TraceValidator.Verdict verdict = judge(seed, trace);

    assertThat(verdict.isAccepted()).as(verdict.explanation()).isTrue();
    assertThat(verdict.lines()).isGreaterThan(200);
    assertThat(TraceInvariants.violationsOf(trace)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = PlantedBug.class,
      names = {
        "VOTE_NOT_DURABLE",
        "ACK_BEFORE_FSYNC",
        "COMMIT_OLD_TERM_BY_COUNTING",
        "COMMIT_TO_LAST_INDEX",
        "ALWAYS_TRUNCATES",
        "NO_UP_TO_DATE_CHECK",
        "VOTES_COUNTED_TWICE",
        "LATE_VOTES_COUNTED",
        "ACK_MORE_THAN_PROVED",
        "LEADER_COUNTS_BEFORE_FSYNC"
      })
  @DisplayName("Planted bugs are seen in the trace (R-01, R-02, R-20)")
  void plantedBugsAreRejected(PlantedBug bug) {
    assertThat(LongStream.rangeClosed(1, MOST_SEEDS))
        .as("seeds of %s", bug)
        .anyMatch(
            seed ->
                isRejected(seed, SimulatedTrace.of(seed, Set.of(bug)))
                    && !isRejected(seed, SimulatedTrace.of(seed, Set.of())));
  }

  private static boolean isRejected(long seed, List<TraceEvent> trace) {
    return !judge(seed, trace).isAccepted();
  }

  @Test
  void aVoteThatWasRefusedAndIsSaidToBeGrantedIsRejectedThere() {
    int at = find(event -> isRefusal(event.detail()));
    assertRejected(at, changed(at, RaftTraceTest::granted), at);
  }

  private static boolean isRefusal(TraceDetail detail) {
    return detail instanceof MessageTrace.Sent sent
        && sent.summary().kind() == Kind.REQUEST_VOTE_REPLY
        && !sent.summary().positive();
  }

  private static TraceDetail granted(TraceDetail detail) {
    MessageTrace.Sent sent = (MessageTrace.Sent) detail;
    MessageTrace.Summary reply = sent.summary();
    MessageTrace.Summary yes =
        new MessageTrace.Summary(reply.kind(), reply.term(), 0, 0, reply.index(), true);
    return new MessageTrace.Sent(sent.messageId(), sent.to(), yes);
  }

  @Test
  void aCommitIndexThatRunsAheadIsRejectedThere() {
    int at = find(event -> event.detail() instanceof RaftTrace.CommitAdvanced && leads(event));
    assertRejected(
        at,
        changed(
            at,
            detail ->
                new RaftTrace.CommitAdvanced(
                    ((RaftTrace.CommitAdvanced) detail).commitIndex() + 1)),
        at);
  }

  private static boolean leads(TraceEvent event) {
    return event.state().role() == RoleName.LEADER;
  }

  @Test
  void aChangedTermIsRejectedThere() {
    int at = find(event -> event.detail() instanceof RaftTrace.HardStateChanged);
    assertRejected(
        at,
        changed(
            at,
            detail -> {
              RaftTrace.HardStateChanged changed = (RaftTrace.HardStateChanged) detail;
              return new RaftTrace.HardStateChanged(changed.term() + 1, changed.votedFor());
            }),
        at);
  }

  @Test
  void swappedAppliesAreRejectedAtTheFirst() {
    int first = find(event -> event.detail() instanceof RaftTrace.Applied);
    TraceEvent one = good.get(first);
    int second =
        find(
            event ->
                event.detail() instanceof RaftTrace.Applied
                    && event.node().equals(one.node())
                    && event.seq() > one.seq());
    List<TraceEvent> bad = changed(first, detail -> good.get(second).detail());
    bad.set(second, with(good.get(second), one.detail()));

    assertRejected(first, bad, first);
  }

  @Test
  void aForceThatIsMissingIsRejectedWhereItWasPromised() {
    int at = find(event -> event.detail() instanceof RaftTrace.HardStateDurable);
    List<TraceEvent> bad = new ArrayList<>(good);
    TraceEvent lost = bad.remove(at);
    // What the node says next of its disk, or promises, cannot be true without it.
    int promise =
        find(
            event ->
                event.node().equals(lost.node())
                    && event.seq() > lost.seq()
                    && (isPromise(event.detail()) || event.detail() instanceof RaftTrace.Durable));

    assertRejected(at, bad, promise - 1);
  }

  private static boolean isPromise(TraceDetail detail) {
    return detail instanceof RaftTrace.HardStateDurable
        || (detail instanceof MessageTrace.Sent sent
            && sent.summary().kind().compareTo(Kind.REQUEST_VOTE_REPLY) <= 0);
  }

  @Test
  void aMessageThatNobodySentIsRejectedWhereItArrives() {
    int arrival = find(event -> event.detail() instanceof MessageTrace.Received);
    String id = ((MessageTrace.Received) good.get(arrival).detail()).messageId();
    int sending =
        find(
            event ->
                event.detail() instanceof MessageTrace.Sent sent && sent.messageId().equals(id));
    List<TraceEvent> bad = new ArrayList<>(good);
    bad.remove(sending);

    assertRejected(arrival, bad, arrival - 1);
  }

  private static int find(Predicate<TraceEvent> wanted) {
    for (int i = 0; i < good.size(); i++) {
      if (wanted.test(good.get(i))) {
        return i;
      }
    }
    throw new AssertionError("The trace of seed " + GOOD_SEED + " has no such event");
  }

  private static List<TraceEvent> changed(int at, UnaryOperator<TraceDetail> change) {
    List<TraceEvent> bad = new ArrayList<>(good);
    bad.set(at, with(good.get(at), change.apply(good.get(at).detail())));
    return bad;
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

  private static TraceValidator.Verdict judge(long seed, List<TraceEvent> trace) {
    return TraceValidator.judge(SimulatedTrace.MEMBERS, SimulatedTrace.votersOf(seed), trace);
  }

  /** The event of the good trace at the first place is what was changed. */
  private static void assertRejected(int changed, List<TraceEvent> bad, int expected) {
    TraceValidator.Verdict verdict = judge(GOOD_SEED, bad);

    assertThat(verdict.rejected())
        .as("after %s was changed: %s", good.get(changed), verdict.explanation())
        .isEqualTo(bad.get(expected));
  }
}
