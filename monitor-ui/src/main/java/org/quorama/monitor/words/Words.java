package org.quorama.monitor.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The monitor's words in one language: English, or German where German is asked for. Immutable. */
public final class Words {
  /** The system property that chooses the language: {@code en} or {@code de}. */
  public static final String LANGUAGE_PROPERTY = "quorama.lang";

  /** What the window speaks about; each has a bundle of its own. */
  static final List<String> AREAS =
      List.of("frame", "time", "screens", "captions", "controls", "checks", "metrics", "sql");

  private static final Words ENGLISH = new Words(Locale.ENGLISH);
  private static final Words GERMAN = new Words(Locale.GERMAN);

  private final Locale locale;
  private final Map<String, String> patterns;

  private Words(Locale locale) {
    this.locale = locale;
    Map<String, String> all = new TreeMap<>();
    String suffix = locale.equals(Locale.GERMAN) ? "_de" : "";
    AREAS.forEach(area -> read(area, suffix, all));
    this.patterns = Collections.unmodifiableMap(all);
  }

  private static void read(String area, String suffix, Map<String, String> all) {
    String file = area + suffix + ".properties";
    try (InputStream bytes = Words.class.getResourceAsStream(file)) {
      if (bytes == null) {
        throw new IllegalStateException("The words " + file + " are not on the class path");
      }
      Properties bundle = new Properties();
      bundle.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      bundle.stringPropertyNames().forEach(key -> all.put(key, bundle.getProperty(key)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the words " + file, e);
    }
  }

  /**
   * Returns the words in a language; English if it has none.
   *
   * @param locale whose language
   */
  public static Words of(Locale locale) {
    return locale.getLanguage().equals(Locale.GERMAN.getLanguage()) ? GERMAN : ENGLISH;
  }

  /**
   * Returns the words in the language of this process: that of the system property {@value
   * #LANGUAGE_PROPERTY}, else the system's.
   */
  public static Words here() {
    @Nullable String chosen = System.getProperty(LANGUAGE_PROPERTY);
    return chosen == null || chosen.isBlank()
        ? of(Locale.getDefault(Locale.Category.DISPLAY))
        : of(Locale.forLanguageTag(chosen));
  }

  /**
   * Returns a text, with its arguments filled in as {@link MessageFormat} does: <code>{0}</code>
   * groups a number's digits, <code>{0,number,#}</code> does not, and an apostrophe is written
   * twice.
   *
   * @param key area and name: {@code frame.help}
   * @param arguments what is filled in; a {@link Phrase} among them is said in the same language
   * @throws IllegalArgumentException if there is no such text
   */
  public String text(String key, Object... arguments) {
    String pattern = patterns.get(key);
    if (pattern == null) {
      throw new IllegalArgumentException("The monitor has no words for " + key);
    }
    Object[] said = new Object[arguments.length];
    for (int i = 0; i < said.length; i++) {
      said[i] = said(arguments[i]);
    }
    return new MessageFormat(pattern, locale).format(said);
  }

  private Object said(Object argument) {
    if (argument instanceof Phrase phrase) {
      return say(phrase);
    }
    if (argument instanceof Term term) {
      return say(term);
    }
    return argument instanceof List<?> list
        ? list.stream().map(it -> said(it).toString()).collect(Collectors.joining(", "))
        : argument;
  }

  /**
   * Returns a phrase in this language.
   *
   * @param phrase what to say
   * @throws IllegalArgumentException if there is no such text
   */
  public String say(Phrase phrase) {
    return text(phrase.key(), phrase.arguments().toArray());
  }

  /**
   * Returns a word of the system in this language; the word itself if there is no other.
   *
   * @param term which
   */
  public String say(Term term) {
    return patterns.containsKey(term.key()) ? text(term.key()) : term.word();
  }

  /**
   * Returns true if there is such a text.
   *
   * @param key area and name
   */
  public boolean has(String key) {
    return patterns.containsKey(key);
  }

  /** Returns the language: {@code en} or {@code de}. */
  public Locale locale() {
    return locale;
  }

  /** Returns every text as it is before its arguments are filled in, by its key. */
  Map<String, String> patterns() {
    return patterns;
  }
}
