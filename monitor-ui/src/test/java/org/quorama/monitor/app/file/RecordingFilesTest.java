package org.quorama.monitor.app.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.model.Life;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;

class RecordingFilesTest {
  private static final long LIMIT = 16L << 20;
  private static final NodeId N1 = NodeId.of("n1");

  @TempDir private Path directory;

  private final List<TraceEvent> events = SampleTraces.firstFile();

  private List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(RecordingFiles::isRecording).sorted().toList();
    }
  }

  @Test
  void aLiveWindowRecordsAndTheNewestFiveAreKept() throws IOException {
    RecordingPlan plan = new RecordingPlan(directory, LIMIT);
    for (int i = 0; i < 7; i++) {
      try (History history = RecordingFiles.begin(plan)) {
        history.tell(events, history.latest().fold(events));
      }
    }
    assertThat(recordings()).hasSize(5);
    try (History last = RecordingFiles.open(recordings().get(4))) {
      assertThat(last.events(0, 1_000)).isEqualTo(events);
    }
  }

  @Test
  void aRecordingInUseIsNamed() throws IOException {
    RecordingFiles.begin(new RecordingPlan(directory, LIMIT)).close();
    Path file = recordings().get(0);
    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> RecordingFiles.open(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is being recorded to");
    }
  }

  @Test
  void nothingIsRecordedWhereNothingIsWanted() throws IOException {
    try (History history = RecordingFiles.begin(new RecordingPlan(directory, 0))) {
      assertThat(history.size()).isZero();
    }
    assertThat(recordings()).isEmpty();
    Path blocked = Files.createFile(directory.resolve("file"));
    try (History history = RecordingFiles.begin(new RecordingPlan(blocked, LIMIT))) {
      history.tell(events, history.latest().fold(events));
      assertThat(history.size()).isEqualTo(events.size());
    }
  }

  @Test
  void aCopyHasAllThatIsAtHand() {
    Path file = directory.resolve("copy.mv.db");
    try (History history = RecordingFiles.of(events)) {
      history.mark(new Moment(5, 50, 50, Moment.Kind.BOOKMARK, "here"));
      RecordingFiles.copy(history, file);
      try (History copy = RecordingFiles.open(file)) {
        assertThat(copy.size()).isEqualTo(events.size());
        assertThat(copy.at(20)).isEqualTo(history.at(20));
        assertThat(copy.latest()).isEqualTo(history.latest());
        assertThat(copy.moments()).extracting(Moment::text).contains("here");
      }
      assertThatThrownBy(() -> RecordingFiles.copy(history, file))
          .hasMessageContaining("exists already");
    }
  }

  @Test
  void exportedLinesAreThoseOfNodes() throws IOException {
    Path file = directory.resolve("all.ndjson");
    try (History history = RecordingFiles.of(events)) {
      RecordingFiles.export(history, file);
    }
    try (Stream<TraceEvent> read = TraceFile.read(file)) {
      assertThat(read).containsExactlyInAnyOrderElementsOf(events);
    }
  }

  @Test
  void whoFallsSilentWhileOthersGoOnDoesNotAnswer() {
    long end = events.stream().mapToLong(TraceEvent::timeNanos).max().orElseThrow();
    TraceEvent other = events.stream().filter(it -> !it.node().equals(N1)).findFirst().get();
    TraceEvent later =
        new TraceEvent(
            other.node(),
            other.incarnation(),
            other.seq() + 1_000,
            other.lamport() + 1_000,
            end + 3_000_000_000L,
            other.state(),
            new RaftTrace.BecameFollower(null));
    List<TraceEvent> all = Stream.concat(events.stream(), Stream.of(later)).toList();
    try (History history = RecordingFiles.of(all)) {
      assertThat(history.latest().node(N1).life()).isEqualTo(Life.UNREACHABLE);
      assertThat(history.latest().node(other.node()).life()).isEqualTo(Life.ALIVE);
      assertThat(history.at(10).node(N1).life()).isEqualTo(Life.ALIVE);
    }
  }
}
