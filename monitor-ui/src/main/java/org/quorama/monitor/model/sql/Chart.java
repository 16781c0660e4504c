package org.quorama.monitor.model.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.sql.Answer;

/**
 * How an answer can be drawn: a bar a row. Immutable.
 *
 * @param column what the bars are long as
 * @param bars one for each row that has a value
 * @param more how many rows are left out since there is no room
 */
public record Chart(String column, List<Bar> bars, int more) {
  private static final int MAX_BARS = 40;

  /** Numbers that name something and measure nothing. */
  private static final Set<String> NAMES =
      Set.of("term", "entry", "index", "from_index", "version", "seq", "incarnation", "lamport");

  /** Copies the list. */
  public Chart {
    bars = List.copyOf(bars);
  }

  /**
   * One bar. Immutable.
   *
   * @param label what it is
   * @param value how long it is
   */
  public record Bar(String label, double value) {}

  /**
   * Returns the columns that can be drawn, the one that fits best first; empty if none does.
   *
   * @param answer to what
   */
  public static List<String> columns(Answer answer) {
    if (answer.rows().size() < 2) {
      return List.of();
    }
    List<String> numbers =
        IntStream.range(1, answer.columns().size())
            .mapToObj(place -> answer.columns().get(place))
            .filter(Answer.Column::isNumber)
            .map(Answer.Column::name)
            .filter(name -> !NAMES.contains(name))
            .collect(Collectors.toCollection(ArrayList::new));
    numbers.stream()
        .filter(name -> name.endsWith("_ms") || name.endsWith("_behind"))
        .findFirst()
        .ifPresent(
            best -> {
              numbers.remove(best);
              numbers.add(0, best);
            });
    return numbers;
  }

  /**
   * Returns an answer as bars, null if a column of that name cannot be drawn.
   *
   * @param answer to what
   * @param column how long the bars are
   */
  public static @Nullable Chart of(Answer answer, String column) {
    List<String> names = answer.columns().stream().map(Answer.Column::name).toList();
    int place = names.indexOf(column);
    if (place < 1 || !answer.columns().get(place).isNumber()) {
      return null;
    }
    List<Bar> bars = new ArrayList<>();
    for (List<@Nullable Object> row : answer.rows()) {
      if (row.get(place) instanceof Number value) {
        bars.add(new Bar(label(answer, row), value.doubleValue()));
      }
    }
    int shown = Math.min(bars.size(), MAX_BARS);
    return new Chart(column, bars.subList(0, shown), bars.size() - shown);
  }

  /** The first column, and the words that follow it. */
  private static String label(Answer answer, List<@Nullable Object> row) {
    List<String> words = new ArrayList<>();
    words.add(Answer.text(row.get(0)));
    for (int i = 1; i < row.size() && !answer.columns().get(i).isNumber(); i++) {
      words.add(Answer.text(row.get(i)));
    }
    return String.join(" · ", words);
  }
}
