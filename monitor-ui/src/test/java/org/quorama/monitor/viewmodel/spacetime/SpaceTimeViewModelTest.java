package org.quorama.monitor.viewmodel.spacetime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.spacetime.Mark;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.viewmodel.select.Selection;

class SpaceTimeViewModelTest {
  private final Past past = Past.of(SimulatedTraces.healed());
  private final Selection selection = new Selection();
  private final SpaceTimeViewModel model = new SpaceTimeViewModel(past, selection);

  @Test
  void choosingAnEventGoesThere() {
    model.refresh();
    Mark mark = model.diagramProperty().get().marks().get(40);
    model.choose(mark);
    assertThat(past.position()).isEqualTo(mark.position() + 1);
    assertThat(past.isFollowing()).isFalse();
    assertThat(selection.selectedProperty().get())
        .isEqualTo(new Selected.OfEvent(mark.position(), mark.event()));
    model.refresh();
    assertThat(model.chosenMark()).map(Mark::position).contains(mark.position());
  }

  @Test
  void stepsGoFromEventToEventInTheOrderOfTime() {
    model.refresh();
    model.step(-1);
    Mark last = model.chosenMark().orElseThrow();
    model.refresh();
    model.step(-1);
    Mark before = model.chosenMark().orElseThrow();
    assertThat(before.at().step()).isLessThan(last.at().step());
    model.step(1);
    assertThat(model.chosenMark()).contains(last);
  }

  @Test
  void theMomentThatIsGoneToComesIntoSight() {
    model.refresh();
    Mark mark = model.diagramProperty().get().marks().get(3);
    Axis axis = model.axis();
    axis.update(model.diagramProperty().get(), 300);
    assertThat(axis.x(mark.at())).isNegative();
    past.jumpTo(mark.position() + 1);
    model.refresh();
    axis.update(model.diagramProperty().get(), 300);
    model.revealMoment();
    assertThat(model.moment()).isEqualTo(mark.at());
    assertThat(axis.x(mark.at())).isBetween(0.0, 300.0);
    axis.pan(200);
    double left = axis.x(mark.at());
    model.revealMoment();
    assertThat(axis.x(mark.at())).isEqualTo(left);
  }

  @Test
  void theAxisStaysAtTheEndUntilItIsMoved() {
    model.refresh();
    Axis axis = model.axis();
    axis.update(model.diagramProperty().get(), 800);
    assertThat(axis.x(model.diagramProperty().get().to())).isBetween(700.0, 800.0);
    axis.pan(-200);
    assertThat(axis.isPinned()).isFalse();
    axis.zoom(2, 0);
    axis.toEnd();
    assertThat(axis.x(model.diagramProperty().get().to())).isBetween(700.0, 800.0);
    axis.fit();
    assertThat(axis.x(model.diagramProperty().get().from())).isBetween(0.0, 100.0);
  }
}
