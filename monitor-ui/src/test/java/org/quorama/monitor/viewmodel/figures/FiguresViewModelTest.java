package org.quorama.monitor.viewmodel.figures;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.Runs;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.sql.Question;
import org.quorama.trace.sql.SqlProblem;

/** Whatever comes from other threads is run by the test's own thread. */
class FiguresViewModelTest implements UiDispatcher {
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private final TimeLine timeLine = new TimeLine(keeper.history(), this);
  private final FiguresViewModel figures = new FiguresViewModel(timeLine, this);

  @Override
  public void run(Runnable what) {
    work.add(what);
  }

  @Override
  public void refresh(Runnable flush) {
    work.add(flush);
  }

  @Override
  public void close() {}

  private void tell(List<TraceEvent> events) throws InterruptedException {
    keeper.events(events);
    long size = keeper.history().size();
    timeLine.refresh();
    until(() -> figures.readProperty().get() == size);
  }

  private void until(BooleanSupplier reached) throws InterruptedException {
    while (!reached.getAsBoolean()) {
      Runnable next = work.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("something to do").isNotNull();
      next.run();
    }
  }

  @Test
  void rulesAreJudgedAsEventsComeIn() throws InterruptedException {
    List<TraceEvent> events = Runs.twoLeaders();
    tell(events.subList(0, events.size() - 1));
    assertThat(figures.verdictsProperty().get().broken()).isZero();

    tell(events.subList(events.size() - 1, events.size()));
    assertThat(figures.verdictsProperty().get().broken()).isPositive();
  }

  @Test
  void thePastIsJudgedAsItWas() throws InterruptedException {
    tell(Runs.twoLeaders());
    timeLine.jumpTo(5);
    until(() -> figures.verdictsProperty().get().events() == 5);

    assertThat(figures.verdictsProperty().get().broken()).isZero();
    timeLine.follow();
    assertThat(figures.verdictsProperty().get().broken()).isPositive();
  }

  @Test
  void anotherClusterIsJudgedAnew() throws InterruptedException {
    tell(Runs.twoLeaders());
    keeper.begin(List.of(NodeId.of("n1")));
    tell(SampleTraces.candidate());

    assertThat(figures.verdictsProperty().get().broken()).isZero();
    assertThat(figures.verdictsProperty().get().events())
        .isEqualTo(SampleTraces.candidate().size());
  }

  @Test
  void manyEventsAreReadBehindTheScenes() throws InterruptedException {
    List<TraceEvent> events = Runs.simulated(2, Duration.ofSeconds(30));
    tell(events);

    assertThat(figures.verdictsProperty().get().events()).isEqualTo(events.size());
    assertThat(figures.verdictsProperty().get().broken()).isZero();
  }

  @Test
  void questionsAreAnsweredAndMistakesExplained() throws InterruptedException {
    tell(SampleTraces.firstFile());
    SqlViewModel sql = figures.sql();

    sql.ask(Question.STALE);
    until(() -> sql.stateProperty().get() instanceof SqlViewModel.Answered);
    SqlViewModel.Answered answered = (SqlViewModel.Answered) sql.stateProperty().get();
    assertThat(answered.asked().answer().rows().get(0)).contains("STALE", "n5");
    assertThat(answered.asked().end()).isEqualTo(keeper.history().size());

    sql.questionProperty().set("select nonsense from events");
    sql.run();
    until(() -> sql.stateProperty().get() instanceof SqlViewModel.Failed);
    SqlViewModel.Failed failed = (SqlViewModel.Failed) sql.stateProperty().get();
    assertThat(requireNonNull(failed.problem()).kind()).isEqualTo(SqlProblem.Kind.COLUMN);
  }

  @Test
  void aLaterQuestionSeesWhatCameMeanwhile() throws InterruptedException {
    SqlViewModel sql = figures.sql();
    sql.questionProperty().set("select count(*) as n from events");
    List<TraceEvent> events = SampleTraces.firstFile();
    for (int end : List.of(10, events.size())) {
      tell(events.subList((int) keeper.history().size(), end));
      sql.run();
      until(() -> !(sql.stateProperty().get() instanceof SqlViewModel.Running));
      SqlViewModel.Answered answered = (SqlViewModel.Answered) sql.stateProperty().get();
      assertThat(answered.asked().answer().rows().get(0)).containsExactly((long) end);
    }
  }
}
