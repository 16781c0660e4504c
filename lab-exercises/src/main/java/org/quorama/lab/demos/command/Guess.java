package org.quorama.lab.demos.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody who made a mistake perhaps meant. */
final class Guess {
  private static final int FAR = 3;

  private Guess() {}

  static Optional<String> of(String text, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(text, word)))
        .filter(word -> distance(text, word) < Math.min(FAR + 1, Math.max(2, word.length())));
  }

  /** Counts the letters to change, add or leave out, whatever their case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
