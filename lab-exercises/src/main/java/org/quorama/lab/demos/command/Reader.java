package org.quorama.lab.demos.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a line by the forms that there are; notes where it no longer fits any of them. Lives for
 * one line.
 *
 * @param <T> what the forms make
 */
final class Reader<T> {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  private final List<Form<T>> forms;
  private final List<String> words;
  private final TreeSet<String> possible = new TreeSet<>();
  private final TreeSet<String> literals = new TreeSet<>();
  private final List<Slot> slots = new ArrayList<>();

  /** How many words fit the form that fits most of them. */
  private int furthest;

  private Reader(List<Form<T>> forms, List<String> words) {
    this.forms = forms;
    this.words = words;
  }

  /** Returns the words of a line, up to a comment. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher matcher = WORD.matcher(line); matcher.find(); ) {
      if (matcher.group().startsWith("#")) {
        return words;
      }
      words.add(matcher.group());
    }
    return words;
  }

  /**
   * What a line says. Immutable.
   *
   * @param form how it says it
   * @param arguments what stands in its slots
   */
  record Read<T>(Form<T> form, Arguments arguments) {
    T make() {
      return form.maker().apply(arguments);
    }
  }

  /** Returns what a line says, or throws a {@link LineException} that tells what is possible. */
  static <T> Read<T> read(List<Form<T>> forms, List<String> words) {
    return new Reader<>(forms, words).read();
  }

  private Read<T> read() {
    for (Form<T> form : forms) {
      for (List<String> variant : form.variants()) {
        Arguments arguments = new Arguments();
        if (fits(variant, new Place(0, 0), arguments)) {
          return new Read<>(form, arguments);
        }
      }
    }
    throw new LineException(complaint());
  }

  /** How far a variant and the line were followed. */
  private record Place(int part, int at) {
    Place next() {
      return new Place(part + 1, at + 1);
    }
  }

  private boolean fits(List<String> variant, Place place, Arguments arguments) {
    if (place.part() == variant.size()) {
      if (place.at() < words.size()) {
        expected(place.at(), "the end of the line");
      }
      return place.at() == words.size();
    }
    String part = variant.get(place.part());
    if (part.startsWith("<")) {
      return fills(Slot.of(part.substring(1, part.length() - 1)), variant, place, arguments);
    }
    if (place.at() < words.size() && words.get(place.at()).equals(part)) {
      return fits(variant, place.next(), arguments);
    }
    if (expected(place.at(), part)) {
      literals.add(part);
    }
    return false;
  }

  private boolean fills(Slot slot, List<String> variant, Place place, Arguments arguments) {
    if (place.at() >= words.size() || !slot.takes(words.get(place.at()))) {
      if (expected(place.at(), "<" + slot.word() + ">")) {
        slots.add(slot);
      }
      return false;
    }
    arguments.add(slot, place.part(), words.get(place.at()));
    Place more = new Place(place.part(), place.at() + 1);
    boolean fits =
        (slot.takesMany() && fills(slot, variant, more, arguments))
            || fits(variant, place.next(), arguments);
    if (!fits) {
      arguments.removeLast();
    }
    return fits;
  }

  /** Notes what would fit at a word; false if something fitted there and beyond. */
  private boolean expected(int at, String what) {
    if (at > furthest) {
      possible.clear();
      literals.clear();
      slots.clear();
      furthest = at;
    }
    if (at == furthest) {
      possible.add(what);
    }
    return at == furthest;
  }

  private String complaint() {
    String read = furthest < words.size() ? "'" + words.get(furthest) + "'" : "the end of the line";
    StringBuilder text = new StringBuilder("read ").append(read);
    if (furthest > 0) {
      text.append(" after '").append(String.join(" ", words.subList(0, furthest))).append("'");
    }
    guess().ifPresent(word -> text.append("; did you mean ").append(word).append("?"));
    text.append("; possible: ").append(String.join(", ", possible));
    slots.stream()
        .distinct()
        .forEach(
            slot -> text.append("; <").append(slot.word()).append("> is ").append(slot.meaning()));
    return text.toString();
  }

  private Optional<String> guess() {
    if (furthest >= words.size()) {
      return Optional.empty();
    }
    String read = words.get(furthest);
    return slots.stream()
        .map(slot -> slot.guess(read))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Guess.of(read, literals));
  }
}
