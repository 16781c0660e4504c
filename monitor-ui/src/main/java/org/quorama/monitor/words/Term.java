package org.quorama.monitor.words;

import java.io.Serializable;
import java.util.Locale;

/**
 * A word of the system itself, such as a role or a class of health; said as it is where a language
 * has no word of its own for it. Immutable.
 *
 * @param group area and sort: {@code captions.health}
 * @param word the word in English, also of several words
 */
public record Term(String group, String word) implements Serializable {
  /** Returns the key under which a translation is looked for: {@code captions.health.stale}. */
  String key() {
    return group + "." + word.toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
  }
}
