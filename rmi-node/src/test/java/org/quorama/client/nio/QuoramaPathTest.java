package org.quorama.client.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names without any file: what the interface Path promises. */
class QuoramaPathTest {
  private final QuoramaFileSystemProvider provider =
      new QuoramaFileSystemProvider(cluster -> new MemoryCalls());
  private final FileSystem files =
      provider.newFileSystem(URI.create("quorama://one:1,two:2"), Map.of());

  private Path path(String first, String... more) {
    return files.getPath(first, more);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a/b, /a/b",
    "a/b, a/b",
    "/a/, /a",
    "//a///b, /a/b",
    "'', ''",
    "/a/./.., /a/./.."
  })
  void textIsReadAndWrittenAsOnUnix(String text, String written) {
    assertThat(path(text)).hasToString(written);
  }

  @Test
  void partsAreJoined() {
    assertThat(path("", "a", "", "b")).hasToString("a/b");
    assertThat(path("/a", "b/c")).hasToString("/a/b/c");
    assertThat(path("/", "b")).hasToString("/b");
  }

  @Test
  void namesAreCountedFromTheRoot() {
    Path three = path("/a/b/c");
    assertThat(three.getNameCount()).isEqualTo(3);
    assertThat(three.getName(1)).isEqualTo(path("b"));
    assertThat(three.subpath(1, 3)).isEqualTo(path("b/c"));
    assertThat(three.getFileName()).isEqualTo(path("c"));
    assertThat(three.getParent()).isEqualTo(path("/a/b"));
    assertThat(three.getRoot()).isEqualTo(path("/"));
    List<String> names = new ArrayList<>();
    three.forEach(name -> names.add(name.toString()));
    assertThat(names).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> three.getName(3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rootAndEmptyPathHaveLittle() {
    assertThat(path("/").getFileName()).isNull();
    assertThat(path("/").getParent()).isNull();
    assertThat(path("/").getNameCount()).isZero();
    assertThat(path("").getNameCount()).isEqualTo(1);
    assertThat(path("").getFileName()).isEqualTo(path(""));
    assertThat(path("a").getParent()).isNull();
    assertThat(path("a").getRoot()).isNull();
    assertThat(path("").toAbsolutePath()).isEqualTo(path("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/../a, /a",
    "../a, ../a",
    "a/..,''",
    "./a/./b, a/b",
    "a/../../b, ../b",
    "/, /"
  })
  void normalizeRemovesWhatSaysNothing(String text, String normal) {
    assertThat(path(text).normalize()).hasToString(normal);
  }

  @ParameterizedTest
  @CsvSource({"/a, b, /a/b", "/a, /b, /b", "/a, '', /a", "'', a, a", "/, a, /a", "a, b/c, a/b/c"})
  void resolveGoesOnFromAPath(String from, String other, String result) {
    assertThat(path(from).resolve(path(other))).hasToString(result);
    assertThat(path(from).resolve(other)).hasToString(result);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/c, ../c",
    "/a, /a/b/c, b/c",
    "/a/b, /a/b, ''",
    "a, b, ../b",
    "'', a/b, a/b",
    "/, /a, a"
  })
  void relativizeUndoesResolve(String from, String to, String result) {
    Path way = path(from).relativize(path(to));
    assertThat(way).hasToString(result);
    assertThat(path(from).resolve(way).normalize()).isEqualTo(path(to));
  }

  @Test
  void relativizeNeedsTwoOfAKind() {
    assertThatThrownBy(() -> path("/a").relativize(path("b")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> path("../a").relativize(path("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void startsAndEndsByWholeNames() {
    assertThat(path("/abc/d").startsWith("/abc")).isTrue();
    assertThat(path("/abc/d").startsWith("/ab")).isFalse();
    assertThat(path("/abc/d").startsWith("abc")).isFalse();
    assertThat(path("/a").startsWith("/")).isTrue();
    assertThat(path("/abc/d").endsWith("d")).isTrue();
    assertThat(path("/abc/d").endsWith("/d")).isFalse();
    assertThat(path("/abc/d").endsWith("/abc/d")).isTrue();
    assertThat(path("/abc/d").endsWith("c/d")).isFalse();
    assertThat(path("/a").startsWith(Path.of("/a"))).isFalse();
  }

  @Test
  void orderAndEqualityAreThoseOfTheText() {
    assertThat(path("/a")).isEqualTo(path("/a/")).hasSameHashCodeAs(path("//a"));
    assertThat(path("/a")).isNotEqualTo(path("a"));
    assertThat(path("/a")).isLessThan(path("/b"));
    assertThat(path("/a")).isEqualByComparingTo(path("/a"));
  }

  @Test
  @DisplayName("a URI names any path, with spaces and letters of any script")
  void uriLeadsBack() {
    for (String text : new String[] {"/", "/a b/ü/日本.txt", "/100%/#1?"}) {
      URI uri = path(text).toUri();
      assertThat(uri.getScheme()).isEqualTo("quorama");
      assertThat(uri.getRawAuthority()).isEqualTo("one:1,two:2");
      assertThat(provider.getPath(uri)).isEqualTo(path(text));
    }
  }

  @Test
  void strangersAreRefused() {
    assertThatThrownBy(() -> path("/a").resolve(Path.of("b")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> path("a\0b")).isInstanceOf(InvalidPathException.class);
    assertThatThrownBy(() -> path("a\uD83Db"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("A path is Unicode");
  }

  @ParameterizedTest
  @CsvSource({
    "glob:*.java, A.java, true",
    "glob:*.java, a/A.java, false",
    "glob:**.java, a/A.java, true",
    "'glob:*.{java,class}', A.class, true",
    "glob:a?c, abc, true",
    "glob:[a-c]x, bx, true",
    "glob:[!a-c]x, bx, false",
    "glob:a\\*, a*, true",
    "regex:a+, aaa, true"
  })
  void matchersKnowGlobsAndExpressions(String pattern, String text, boolean matches) {
    assertThat(files.getPathMatcher(pattern).matches(path(text))).isEqualTo(matches);
  }
}
