package org.quorama.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {
  @Test
  void aNameMayHaveAsManyBytesAsTheLimitSaysAndNoMore() {
    for (String unit : new String[] {"x", "\u00FC", "\u65E5", "\uD83D\uDC18"}) {
      int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
      String longest = unit.repeat(FilePath.MAX_NAME_BYTES / bytes);
      assertThat(FilePath.ROOT.resolve(longest).name()).isEqualTo(longest);
      assertThatExceptionOfType(PathTooLongException.class)
          .isThrownBy(() -> FilePath.parse("/a/" + longest + unit))
          .withMessageContaining("at most 255 bytes in UTF-8, and '" + unit.repeat(20) + "...'")
          .withMessageContaining("has " + (longest.length() / unit.length() + 1) * bytes)
          .withMessageContaining("take a shorter one");
    }
  }

  @Test
  void aPathMayHaveAsManyNamesAsTheLimitSaysAndNoMore() {
    FilePath deepest = FilePath.parse("/a".repeat(FilePath.MAX_DEPTH));
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> deepest.resolve("b"))
        .withMessage(
            "A path has at most 64 names, and this one has 65: take one that is less deep");
    assertThatExceptionOfType(PathTooLongException.class)
        .isThrownBy(() -> FilePath.parse(deepest + "/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\0b"})
  void whatIsNoNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FilePath.ROOT.resolve(name))
        .withMessageContaining("Not a file name: '" + name + "'");
  }

  @Test
  void halvesOfSurrogatePairsAreRefused() {
    for (String name :
        new String[] {"a\uD83Db", "a\uDC18b", "a\uDC18\uD83Db", "a\uD83D\uD83D\uDC18b", "\uD83D"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FilePath.ROOT.resolve(name))
          .withMessageContaining("Not a file name: '")
          .withMessageContaining("\uFFFD")
          .withMessageContaining("no Unicode text");
      assertThat(FilePath.isUnicode(name)).isFalse();
    }
    assertThatIllegalArgumentException()
        .as("a slash parts what belongs together")
        .isThrownBy(() -> FilePath.parse("/a\uD83D/\uDC18"));
    assertThat(FilePath.isUnicode("a\uD83D\uDC18\uD83D\uDC18\uFFFD")).isTrue();
  }

  @Test
  void goesWithWhatItLiesBelow() {
    FilePath from = FilePath.parse("/a/b");
    FilePath to = FilePath.parse("/c");
    assertThat(FilePath.parse("/a/b/x/y").moved(from, to)).isEqualTo(FilePath.parse("/c/x/y"));
    assertThat(from.moved(from, to)).isEqualTo(to);
    assertThat(from.moved(FilePath.ROOT, to)).isEqualTo(FilePath.parse("/c/a/b"));
  }
}
