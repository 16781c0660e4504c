package org.quorama.monitor.model.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RepairTrace;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Life;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.recording.Recording;

class HistoryTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final long LIMIT = 64L << 20;

  @TempDir private Path directory;

  private static void tell(History history, List<TraceEvent> events) {
    for (TraceEvent event : events) {
      history.tell(List.of(event), history.latest().fold(event));
    }
  }

  private static List<TraceEvent> run(int rounds) {
    return LongRun.events(rounds);
  }

  @Test
  void everyMomentIsTheFoldOfWhatPrecedes() {
    try (History history = History.inMemory()) {
      List<TraceEvent> events = SampleTraces.firstFile();
      tell(history, events);
      assertThat(history.size()).isEqualTo(events.size());
      ClusterModel expected = ClusterModel.of(List.of());
      for (int i = 0; i < events.size(); i++) {
        assertThat(history.at(i)).isEqualTo(expected);
        expected = expected.fold(events.get(i));
      }
      assertThat(history.at(events.size())).isEqualTo(expected);
    }
  }

  @Test
  void aLongRunIsTheSameFromAFile() {
    Path file = directory.resolve("run.mv.db");
    List<TraceEvent> events = run(400);
    List<Integer> places = List.of(0, 1, 999, 1_000, 4_321, 9_999, events.size());
    List<ClusterModel> expected = new ArrayList<>();
    places.forEach(to -> expected.add(ClusterModel.of(List.of()).fold(events.subList(0, to))));
    try (History history = History.recordingTo(Recording.create(file, LIMIT))) {
      tell(history, events);
      assertThat(places).extracting(history::at).isEqualTo(expected);
    }
    try (History again = History.of(Recording.open(file))) {
      assertThat(again.size()).isEqualTo(events.size());
      assertThat(again.latest()).isEqualTo(expected.get(expected.size() - 1));
      assertThat(places).extracting(again::at).isEqualTo(expected);
      assertThat(again.events(4_000, 4_100)).isEqualTo(events.subList(4_000, 4_100));
      assertThat(again.events(0, 1_000_000)).hasSize(Math.min(events.size(), 20_000));
    }
  }

  @Test
  void whatNoEventToldIsKeptToo() {
    Path file = directory.resolve("run.mv.db");
    List<TraceEvent> events = SampleTraces.firstFile();
    try (History history = History.recordingTo(Recording.create(file, LIMIT))) {
      tell(history, events);
      history.changed(history.latest().ended(N1));
      tell(history, events);
    }
    try (History again = History.of(Recording.open(file))) {
      assertThat(again.at(events.size() - 1).node(N1).life()).isEqualTo(Life.ALIVE);
      assertThat(again.at(events.size()).node(N1).life()).isEqualTo(Life.KILLED);
      assertThat(again.at(events.size() + 3).node(N1).life()).isEqualTo(Life.KILLED);
    }
  }

  @Test
  void chunksAndRepairsHaveASerialForm() {
    ClusterModel model = ClusterModel.of(List.of()).fold(RepairTrace.events());
    assertThat(States.read(States.write(model))).isEqualTo(model);
  }

  @Test
  void timesAndPositionsBelongTogether() {
    try (History history = History.inMemory()) {
      List<TraceEvent> events = run(100);
      tell(history, events);
      for (int at = 0; at <= events.size(); at += 371) {
        long time = history.timeAt(at);
        assertThat(history.positionAt(time)).isGreaterThanOrEqualTo(at);
        assertThat(history.timeAt(history.positionAt(time))).isEqualTo(time);
      }
      assertThat(history.positionAt(Long.MIN_VALUE)).isZero();
      assertThat(history.positionAt(Long.MAX_VALUE)).isEqualTo(events.size());
      assertThat(history.extent().firstNanos()).isEqualTo(events.get(0).timeNanos());
    }
  }

  @Test
  void theOldestGoWhenThereIsNoRoom() {
    List<TraceEvent> events = run(1_000);
    try (History history = History.recordingTo(Recording.inMemory(300_000))) {
      tell(history, events);
      history.flush();
      assertThat(history.first()).isPositive();
      assertThat(history.bytes()).isLessThan(400_000);
      assertThat(history.at(0)).isEqualTo(history.at(history.first()));
      ClusterModel all = ClusterModel.of(List.of()).fold(events.subList(0, events.size() - 100));
      assertThat(history.at(events.size() - 100)).isEqualTo(all);
    }
  }

  @Test
  void aGapIsMarkedFromTheLastEventBefore() {
    try (History history = History.inMemory()) {
      tell(history, SampleTraces.firstFile());
      TraceEvent last = lastOf(SampleTraces.firstFile());
      long later = last.timeNanos() + 5_000;
      TraceEvent missing =
          new TraceEvent(
              N1,
              last.incarnation(),
              last.seq() + 9,
              99,
              later,
              last.state(),
              new NodeTrace.EventsMissing(8));
      tell(history, List.of(missing));
      assertThat(history.moments())
          .filteredOn(moment -> moment.kind() == Moment.Kind.GAP)
          .containsExactly(
              new Moment(history.size() - 1, last.timeNanos(), later, Moment.Kind.GAP, N1.value()));
      assertThat(history.moments()).extracting(Moment::kind).contains(Moment.Kind.ELECTION);
    }
  }

  private static TraceEvent lastOf(List<TraceEvent> events) {
    return events.stream().filter(event -> event.node().equals(N1)).reduce((a, b) -> b).get();
  }

  @Test
  void aNewBeginningForgetsAndPositionsGoOn() {
    try (History history = History.inMemory()) {
      tell(history, run(100));
      long size = history.size();
      ClusterModel fresh = ClusterModel.of(List.of(N1));
      history.begin(fresh);
      assertThat(history.first()).isEqualTo(size);
      assertThat(history.at(0)).isEqualTo(fresh);
      tell(history, SampleTraces.firstFile());
      assertThat(history.at(size + 1)).isNotEqualTo(fresh);
      assertThat(history.moments()).allMatch(moment -> moment.position() >= size);
    }
  }

  @Test
  void bookmarksAreKeptWithTheRecording() {
    Path file = directory.resolve("run.mv.db");
    Moment here = new Moment(3, 30, 30, Moment.Kind.BOOKMARK, "look here");
    Moment gone = new Moment(4, 40, 40, Moment.Kind.BOOKMARK, "not here");
    try (History history = History.recordingTo(Recording.create(file, LIMIT))) {
      tell(history, SampleTraces.firstFile());
      history.mark(here);
      history.mark(gone);
      history.unmark(gone);
    }
    try (History again = History.of(Recording.open(file))) {
      assertThat(again.moments()).contains(here).doesNotContain(gone);
    }
  }
}
