package org.quorama.monitor.viewmodel.figures;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.sql.TraceTable;
import org.quorama.trace.sql.Question;
import org.quorama.trace.sql.SqlProblem;

/**
 * A question in SQL to the recording that is shown, and its answer. Confined to the JavaFX thread;
 * it is answered on a thread of its own, whose table goes when nobody has asked for long.
 */
public final class SqlViewModel {
  private static final long IDLE_SECONDS = 10;

  private final Supplier<History> history;
  private final UiDispatcher dispatcher;
  private final TraceTable table = new TraceTable();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Daemons.named("monitor-sql"));
  private final StringProperty question = new SimpleStringProperty(Question.LEADERS.sql());
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new Idle());

  /** How far an answer is. */
  public sealed interface State {}

  /** Nothing was asked yet. */
  public record Idle() implements State {}

  /**
   * The question is being answered.
   *
   * @param filled how much of the recording is in the table, from 0 to 1
   */
  public record Running(double filled) implements State {}

  /**
   * It was answered.
   *
   * @param asked the answer, and of what
   */
  public record Answered(TraceTable.Asked asked) implements State {}

  /**
   * It cannot be answered.
   *
   * @param problem why; null if the failure is no mistake of the question
   * @param message in the words of who failed
   */
  public record Failed(@Nullable SqlProblem problem, String message) implements State {}

  SqlViewModel(Supplier<History> history, UiDispatcher dispatcher) {
    this.history = history;
    this.dispatcher = dispatcher;
    worker.allowCoreThreadTimeOut(true);
  }

  /** Returns what is asked, as a person edits it. */
  public StringProperty questionProperty() {
    return question;
  }

  /** Returns how far the answer is. */
  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /**
   * Takes a ready question and asks it.
   *
   * @param ready which
   */
  public void ask(Question ready) {
    question.set(ready.sql());
    run();
  }

  /** Asks; does nothing while a question is being answered. */
  public void run() {
    if (state.get() instanceof Running) {
      return;
    }
    state.set(new Running(0));
    String sql = question.get();
    History asked = history.get();
    worker.execute(() -> answer(asked, sql));
  }

  private void answer(History asked, String sql) {
    State answer;
    try {
      answer = new Answered(table.ask(asked, sql, this::filled));
    } catch (SqlProblem e) {
      answer = new Failed(e, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      answer = new Failed(null, String.valueOf(e.getMessage()));
    }
    State told = answer;
    dispatcher.run(() -> state.set(told));
  }

  private void filled(double share) {
    dispatcher.run(() -> state.set(new Running(share)));
  }

  /** Stops the answer; nothing happens if there is none under way. */
  public void cancel() {
    table.cancel();
  }
}
