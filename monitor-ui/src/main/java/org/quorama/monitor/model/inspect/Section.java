package org.quorama.monitor.model.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.look.EventFields.Field;

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

  /** Collects fields; what is not known is a dash. */
  static final class Of {
    private final String key;
    private final List<Field> fields = new ArrayList<>();

    Of(String key) {
      this.key = key;
    }

    Of with(String name, @Nullable Object value) {
      fields.add(new Field(name, said(value)));
      return this;
    }

    private static String said(@Nullable Object value) {
      if (value instanceof Collection<?> all) {
        String list = all.stream().map(Object::toString).collect(Collectors.joining(", "));
        return list.isEmpty() ? "–" : list;
      }
      return value == null ? "–" : value.toString();
    }

    Of withAll(List<Field> more) {
      fields.addAll(more);
      return this;
    }

    Section done() {
      return new Section(key, fields);
    }
  }
}
