package org.quorama.lab.cli.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.quorama.trace.sql.Answer;

/** The answer to a question as lines of text. */
final class AnswerText {
  private static final String GAP = "  ";

  private final Answer answer;

  AnswerText(Answer answer) {
    this.answer = answer;
  }

  /** Returns columns of equal width, numbers to the right. */
  List<String> table() {
    List<List<String>> cells = cells();
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < answer.columns().size(); i++) {
      int place = i;
      widths.add(cells.stream().mapToInt(row -> row.get(place).length()).max().orElse(0));
    }
    return cells.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String spaces = " ".repeat(widths.get(i) - row.get(i).length());
      boolean isNumber = answer.columns().get(i).isNumber();
      line.append(i == 0 ? "" : GAP).append(isNumber ? spaces + row.get(i) : row.get(i) + spaces);
    }
    return line.toString().stripTrailing();
  }

  /** Returns values in quotes where they need some. */
  List<String> csv() {
    return cells().stream()
        .map(row -> row.stream().map(AnswerText::quoted).collect(Collectors.joining(",")))
        .toList();
  }

  private static String quoted(String value) {
    boolean needs = value.matches("(?s).*[\",\r\n].*");
    return needs ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
  }

  private List<List<String>> cells() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(answer.columns().stream().map(Answer.Column::name).toList());
    answer.rows().forEach(row -> cells.add(texts(row)));
    return cells;
  }

  private static List<String> texts(List<?> row) {
    List<String> texts = new ArrayList<>();
    row.forEach(value -> texts.add(Answer.text(value)));
    return texts;
  }
}
