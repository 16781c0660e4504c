package org.quorama.monitor.model.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.trace.sql.Answer;

class ChartTest {
  @SuppressWarnings("NullAway") // it does not read from class files that a value may be null
  private static Answer answer(String columns, List<List<@Nullable Object>> rows) {
    List<Answer.Column> all = new ArrayList<>();
    for (String column : columns.split(" ", -1)) {
      boolean isNumber = column.startsWith("#");
      all.add(new Answer.Column(isNumber ? column.substring(1) : column, isNumber));
    }
    return new Answer(all, rows, false, Duration.ZERO);
  }

  @Test
  void whatMeasuresIsDrawnAndWhatNamesIsNot() {
    Answer answer =
        answer(
            "#entry leader #term #took_ms",
            List.of(List.of(1, "n1", 2, 3.5), List.of(2, "n2", 3, 4.5)));

    assertThat(Chart.columns(answer)).containsExactly("took_ms");
    Chart chart = Objects.requireNonNull(Chart.of(answer, "took_ms"));
    assertThat(chart.bars())
        .containsExactly(new Chart.Bar("1 · n1", 3.5), new Chart.Bar("2 · n2", 4.5));
  }

  @Test
  void aRowWithoutValueHasNoBar() {
    Answer answer = answer("node #took_ms", List.of(List.of("n1", 1), Arrays.asList("n2", null)));

    assertThat(Objects.requireNonNull(Chart.of(answer, "took_ms")).bars()).hasSize(1);
    assertThat(Chart.of(answer, "node")).isNull();
  }

  @Test
  void oneRowAndWordsAreNoChart() {
    assertThat(Chart.columns(answer("node #events", List.of(List.of("n1", 1))))).isEmpty();
    assertThat(Chart.columns(answer("node kind", List.of(List.of("n1", "a"), List.of("n2", "b")))))
        .isEmpty();
  }
}
