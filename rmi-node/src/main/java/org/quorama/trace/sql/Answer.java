package org.quorama.trace.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a question was answered. Immutable.
 *
 * @param columns their names, in order, and what they hold
 * @param rows the values of each row; null where SQL says null
 * @param isCut whether there are more rows than the limit
 * @param took how long it took
 */
public record Answer(
    List<Column> columns, List<List<@Nullable Object>> rows, boolean isCut, Duration took) {
  /**
   * A column. Immutable.
   *
   * @param name its label, in small letters
   * @param isNumber whether its values are numbers
   */
  public record Column(String name, boolean isNumber) {}

  /** Makes the lists read-only; the makers in this package never share them. */
  public Answer {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /**
   * Returns a value as a person reads it: numbers without needless zeros, nothing for null.
   *
   * @param value of a row
   */
  public static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof java.math.BigDecimal decimal) {
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    } else if (value instanceof Double || value instanceof Float) {
      String plain = String.format(Locale.ROOT, "%.6f", ((Number) value).doubleValue());
      return plain.replaceFirst("\\.?0+$", "");
    }
    return String.valueOf(value);
  }
}
