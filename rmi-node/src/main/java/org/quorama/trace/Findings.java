package org.quorama.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.TraceInvariants.Breach;
import org.quorama.trace.TraceInvariants.Finding;
import org.quorama.trace.TraceInvariants.Rule;

/** What was looked at and what was found, each wrong thing once. */
final class Findings {
  private static final int MAX_BREACHES = 1_000;

  private final Map<Rule, Long> looked = new EnumMap<>(Rule.class);
  private final List<Breach> breaches = new ArrayList<>();
  private final Set<List<Object>> known = new HashSet<>();

  /** Counts an event that a rule could be broken by, and notes it if it is. */
  void check(boolean holds, TraceEvent event, Finding finding, @Nullable Object... values) {
    looked.merge(finding.rule(), 1L, Long::sum);
    if (!holds && breaches.size() < MAX_BREACHES) {
      List<String> words = new ArrayList<>();
      for (Object value : values) {
        words.add(String.valueOf(value));
      }
      if (known.add(List.of(finding, words))) {
        breaches.add(new Breach(finding, words, event));
      }
    }
  }

  long looked(Rule rule) {
    return looked.getOrDefault(rule, 0L);
  }

  List<Breach> breaches() {
    return Collections.unmodifiableList(breaches);
  }
}
