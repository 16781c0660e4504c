package org.quorama.lab.endure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a trial found. Immutable.
 *
 * @param trial which
 * @param figures what was counted and measured, by name, in order
 * @param problems what is wrong, in sentences; empty if nothing is
 */
public record Verdict(String trial, Map<String, Number> figures, List<String> problems) {
  /** Copies the collections. */
  public Verdict {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    problems = List.copyOf(problems);
  }

  /** Tells whether all was as it should be. */
  public boolean passes() {
    return problems.isEmpty();
  }

  /** Returns the verdict in one line, without the problems. */
  public String summary() {
    String counted =
        figures.entrySet().stream()
            .map(it -> it.getKey() + " " + text(it.getValue()))
            .collect(Collectors.joining(", "));
    return "%s: %s: %s".formatted(trial, passes() ? "endured" : "SOMETHING IS WRONG", counted);
  }

  private static String text(Number figure) {
    return figure instanceof Double number
        ? String.format(Locale.ROOT, "%.1f", number)
        : String.format(Locale.ROOT, "%,d", figure.longValue());
  }

  /** Returns the verdict as one JSON object. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("trial", trial);
    json.put("endured", passes());
    ObjectNode counted = json.putObject("figures");
    figures.forEach(
        (name, figure) -> {
          if (figure instanceof Double number) {
            counted.put(name, number);
          } else {
            counted.put(name, figure.longValue());
          }
        });
    ArrayNode wrong = json.putArray("problems");
    problems.forEach(wrong::add);
    return json;
  }
}
