package org.quorama.monitor.viewmodel.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RepairTrace;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;
import org.quorama.trace.TraceEvent;

class InspectorViewModelTest {
  private static final long SECOND = 1_000_000_000L;
  private static final NodeId N2 = NodeId.of("n2");

  private final InspectorViewModel inspector = new InspectorViewModel(Words.of(Locale.ENGLISH));
  private final List<TraceEvent> events = SampleTraces.firstFile();

  private void show(@Nullable Selected chosen, ClusterModel now, long seconds, boolean following) {
    inspector.update(
        new Subject(chosen, null), now, now.latestNanos(), following, seconds * SECOND);
  }

  private static ClusterModel after(List<TraceEvent> events) {
    return ClusterModel.of(List.of()).fold(events);
  }

  private Line line(String section, String name) {
    return inspector.lines().stream()
        .filter(it -> it.section().equals(section) && it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeShowsItsOwnBeliefAndThatOfOthers() {
    ClusterModel parted = after(SimulatedTraces.twoLeaders());
    show(new Selected.OfNode(N2), parted, 0, true);
    assertThat(inspector.titleProperty().get()).isEqualTo("n2");
    assertThat(line("raft", "currentTerm").value()).isEqualTo("2");
    assertThat(inspector.lines())
        .filteredOn(it -> it.section().equals("beliefs") && it.value().contains("♛"))
        .hasSize(2);
  }

  @Test
  void aChangedFieldKeepsItsOldValueForAWhile() {
    ClusterModel early = after(events.subList(0, 20));
    show(new Selected.OfNode(N2), early, 0, true);
    assertThat(line("raft", "currentTerm").before()).isNull();
    ClusterModel late = after(events);
    show(new Selected.OfNode(N2), late, 1, true);
    assertThat(line("raft", "commitIndex").before()).isEqualTo("0");
    assertThat(line("raft", "commitIndex").value()).isEqualTo("4");
    show(new Selected.OfNode(N2), late, 4, true);
    assertThat(line("raft", "commitIndex").before()).isNull();
  }

  @Test
  void stepByStepTheMarkStaysUntilTheNextStep() {
    show(new Selected.OfNode(N2), after(events.subList(0, 20)), 0, false);
    ClusterModel late = after(events);
    show(new Selected.OfNode(N2), late, 1, false);
    show(new Selected.OfNode(N2), late, 60, false);
    assertThat(line("raft", "commitIndex").before()).isEqualTo("0");
    show(new Selected.OfNode(N2), after(events), 61, false);
    assertThat(line("raft", "commitIndex").before()).isNull();
  }

  @Test
  void entriesChunksLeasesMessagesAndEventsHaveTheirFields() {
    ClusterModel now = after(events);
    show(new Selected.OfEntry(N2, 5), now, 0, true);
    assertThat(line("entry", "command").value()).isEqualTo("allocate c00000002");
    assertThat(line("copies", "n1").value()).isEqualTo("t3 appended");
    show(new Selected.OfMessage("n2:1:n5", N2, NodeId.of("n5")), now, 0, true);
    assertThat(line("message", "fate").value()).isEqualTo("dropped");
    show(new Selected.OfEvent(3, events.get(3)), now, 0, true);
    assertThat(line("event", "kind").value()).isEqualTo("DeadlineSet");
    ClusterModel repair = after(RepairTrace.events());
    show(new Selected.OfChunk("c00000001"), repair, 0, true);
    assertThat(line("chunk", "health").value()).isEqualTo("corrupt-replica");
    show(new Selected.OfLease("c00000001"), repair, 0, true);
    assertThat(line("lease", "primary").value()).isEqualTo("n1");
    show(null, repair, 0, true);
    assertThat(inspector.lines()).isEmpty();
  }

  @Test
  void withoutAChoiceItShowsOnWhatTheButtonsActAndSaysSo() {
    ClusterModel now = after(events);
    inspector.update(new Subject(null, N2), now, now.latestNanos(), true, 0);
    assertThat(inspector.hintProperty().get()).contains("act on: leader n2");
    assertThat(inspector.titleProperty().get()).isEqualTo("n2");
    assertThat(line("raft", "commitIndex").value()).isEqualTo("4");
    Selected other = new Selected.OfNode(NodeId.of("n1"));
    inspector.update(new Subject(other, N2), now, now.latestNanos(), true, 0);
    assertThat(inspector.hintProperty().get()).isEmpty();
    assertThat(inspector.titleProperty().get()).isEqualTo("n1");
    inspector.update(new Subject(null, null), now, now.latestNanos(), true, 0);
    assertThat(inspector.lines()).isEmpty();
  }

  @Test
  void inGermanEveryFieldHasItsGermanName() {
    InspectorViewModel german = new InspectorViewModel(Words.of(Locale.GERMAN));
    ClusterModel now = after(events);
    Subject node = new Subject(new Selected.OfNode(N2), null);
    german.update(node, now, now.latestNanos(), true, 0);
    assertThat(german.lines())
        .extracting(Line::name)
        .contains("Leben", "Rolle", "dauerhaft bis", "Wahl in", "gestörte Verbindungen");
    Subject event = new Subject(new Selected.OfEvent(3, events.get(3)), null);
    german.update(event, now, now.latestNanos(), true, 0);
    assertThat(german.lines()).extracting(Line::name).contains("verbleibt", "für eine Wahl");
  }
}
