package org.quorama.monitor.model.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.monitor.Runs;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.model.checks.Verdicts.State;
import org.quorama.monitor.model.checks.Verdicts.Verdict;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceInvariants.Rule;

class CheckBoardTest {
  private static Verdict of(Verdicts verdicts, Rule rule) {
    return verdicts.of(rule);
  }

  @Test
  void whatHasNotHappenedIsNotSeenYet() {
    Verdicts nothing = new CheckBoard(0).latest();

    assertThat(nothing.all()).hasSameSizeAs(Rule.values());
    assertThat(nothing.all()).allMatch(verdict -> verdict.state() == State.UNSEEN);
    assertThat(nothing.broken()).isZero();
  }

  @Test
  void anHonestRunHolds() {
    CheckBoard board = new CheckBoard(0);
    board.tell(SampleTraces.firstFile());

    assertThat(of(board.latest(), Rule.ELECTION_SAFETY).state()).isEqualTo(State.HOLDS);
    assertThat(of(board.latest(), Rule.LEADER_APPEND_ONLY).state()).isEqualTo(State.UNSEEN);
    assertThat(board.latest().broken()).isZero();
  }

  @Test
  void aBrokenRuleHasItsPlaceAndHoldsBefore() {
    CheckBoard board = new CheckBoard(100);
    List<TraceEvent> events = Runs.twoLeaders();
    board.tell(events);

    Verdict now = of(board.latest(), Rule.ELECTION_SAFETY);
    assertThat(now.state()).isEqualTo(State.BROKEN);
    long position = Objects.requireNonNull(now.first()).position();
    assertThat(position).isEqualTo(100 + events.size() - 1);
    assertThat(of(board.at(position), Rule.ELECTION_SAFETY).first()).isNull();
    assertThat(of(board.at(position + 1), Rule.ELECTION_SAFETY).state()).isEqualTo(State.BROKEN);
  }

  @Test
  void missingEventsAreCounted() {
    CheckBoard board = new CheckBoard(0);
    TraceEvent first = SampleTraces.firstFile().get(0);
    board.tell(
        List.of(
            new TraceEvent(
                first.node(),
                first.incarnation(),
                first.seq(),
                first.lamport(),
                first.timeNanos(),
                first.state(),
                new NodeTrace.EventsMissing(17))));

    assertThat(board.latest().missing()).isEqualTo(17);
  }

  @Test
  void thePastIsToldAsItWas() {
    CheckBoard board = new CheckBoard(0);
    List<TraceEvent> events = Runs.simulated(3, Duration.ofSeconds(20));
    board.tell(events);

    long half = events.size() / 2;
    Verdict past = of(board.at(half), Rule.IN_ORDER);
    assertThat(board.latest().broken()).isZero();
    assertThat(past.looked()).isBetween(half - 10, half);
    assertThat(board.at(half).events()).isEqualTo(half);
  }
}
