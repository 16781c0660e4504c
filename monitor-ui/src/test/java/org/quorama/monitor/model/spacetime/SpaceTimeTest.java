package org.quorama.monitor.model.spacetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.look.Partition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.TraceEvent;

class SpaceTimeTest {
  private static final NodeId N5 = NodeId.of("n5");

  private final SpaceTime healed = diagram(SimulatedTraces.healed(), false);

  private static SpaceTime diagram(List<TraceEvent> events, boolean routine) {
    return SpaceTime.of(ClusterModel.of(List.of()), 0, events, routine);
  }

  private List<Band> bands(SpaceTime of, Band.Kind kind) {
    return of.bands().stream().filter(band -> band.kind() == kind).toList();
  }

  @Test
  void leadershipsAreBandsOfTheirTermAndMayOverlap() {
    List<Band> leaders = bands(healed, Band.Kind.LEADER);
    assertThat(leaders).extracting(Band::text).containsExactlyInAnyOrder("1", "2");
    Band old = leaders.stream().filter(band -> band.text().equals("1")).findFirst().orElseThrow();
    Band newer = leaders.stream().filter(band -> band.text().equals("2")).findFirst().orElseThrow();
    assertThat(newer.from().nanos()).isLessThan(old.to().nanos());
    assertThat(newer.node()).isNotEqualTo(old.node());
  }

  @Test
  void aPartitionIsABandWithItsSides() {
    List<Band> cuts = bands(healed, Band.Kind.CUT);
    assertThat(cuts).anySatisfy(band -> assertThat(band.text()).contains(" | "));
    assertThat(cuts)
        .allSatisfy(band -> assertThat(band.to().nanos()).isLessThan(healed.to().nanos()));
  }

  @Test
  void messagesGoFromTheirSendingToTheirArrivalOrAreLost() {
    assertThat(healed.arrows()).isNotEmpty();
    assertThat(healed.arrows())
        .filteredOn(arrow -> arrow.end() != null)
        .allSatisfy(
            arrow -> {
              At end = arrow.end();
              assertThat(end == null ? 0 : end.nanos())
                  .isGreaterThanOrEqualTo(arrow.start().nanos());
            });
    assertThat(healed.arrows()).anyMatch(Arrow::isLost);
  }

  @Test
  void routineIsLeftOutUnlessItIsAskedFor() {
    SpaceTime all = diagram(SimulatedTraces.healed(), true);
    assertThat(healed.hidden()).isPositive();
    assertThat(all.hidden()).isZero();
    assertThat(all.arrows().size()).isGreaterThan(healed.arrows().size());
    assertThat(healed.arrows()).noneMatch(Arrow::isRoutine);
  }

  @Test
  void everyEventOfTheDiagramHasARoomOfItsOwn() {
    assertThat(healed.marks().stream().map(mark -> mark.at().step()).distinct())
        .hasSize(healed.marks().size());
    assertThat(healed.to().step()).isGreaterThanOrEqualTo(healed.marks().size());
  }

  @Test
  void aKilledNodeIsDown() {
    SpaceTime sample = diagram(SampleTraces.firstFile(), false);
    assertThat(bands(sample, Band.Kind.DOWN)).extracting(Band::node).containsExactly(N5);
  }

  @Test
  void frozenTimeAndMessagesThatWaitAreSeen() {
    SpaceTime lab = diagram(LabTrace.frozen(), false);
    assertThat(bands(lab, Band.Kind.FROZEN)).hasSize(1);
    assertThat(bands(lab, Band.Kind.CUT)).extracting(Band::text).containsExactly("1 →");
  }

  @Test
  void aBrokenRuleIsABandFromWhereItWasBroken() {
    List<TraceEvent> events = SimulatedTraces.healed();
    ClusterModel nothing = ClusterModel.of(List.of());
    SpaceTime told =
        SpaceTime.of(nothing, 100, events, false, Map.of(400L, "LogMatching", 7L, "OneVote"));
    assertThat(bands(told, Band.Kind.BROKEN))
        .extracting(Band::text)
        .containsExactlyInAnyOrder("OneVote", "OneVote, LogMatching");
    assertThat(told.marks())
        .filteredOn(mark -> mark.sort() == Mark.Sort.TROUBLE)
        .extracting(Mark::position)
        .containsExactly(400L);
  }

  @Test
  void sidesArePartedOnlyByLinksThatAreCutBothWays() {
    NodeId n1 = NodeId.of("n1");
    NodeId n2 = NodeId.of("n2");
    assertThat(Partition.sides(List.of(n1, n2), List.of(LinkRule.cut(n1, n2)))).hasSize(1);
    assertThat(
            Partition.sides(List.of(n1, n2), List.of(LinkRule.cut(n1, n2), LinkRule.cut(n2, n1))))
        .containsExactly(Set.of(n1), Set.of(n2));
  }
}
