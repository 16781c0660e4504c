package org.quorama.monitor.model.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.look.EventFields;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Term;

/**
 * Fields that belong together. Immutable.
 *
 * @param key what they are about: {@code log}
 * @param fields each with its name and value
 */
public record Section(String key, List<Field> fields) {
  /** Copies the list. */
  public Section {
    fields = List.copyOf(fields);
  }

  /**
   * One field, in no language yet. Immutable.
   *
   * @param name what it is
   * @param value how it is
   * @param runs true if it is different at each moment, as a clock is
   */
  public record Field(Phrase name, Phrase value, boolean runs) {}

  /** Collects fields; what is not known is a dash. */
  static final class Of {
    private final String key;
    private final List<Field> fields = new ArrayList<>();

    Of(String key) {
      this.key = key;
    }

    Of with(Fact name, @Nullable Object value) {
      fields.add(new Field(name.phrase(), said(value), false));
      return this;
    }

    /** Adds what one node is, has or says. */
    Of with(NodeId node, @Nullable Object value) {
      fields.add(new Field(Fact.OF_NODE.phrase(node), said(value), false));
      return this;
    }

    /** Adds a span of time that grows or shrinks all the time. */
    Of running(Phrase name, @Nullable Object value) {
      fields.add(new Field(name, said(value), true));
      return this;
    }

    private static Phrase said(@Nullable Object value) {
      if (value instanceof Phrase phrase) {
        return phrase;
      }
      return value instanceof Term term ? plain(term) : plain(text(value));
    }

    private static Phrase plain(Object value) {
      return Phrase.of("screens.value.plain", value);
    }

    private static String text(@Nullable Object value) {
      if (value instanceof Collection<?> all) {
        String list = all.stream().map(Object::toString).collect(Collectors.joining(", "));
        return list.isEmpty() ? "–" : list;
      }
      return value == null ? "–" : value.toString();
    }

    /** Adds what a record of the trace carries; its names are those of the trace. */
    Of withAll(List<EventFields.Field> more) {
      for (EventFields.Field field : more) {
        Phrase name = Phrase.of("screens.trace." + field.name());
        fields.add(new Field(name, plain(field.value()), false));
      }
      return this;
    }

    Section done() {
      return new Section(key, fields);
    }
  }
}
