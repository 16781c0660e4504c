package org.quorama.lab.demos.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One thing that a line can say. Immutable.
 *
 * @param pattern how it is written: words, {@code <slots>}, and parts in brackets that may be left
 *     out
 * @param help what it does or means, in a sentence
 * @param maker makes it from what stands in the slots
 * @param <T> what it makes
 */
record Form<T>(String pattern, String help, Function<Arguments, T> maker) {

  /** Returns the ways to write it, with and without each part in brackets. */
  List<List<String>> variants() {
    List<List<String>> all = new ArrayList<>();
    all.add(new ArrayList<>());
    for (String part : pattern.split(" (?=\\[)|(?<=\\]) |^(?=\\[)", -1)) {
      boolean optional = part.startsWith("[");
      List<String> words =
          List.of((optional ? part.substring(1, part.length() - 1) : part).split(" ", -1));
      List<List<String>> longer = new ArrayList<>();
      for (List<String> before : all) {
        List<String> with = new ArrayList<>(before);
        with.addAll(words);
        longer.add(with);
        if (optional) {
          longer.add(before);
        }
      }
      all = longer;
    }
    return all;
  }

  /** Returns the words that it can begin with. */
  List<String> firstWords() {
    return variants().stream().map(words -> words.get(0)).distinct().toList();
  }
}
