package org.quorama.monitor.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the window exist in both languages. */
class WordsTest {
  private static final Words ENGLISH = Words.of(Locale.ENGLISH);
  private static final Words GERMAN = Words.of(Locale.GERMANY);
  private static final Pattern LITERAL =
      Pattern.compile("\"((?:%s)\\.[A-Za-z0-9.-]*[A-Za-z0-9])\"".formatted(areas()));

  private static String areas() {
    return String.join("|", Words.AREAS);
  }

  @Test
  void everyKeyExistsInBothLanguages() {
    assertThat(GERMAN.patterns().keySet()).isEqualTo(ENGLISH.patterns().keySet());
  }

  @Test
  void everyKeyBeginsWithItsArea() {
    assertThat(ENGLISH.patterns().keySet())
        .allSatisfy(key -> assertThat(Words.AREAS).contains(key.substring(0, key.indexOf('.'))));
  }

  @Test
  void bothLanguagesFillInAsMuch() {
    ENGLISH
        .patterns()
        .forEach(
            (key, pattern) ->
                assertThat(arguments(GERMAN.patterns().getOrDefault(key, "")))
                    .as(key)
                    .isEqualTo(arguments(pattern)));
  }

  private static int arguments(String pattern) {
    return new MessageFormat(pattern, Locale.ROOT).getFormatsByArgumentIndex().length;
  }

  @Test
  void anApostropheIsWrittenTwice() {
    for (Words words : List.of(ENGLISH, GERMAN)) {
      for (Map.Entry<String, String> text : words.patterns().entrySet()) {
        assertThat(text.getValue().replace("''", ""))
            .as(text.getKey() + " in " + words.locale())
            .doesNotContain("'");
      }
    }
  }

  @Test
  void everyKeyThatTheSourcesNameExists() throws IOException {
    List<String> unknown = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher named = LITERAL.matcher(Files.readString(file));
        while (named.find()) {
          if (!isKeyOrGroup(named.group(1))) {
            unknown.add(file.getFileName() + ": " + named.group(1));
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static boolean isKeyOrGroup(String name) {
    return ENGLISH.has(name)
        || ENGLISH.patterns().keySet().stream().anyMatch(key -> key.startsWith(name + "."));
  }

  @Test
  void aTermWithoutATranslationIsSaidAsItIs() {
    Phrase copy =
        Phrase.of("captions.healthIs", "n1", "c1", new Term("captions.health", "missing"));
    assertThat(GERMAN.say(copy)).isEqualTo("n1 stellt bei c1 fest: verloren.");
    assertThat(GERMAN.say(new Term("captions.health", "odd"))).isEqualTo("odd");
    Phrase changes =
        Phrase.of("captions.membersChanged", List.of(Phrase.of("captions.leaves", "n4")), 10_003);
    assertThat(ENGLISH.say(changes)).isEqualTo("n4 leaves the cluster, by entry 10,003.");
    assertThat(GERMAN.say(changes)).isEqualTo("n4 verlässt den Cluster, durch Eintrag 10.003.");
  }

  @Test
  void aLanguageWithoutWordsIsEnglish() {
    assertThat(Words.of(Locale.FRENCH)).isSameAs(ENGLISH);
    assertThat(Words.of(Locale.forLanguageTag("de-AT"))).isSameAs(GERMAN);
    assertThat(ENGLISH.text("frame.language")).isEqualTo("English");
    assertThat(GERMAN.say(Phrase.of("frame.language"))).isEqualTo("Deutsch");
    assertThatThrownBy(() -> ENGLISH.text("frame.nothing")).hasMessageContaining("frame.nothing");
  }
}
