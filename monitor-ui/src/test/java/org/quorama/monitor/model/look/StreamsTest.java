package org.quorama.monitor.model.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.Flight.Fate;
import org.quorama.monitor.model.look.Streams.Way;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

class StreamsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N4 = NodeId.of("n4");
  private static final long STEP_NANOS = 50_000_000;

  private final List<Flight> flights = new ArrayList<>();

  /** Twenty a second of a kind, every second one an answer. */
  private void often(Kind question, Kind answer, boolean yes) {
    for (int i = 0; i < 40; i++) {
      fly(question, N1, N2, true, Fate.RECEIVED);
      fly(answer, N2, N1, yes, Fate.RECEIVED);
    }
  }

  private void fly(Kind kind, NodeId from, NodeId to, boolean yes, Fate fate) {
    int number = flights.size();
    Summary summary = new Summary(kind, 1, 0, 0, 1, number, number, yes);
    flights.add(new Flight("m" + number, from, to, summary, number / 2 * STEP_NANOS, fate));
  }

  private Streams now() {
    return Streams.of(flights, flights.size() / 2 * STEP_NANOS);
  }

  @Test
  void heartbeatsOfABusyClusterAreCountedByWay() {
    ClusterModel now = ClusterModel.of(List.of()).fold(SimulatedTraces.twoLeaders());
    Streams streams = Streams.of(now.flights(), now.latestNanos());
    Map<String, Long> rates = streams.perSecond().getOrDefault(new Way(N4, N1), Map.of());
    assertThat(rates.getOrDefault("H", 0L)).isBetween(5L, 100L);
  }

  @Test
  void fewHeartbeatsAreSeenOneByOne() {
    ClusterModel now = ClusterModel.of(List.of()).fold(SampleTraces.firstFile());
    Streams streams = Streams.of(now.flights(), now.latestNanos());
    assertThat(streams.counted()).isEmpty();
    assertThat(streams.perSecond()).isEmpty();
  }

  @Test
  void manyEntriesOnAWayAreCountedWithWhoSaysYesToThem() {
    often(Kind.APPEND_ENTRIES, Kind.APPEND_ENTRIES_REPLY, true);
    assertThat(now().perSecond()).isEqualTo(Map.of(new Way(N1, N2), Map.of("A", 19L)));
    assertThat(now().counted()).hasSize(80);
  }

  @Test
  void whatIsRefusedIsSeen() {
    often(Kind.APPEND_ENTRIES, Kind.APPEND_ENTRIES_REPLY, false);
    assertThat(now().counted()).hasSize(40).doesNotContain("m1");
  }

  @Test
  void whatIsLostIsSeen() {
    often(Kind.MUTATE, Kind.MUTATE_REPLY, true);
    fly(Kind.MUTATE, N1, N2, true, Fate.DROPPED);
    assertThat(now().counted()).hasSize(80).doesNotContain("m80");
  }

  @Test
  void votesAreSeenHoweverManyTheyAre() {
    often(Kind.REQUEST_VOTE, Kind.REQUEST_VOTE_REPLY, true);
    assertThat(now().counted()).isEmpty();
  }

  @Test
  void whereNothingIsSentNothingIsCounted() {
    assertThat(Streams.of(List.of(), 5).perSecond()).isEmpty();
  }
}
