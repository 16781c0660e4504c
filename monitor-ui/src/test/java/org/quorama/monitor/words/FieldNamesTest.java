package org.quorama.monitor.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.LogPhase;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.inspect.Fact;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceDetail;

/** Every field of the inspector has a name in each language, whatever the trace carries. */
class FieldNamesTest {
  private static Set<String> carried() {
    Set<String> names = new TreeSet<>();
    Stream.concat(kinds(TraceDetail.class), Stream.of(MessageTrace.Summary.class))
        .flatMap(kind -> Arrays.stream(kind.getRecordComponents()))
        .filter(part -> !part.getType().equals(MessageTrace.Summary.class))
        .map(part -> part.getName().replaceFirst("(?<=[a-z])Nanos$", ""))
        .forEach(names::add);
    return names;
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(FieldNamesTest::kinds)
        : Stream.of(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyFactAndAllThatATraceCarriesHasAName(String language) {
    Words words = Words.of(Locale.forLanguageTag(language));
    List<String> unnamed = new ArrayList<>();
    for (Fact fact : Fact.values()) {
      String key = fact.phrase().key();
      if (!words.has(key)) {
        unnamed.add(key);
      }
    }
    carried().stream()
        .map(name -> "screens.trace." + name)
        .filter(key -> !words.has(key))
        .forEach(unnamed::add);
    assertThat(unnamed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyStateThatAFieldMayHaveHasAWord(String language) {
    Words words = Words.of(Locale.forLanguageTag(language));
    List<Term> terms = new ArrayList<>();
    for (Members.Place place : Members.Place.values()) {
      terms.add(new Term("screens.place", place.name()));
    }
    for (Flight.Fate fate : Flight.Fate.values()) {
      terms.add(new Term("screens.fate", fate.name()));
    }
    for (LogPhase phase : LogPhase.values()) {
      terms.add(new Term("screens.phase", phase.name()));
    }
    for (FaultTrace.DiskCondition disk : FaultTrace.DiskCondition.values()) {
      terms.add(new Term("screens.disk", disk.name()));
    }
    assertThat(terms).allMatch(term -> words.has(term.key()));
  }

  @Test
  void noNameIsThereThatNothingHas() {
    Set<String> known = new TreeSet<>();
    carried().forEach(name -> known.add("screens.trace." + name));
    for (Fact fact : Fact.values()) {
      known.add(fact.phrase().key());
    }
    assertThat(Words.of(Locale.GERMAN).patterns().keySet())
        .filteredOn(key -> key.startsWith("screens.trace.") || key.startsWith("screens.field."))
        .allMatch(known::contains);
  }

  @Test
  void aFieldOfANodeNamesIt() {
    NodeId node = NodeId.of("n3");
    assertThat(Words.of(Locale.GERMAN).say(Fact.HEARD.phrase(node))).isEqualTo("n3 gehört");
    assertThat(Words.of(Locale.GERMAN).say(Fact.OF_NODE.phrase(node))).isEqualTo("n3");
  }
}
