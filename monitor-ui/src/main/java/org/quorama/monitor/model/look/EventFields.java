package org.quorama.monitor.model.look;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;

/** The fields of anything in the trace, by name, so that every one of them can be shown. */
public final class EventFields {
  private static final double NANOS_PER_MILLI = 1e6;

  private EventFields() {}

  /**
   * One field.
   *
   * @param name as the trace has it
   * @param value in words
   */
  public record Field(String name, String value) {}

  /**
   * Returns the fields of a record, those of a summary among them.
   *
   * @param record any, such as what an event tells
   */
  public static List<Field> of(Record record) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = valueOf(record, component);
      if (value instanceof MessageTrace.Summary summary) {
        fields.addAll(of(summary));
      } else {
        fields.add(field(component.getName(), value));
      }
    }
    return fields;
  }

  private static Object valueOf(Record record, RecordComponent component) {
    try {
      Object value = component.getAccessor().invoke(record);
      return value == null ? "–" : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  private static Field field(String name, Object value) {
    if (name.endsWith("Nanos") && value instanceof Long nanos) {
      String plain = name.substring(0, name.length() - "Nanos".length());
      return new Field(plain, millis(nanos));
    }
    return new Field(name, value instanceof List<?> list ? listed(list) : value.toString());
  }

  private static String listed(List<?> list) {
    return list.stream().map(EventFields::item).collect(Collectors.joining(", "));
  }

  private static String item(Object item) {
    return item instanceof RaftTrace.Entry entry
        ? entry.index() + ":t" + entry.term() + " " + entry.command()
        : item.toString();
  }

  /**
   * Returns a span of time in milliseconds: {@code 12.3 ms}.
   *
   * @param nanos how long
   */
  public static String millis(long nanos) {
    String text = String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    return text.replaceAll("\\.?0+$", "") + " ms";
  }

  /**
   * Returns an event in one line: its kind and its fields.
   *
   * @param detail what happened
   */
  public static String line(TraceDetail detail) {
    return detail.kind()
        + of((Record) detail).stream()
            .map(field -> "  " + field.name() + "=" + field.value())
            .collect(Collectors.joining());
  }
}
