package org.quorama.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceHoldersTest {
  @TempDir private Path dir;

  @Test
  void aRingGivesContiguousEventsAndCountsTheMissing() {
    TraceRing ring = ring(4, 10);
    assertThat(ring.poll(1, 2, Duration.ZERO))
        .isEqualTo(new TraceBatch(2, List.of(durable(7), durable(8)), 9, 6));
    assertThat(ring.poll(9, 9, Duration.ZERO))
        .isEqualTo(new TraceBatch(2, List.of(durable(9), durable(10)), 11, 0));
    assertThat(ring.poll(11, 9, Duration.ZERO)).isEqualTo(new TraceBatch(2, List.of(), 11, 0));
  }

  @Test
  void aPlaceOfAnEarlierBootStartsAgain() {
    TraceBatch batch = ring(4, 3).poll(100, 9, Duration.ofHours(1));
    assertThat(batch).isEqualTo(new TraceBatch(2, List.of(), 1, 0));
  }

  @Test
  void aPollWaitsForTheNextEvent() throws Exception {
    TraceRing ring = ring(4, 3);
    CompletableFuture<TraceBatch> poll =
        CompletableFuture.supplyAsync(() -> ring.poll(4, 9, Duration.ofMinutes(1)));
    ring.add(durable(4));
    assertThat(poll.get(30, TimeUnit.SECONDS).events()).containsExactly(durable(4));
  }

  @Test
  void aPollTakesAllThatCameTogether() throws Exception {
    TraceRing ring = ring(4, 3);
    CompletableFuture<TraceBatch> poll =
        CompletableFuture.supplyAsync(() -> ring.poll(4, 9, Duration.ofMinutes(1)));
    ring.addAll(List.of(durable(4), durable(5)));
    assertThat(poll.get(30, TimeUnit.SECONDS).events()).containsExactly(durable(4), durable(5));
  }

  @Test
  void aRingKeepsNotWhatOnlyAReplayNeeds() {
    TraceRing ring = new TraceRing(2, 4);
    ring.add(TraceSamples.event(1, new NodeTrace.InputTaken("raft", 5, 6, "much")));
    assertThat(ring.poll(1, 9, Duration.ZERO).events())
        .containsExactly(TraceSamples.event(1, new NodeTrace.InputTaken("raft", 5, 6, "")));
  }

  @Test
  void aRingRefusesAGap() {
    assertThatThrownBy(() -> ring(4, 3).add(durable(5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileGivesBackWhatWasWritten() throws IOException {
    try (TraceFile file = TraceFile.open(file())) {
      TraceSamples.events().forEach(file::add);
    }
    assertThat(read()).isEqualTo(TraceSamples.events());
  }

  @Test
  void aCutLastLineIsLeftOutAndRemovedAtTheNextOpening() throws IOException {
    write(durable(1), durable(2));
    Files.writeString(file(), "{\"node\":\"n1\",\"inc", StandardOpenOption.APPEND);
    assertThat(read()).containsExactly(durable(1), durable(2));
    write(durable(3));
    assertThat(read()).containsExactly(durable(1), durable(2), durable(3));
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    write(durable(1));
    Files.writeString(file(), "nonsense\n", StandardOpenOption.APPEND);
    write(durable(2));
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void aStoreAnswersSqlInCausalOrder() {
    try (TraceStore store = TraceStore.inMemory()) {
      store.addAll(TraceSamples.events());
      store.addAll(TraceSamples.events());
      assertThat(store.query()).isEqualTo(TraceSamples.events());
      assertThat(store.query("kind = ? and seq > ?", "Boot", 0)).hasSize(1);
      List<String> rows = new ArrayList<>();
      store.select(
          "select kind, leader from events where kind like 'Became%' order by seq limit 1",
          (columns, values) -> rows.add(columns + "=" + values));
      assertThat(rows).containsExactly("[KIND, LEADER]=[BecameCandidate, null]");
    }
  }

  @Test
  void aStoreRefusesWhatIsNoSelect() {
    try (TraceStore store = TraceStore.inMemory()) {
      assertThatThrownBy(() -> store.select("delete from events", (columns, values) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void eventsForQuestionsAloneAreCountedAndNotTold() {
    try (TraceStore store = TraceStore.inMemory()) {
      store.addForQuestions(TraceSamples.events());
      store.select(
          "select count(*) as n from events",
          (columns, values) ->
              assertThat(values).containsExactly((long) TraceSamples.events().size()));
      assertThat(store.query()).isEmpty();
    }
  }

  @Test
  void aStoreForQuestionsCountsFromTheFirstEventInWhateverOrderTheyCome() {
    List<TraceEvent> events = new ArrayList<>(TraceSamples.events());
    Collections.reverse(events);
    try (TraceStore store = TraceStore.forQuestions(dir.resolve("questions"))) {
      events.forEach(event -> store.addForQuestions(List.of(event)));
      store.index();
      store.index();
      store.select(
          "select count(*) as n, min(seconds) as s from timeline",
          (columns, values) -> assertThat(values).containsExactly((long) events.size(), 0.0));
    }
  }

  @Test
  void aStoreInAFileKeepsItsEvents() {
    Path database = dir.resolve("trace");
    try (TraceStore store = TraceStore.open(database)) {
      store.addAll(TraceSamples.events());
    }
    try (TraceStore store = TraceStore.open(database)) {
      assertThat(store.query()).hasSameSizeAs(TraceSamples.all());
    }
  }

  @Test
  void aMergedTraceFollowsTheLamportClock() {
    assertThat(MergedTrace.of(List.of(List.of(durable(3), durable(9)), List.of(durable(4)))))
        .containsExactly(durable(3), durable(4), durable(9));
  }

  private static TraceRing ring(int capacity, long events) {
    TraceRing ring = new TraceRing(2, capacity);
    for (long seq = 1; seq <= events; seq++) {
      ring.add(durable(seq));
    }
    return ring;
  }

  private static TraceEvent durable(long seq) {
    return TraceSamples.event(seq, new RaftTrace.Durable(seq));
  }

  private Path file() {
    return dir.resolve("sub/trace.ndjson");
  }

  private void write(TraceEvent... events) throws IOException {
    try (TraceFile file = TraceFile.open(file())) {
      Stream.of(events).forEach(file::add);
    }
  }

  private List<TraceEvent> read() throws IOException {
    try (Stream<TraceEvent> events = TraceFile.read(file())) {
      return events.toList();
    }
  }
}
