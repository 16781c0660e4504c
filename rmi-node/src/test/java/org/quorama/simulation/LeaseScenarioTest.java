package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/** Scenarios of primaries whose lease is over, and who are asked all the same. */
class LeaseScenarioTest {
  private static final Bytes LATE = FileStage.filled(100, 3);
  private static final Bytes NEW = FileStage.filled(100, 4);
  private static final Duration MOMENT = Duration.ofNanos(100_000);

  private final TracedFiles traced = new TracedFiles(Stage.Setting.USUAL);
  private final FileStage files = traced.files();

  /** An order that a client wants, whatever the master says. */
  private record Wanted(long atNanos, AtomicReference<ChunkMessage.MutationReply> reply) {}

  @Test
  @DisplayName("F-10: a primary cut off from the master refuses every write after its lease's end")
  void primaryThatIsCutOffRefuses() {
    OperationValue.ChunkLocation before = traced.written();
    NodeId secondary = traced.secondaryOf(before);
    cutOff(files.index(before.primary()), files.index(secondary));
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      wanted.add(new Wanted(files.cluster().now(), files.orders(before, LATE)));
      files.stage().run(100);
    }

    long end = traced.leaseEnd(before.primary(), before.chunk(), before.version());
    assertRefusedFrom(end, wanted);
    assertThat(traced.ordered(before.primary(), before.chunk(), before.version()))
        .as("what it ordered")
        .hasSizeGreaterThan(1)
        .allSatisfy(event -> assertThat(event.timeNanos()).isLessThan(end));
    ChunkCalls.Outcome outcome = files.writes(ofLeader(), FileStage.FILE, 0, 0, NEW);
    assertWrittenAnew(outcome, before);
    assertThat(refusal(files.orders(before, LATE))).isTrue();
    files.stage().heal();
    files.stage().run(2_000);
    assertThat(refusal(files.orders(before, LATE))).isTrue();
    assertThat(outcome.version()).isLessThanOrEqualTo(files.location(FileStage.FILE, 0).version());
    assertHeld(files.location(FileStage.FILE, 0));
  }

  /** Cuts a primary off from all but one secondary, which all others hear as well. */
  private void cutOff(int primary, int secondary) {
    IntStream.range(0, files.cluster().size())
        .filter(other -> other != primary && other != secondary)
        .forEach(
            other -> {
              files.cluster().world().network().cut(primary, other);
              files.cluster().world().network().cut(other, primary);
            });
  }

  private int ofLeader() {
    return (files.cluster().leader() + 5 - files.leaderAtStart()) % 5;
  }

  private static void assertRefusedFrom(long end, List<Wanted> wanted) {
    assertThat(wanted).anyMatch(order -> order.atNanos() < end);
    List<Wanted> late = wanted.stream().filter(order -> order.atNanos() >= end).toList();
    assertThat(late).hasSizeGreaterThan(10);
    assertThat(late)
        .extracting(order -> order.reply().get())
        .allSatisfy(reply -> assertThat(reply.code()).isEqualTo(ErrorCode.NO_LEASE));
  }

  private boolean refusal(AtomicReference<ChunkMessage.MutationReply> reply) {
    files.stage().until("an answer", () -> reply.get() != null);
    ErrorCode code = reply.get().code();
    return code == ErrorCode.NO_LEASE || code == ErrorCode.STALE_VERSION;
  }

  private void assertWrittenAnew(ChunkCalls.Outcome outcome, OperationValue.ChunkLocation before) {
    OperationValue.ChunkLocation after = files.location(FileStage.FILE, 0);
    assertThat(outcome.isOk()).isTrue();
    assertThat(outcome.version()).isGreaterThan(before.version()).isEqualTo(after.version());
    assertThat(after.primary()).isNotEqualTo(before.primary());
    assertThat(traced.ordered(after.primary(), after.chunk(), after.version())).isNotEmpty();
    assertHeld(after);
  }

  private void assertHeld(OperationValue.ChunkLocation location) {
    assertThat(location.replicas()).isNotEmpty();
    for (NodeId replica : location.replicas()) {
      assertThat(files.disk(replica).durable(location.chunk())).isEqualTo(NEW);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("F-10: a primary paused beyond its lease orders nothing when it goes on")
  void pausedPrimaryIsFenced(boolean amidAMutation) {
    OperationValue.ChunkLocation before = traced.written();
    NodeId primary = before.primary();
    AtomicReference<ChunkCalls.Outcome> begun =
        files.begins(0, FileStage.FILE, 0, FileStage.write(0, LATE), LATE);
    while (amidAMutation && orders(before) < 2) {
      files.cluster().run(MOMENT);
    }
    files.cluster().pause(files.index(primary));
    int ordered = orders(before);
    assertThat(ordered).isEqualTo(amidAMutation ? 2 : 1);
    AtomicReference<ChunkMessage.MutationReply> late = files.orders(before, LATE);
    ChunkCalls.Outcome first = files.ended(begun);
    assertThat(first.isOk()).isTrue();
    assertThat(first.version()).isGreaterThan(before.version());
    files.stage().run(4_000);
    ChunkCalls.Outcome second = files.writes(1, FileStage.FILE, 0, 0, NEW);
    assertWrittenAnew(second, before);
    assertThat(late.get()).as("it sleeps").isNull();
    files.cluster().resume(files.index(primary));
    assertThat(refusal(late)).isTrue();
    files.stage().run(2_000);

    assertThat(orders(before)).as("orders of its lease").isEqualTo(ordered);
    assertHeld(files.location(FileStage.FILE, 0));
  }

  private int orders(OperationValue.ChunkLocation before) {
    return traced.ordered(before.primary(), before.chunk(), before.version()).size();
  }
}
