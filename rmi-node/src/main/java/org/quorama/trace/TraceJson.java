package org.quorama.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events as JSON, one line each. Ids and addresses are their text. Thread-safe. */
public final class TraceJson {
  private final ObjectWriter writer;
  private final ObjectWriter detailWriter;
  private final ObjectReader reader;

  /** Makes a translator; it is costly to make and cheap to use. */
  public TraceJson() {
    JsonMapper mapper =
        JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new ClusterJsonModule())
            .build();
    kinds(TraceDetail.class).forEach(mapper::registerSubtypes);
    writer = mapper.writerFor(TraceEvent.class);
    detailWriter = mapper.writerFor(TraceDetail.class);
    reader = mapper.readerFor(TraceEvent.class);
  }

  /** Returns the names of all kinds of events: {@code BecameLeader}. */
  public static SortedSet<String> kindNames() {
    return kinds(TraceDetail.class)
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the records below a sealed type. */
  static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(TraceJson::kinds)
        : Stream.of(type);
  }

  /**
   * Returns an event as one line without a line end.
   *
   * @param event what to write
   */
  public String write(TraceEvent event) {
    return write(writer, event);
  }

  /**
   * Returns what happened as one line without a line end.
   *
   * @param detail what to write
   */
  public String write(TraceDetail detail) {
    return write(detailWriter, detail);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A trace event has no JSON form: " + value, e);
    }
  }

  /**
   * Returns the event of a line.
   *
   * @param line as {@link #write(TraceEvent)} made it; properties that are not known are ignored
   * @throws IllegalArgumentException if it is not an event; the message says what is wrong
   */
  public TraceEvent read(String line) {
    TraceEvent event;
    try {
      event = reader.readValue(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a trace event: " + e.getOriginalMessage(), e);
    }
    if (event == null || event.node() == null || event.state() == null || event.detail() == null) {
      throw new IllegalArgumentException("Not a trace event: node, state and detail are needed");
    }
    return event;
  }
}
