package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;

/** Names of any Unicode stay what they were, byte for byte, on every way that they go. */
class UnicodeNamesTest {
  private static final int CHUNK = 1024;

  /** No two are equal, though some look alike. */
  private static final List<String> NAMES =
      List.of(
          "\u00E9",
          "e\u0301",
          "\u1E69",
          "s\u0323\u0307",
          "s\u0307\u0323",
          "\u212B",
          "\u00C5",
          "A\u030A",
          "\uFB01",
          "fi",
          "\uD55C",
          "\u1112\u1161\u11AB",
          "\uD83D\uDC18",
          "\uD83D\uDC69\u200D\uD83D\uDE80",
          "\u200F\u0639\u0631\u0628\u064A",
          "\u0639\u0631\u0628\u064A",
          "\u202Eevil",
          "\u0130",
          "\u00DF",
          "SS",
          "\uFFFD",
          "?",
          "\uFEFFa",
          "a",
          " ",
          "new\nline",
          "\uDBFF\uDFFF",
          "\uFFFF");

  private final List<Bytes> log = new ArrayList<>();
  private final Namespace namespace = new Namespace(CHUNK);

  @BeforeEach
  void openSession() {
    apply(new MetadataCommand.OpenSession(Duration.ofSeconds(1)));
  }

  private ErrorCode apply(MetadataCommand command) {
    log.add(MetadataCommand.encode(command));
    return namespace.perform(log.size(), log.get(log.size() - 1)).code();
  }

  private void require(FileOperation.Mutation mutation) {
    RequestId id = new RequestId(1, log.size());
    assertThat(apply(new MetadataCommand.Perform(id, mutation))).isEqualTo(ErrorCode.NONE);
  }

  /** Returns the names of the files below the root, with their UTF-8 and when they were made. */
  private static Map<String, List<Object>> listed(Namespace namespace) {
    Map<String, List<Object>> listed = new LinkedHashMap<>();
    node(namespace, FilePath.ROOT)
        .children()
        .forEach(
            (name, node) ->
                listed.put(
                    name,
                    List.of(node.createdIndex, Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)))));
    return listed;
  }

  private static FileNode node(Namespace namespace, FilePath path) {
    return Objects.requireNonNull(namespace.find(path).node(), () -> path + " is not there");
  }

  /** Returns one that restored the snapshot of another, and one that applied its log again. */
  private List<Namespace> restarted() {
    Namespace restored = new Namespace(CHUNK);
    restored.restore(log.size(), namespace.snapshot());
    Namespace replayed = new Namespace(CHUNK);
    for (int i = 0; i < log.size(); i++) {
      replayed.perform(i + 1, log.get(i));
    }
    return List.of(restored, replayed);
  }

  private void assertThatARestartChangesNothing() {
    for (Namespace again : restarted()) {
      assertThat(listed(again)).containsExactlyEntriesOf(listed(namespace));
      assertThat(again.snapshot()).isEqualTo(namespace.snapshot());
      assertThat(again.digest()).isEqualTo(namespace.digest());
    }
  }

  @Test
  @DisplayName("Names of any Unicode are made, listed and found, also after a restart")
  void namesStayWhatTheyAre() {
    for (String name : NAMES) {
      require(new FileOperation.CreateFile(FilePath.ROOT.resolve(name)));
      assertThat(node(namespace, FilePath.parse("/" + name)).createdIndex).isEqualTo(log.size());
    }
    assertThat(listed(namespace)).containsOnlyKeys(NAMES);
    assertThatARestartChangesNothing();
  }

  @Test
  @DisplayName("Names of any Unicode are renamed, deleted and brought back, also after a restart")
  void namesAreChanged() {
    FilePath from = FilePath.ROOT.resolve("from");
    for (String name : NAMES) {
      FilePath to = FilePath.ROOT.resolve(name);
      require(new FileOperation.CreateFile(from));
      require(new FileOperation.Rename(from, to));
      require(new FileOperation.Delete(to));
    }
    assertThat(listed(namespace)).isEmpty();
    assertThatARestartChangesNothing();
    for (String name : NAMES) {
      require(new FileOperation.Undelete(FilePath.ROOT.resolve(name)));
    }
    assertThat(listed(namespace)).containsOnlyKeys(NAMES);
    assertThatARestartChangesNothing();
  }

  @Test
  @DisplayName("Normal forms of one text are different names")
  void normalFormsStayDifferent() {
    String text = "\u1E69\uFB01\uD55C";
    List<String> forms = new ArrayList<>();
    for (Normalizer.Form form : Normalizer.Form.values()) {
      forms.add(Normalizer.normalize(text, form));
      require(new FileOperation.CreateFile(FilePath.ROOT.resolve(forms.get(forms.size() - 1))));
    }
    assertThat(listed(namespace)).hasSize(4).containsOnlyKeys(forms);
    assertThatARestartChangesNothing();
  }

  @Test
  @DisplayName("An entry whose path no one can have is refused, and is no other path in silence")
  void brokenNamesInTheLogAreRefused() {
    for (byte[] name :
        new byte[][] {
          {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}, // half a surrogate pair
          {'a', (byte) 0xFF, 'b'},
          {'a', '/', 'b'},
          {'a', 0, 'b'}
        }) {
      byte[] entry =
          MetadataCommand.encode(
                  new MetadataCommand.Perform(
                      new RequestId(1, 2), new FileOperation.MakeDirectory(FilePath.parse("/xyz"))))
              .toArray();
      System.arraycopy(name, 0, entry, placeOf(entry, "xyz"), name.length);

      assertThat(MetadataCommand.describe(Bytes.wrap(entry))).startsWith("unreadable command");
      assertThatExceptionOfType(InvariantViolation.class)
          .isThrownBy(() -> new Namespace(CHUNK).perform(1, Bytes.wrap(entry)))
          .withMessageContaining("The command at 1 is broken: ");
    }
  }

  private static int placeOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
