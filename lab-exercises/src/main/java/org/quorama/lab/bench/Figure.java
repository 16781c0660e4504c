package org.quorama.lab.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One measured figure: a line of {@code key=value} pairs that begins with {@code peer=}. */
final class Figure {
  private final Map<String, String> fields = new LinkedHashMap<>();

  Figure(String metric, int servers) {
    this(metric, "servers", servers);
  }

  private Figure(String metric, String kind, int servers) {
    fields.put("peer", "ours");
    fields.put("metric", metric);
    fields.put(kind, Integer.toString(servers));
    fields.put("fsync", "yes");
  }

  /**
   * Makes a figure of files. Its servers have another name, as those of other file systems: rows
   * are told apart by what they are called.
   */
  static Figure ofFiles(String metric, int servers) {
    return new Figure(metric, "datanodes", servers);
  }

  /** Adds a field; blanks become underscores, so that a line always splits at spaces. */
  Figure with(String key, Object value) {
    String text = value instanceof Double number ? textOf(number) : String.valueOf(value);
    fields.put(key, text.replaceAll("\\s", "_"));
    return this;
  }

  Figure value(double value, String unit) {
    return with("value", value).with("unit", unit);
  }

  private static String textOf(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    fields.forEach(
        (key, value) ->
            line.append(line.isEmpty() ? "" : " ").append(key).append('=').append(value));
    return line.toString();
  }
}
