package org.quorama.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.trace.TraceStore;
import org.quorama.trace.recording.Recording.Mark;
import org.quorama.trace.recording.Recording.Span;

class RecordingTest {
  private static final long LIMIT = 4L << 20;
  private static final long H2_WRITES_LATER = 3L << 20;

  @TempDir private Path directory;

  private final Random random = new Random(1);

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatWasAddedIsThereAfterOpeningAgain() {
    Path file = directory.resolve("a.mv.db");
    byte[] page = bytes(100);
    Mark mark = new Mark(3, 30, "BOOKMARK", 31, "here");
    try (Recording recording = Recording.create(file, LIMIT)) {
      recording.keep(0, bytes(10));
      recording.add(new Span(0, 5, 50), page);
      recording.keep(5, bytes(20));
      recording.keep(5, bytes(30));
      recording.add(mark);
      recording.add(new Mark(4, 40, "BOOKMARK", 40, "gone"));
      recording.remove(new Mark(4, 40, "BOOKMARK", 40, "gone"));
    }
    try (Recording again = Recording.open(file)) {
      assertThat(again.spans()).containsExactly(new Span(0, 5, 50));
      assertThat(again.page(0)).isEqualTo(page);
      assertThat(again.page(5)).isNull();
      assertThat(again.states()).containsExactly(0L, 5L);
      assertThat(again.state(5)).hasSize(30);
      assertThat(again.marks()).containsExactly(mark);
      assertThat(again.bytes()).isEqualTo(140);
    }
  }

  @Test
  void theOldestGoAndTheFileStaysAboutAsLargeAsAllowed() throws IOException {
    Path file = directory.resolve("a.mv.db");
    try (Recording recording = Recording.create(file, LIMIT)) {
      fill(recording);
    }
    assertThat(Files.size(file)).isLessThan(LIMIT + H2_WRITES_LATER);
  }

  @Test
  void memoryIsBoundedToo() {
    try (Recording recording = Recording.inMemory(LIMIT)) {
      fill(recording);
    }
  }

  private void fill(Recording recording) {
    for (int i = 0; i < 600; i++) {
      if (i % 4 == 0) {
        recording.keep(i * 10L, bytes(5_000));
      }
      recording.add(new Span(i * 10L, 10, i), bytes(50_000));
      assertThat(recording.bytes()).isLessThan(LIMIT + 300_000);
    }
    assertThat(recording.first()).isGreaterThan(5_000);
    assertThat(recording.states()).contains(recording.first());
    assertThat(recording.spans()).last().isEqualTo(new Span(5_990, 10, 599));
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    Path file = Files.createFile(directory.resolve("a.mv.db"));
    assertThatThrownBy(() -> Recording.create(file, LIMIT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void filesThatAreNoRecordingAreNamed() throws IOException {
    Path absent = directory.resolve("absent.mv.db");
    assertThatThrownBy(() -> Recording.open(absent)).hasMessageContaining("cannot be read");
    Path text = Files.writeString(directory.resolve("text.mv.db"), "no database at all");
    assertThatThrownBy(() -> Recording.open(text)).hasMessageContaining("is no recording");
    Path other = Files.createFile(directory.resolve("trace.ndjson"));
    assertThatThrownBy(() -> Recording.open(other)).hasMessageContaining("ends in .mv.db");
    TraceStore.open(directory.resolve("store")).close();
    assertThatThrownBy(() -> Recording.open(directory.resolve("store.mv.db")))
        .hasMessageContaining("holds no recording of a monitor");
  }

  @Test
  void bytesThatAreDamagedAreRefused() {
    assertThatThrownBy(() -> new PageCodec().decode(bytes(50)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PageCodec().decode(new PageCodec().encode(List.of()))).isEmpty();
  }
}
