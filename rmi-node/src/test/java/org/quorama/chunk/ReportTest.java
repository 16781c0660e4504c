package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.OneChunkserver.C;
import static org.quorama.chunk.OneChunkserver.DATA;
import static org.quorama.chunk.OneChunkserver.INTERVAL;
import static org.quorama.chunk.OneChunkserver.N1;
import static org.quorama.chunk.OneChunkserver.N2;
import static org.quorama.chunk.OneChunkserver.V1;
import static org.quorama.chunk.OneChunkserver.V2;
import static org.quorama.chunk.OneChunkserver.answer;
import static org.quorama.chunk.OneChunkserver.observed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

class ReportTest {
  private static final ChunkId OTHER = new ChunkId(2);
  private static final ReplicaInfo HELD = new ReplicaInfo(C, V1, 10);
  private static final ReplicaInfo HELD_TOO = new ReplicaInfo(OTHER, V1, 20);

  private final OneChunkserver server = new OneChunkserver(HELD, HELD_TOO);

  @Test
  void reportsAllToANewMasterAndThenWhatChanged() {
    assertThat(server.after(INTERVAL)).as("nobody leads").isEmpty();

    ChunkEffect.SendReport first = server.knowMaster();
    assertThat(first.to()).isEqualTo(N2);
    assertThat(first.report()).isEqualTo(full(1, HELD, HELD_TOO));
    server.answer(first, Orders.NONE);
    assertThat(server.core().nextWakeup()).isEqualTo(server.now().plus(INTERVAL));

    ChunkEffect.SendReport second = server.nextReport();
    assertThat(second.report()).isEqualTo(changes(2));
    server.answer(second, Orders.NONE);
    server.granted(V2, N2);
    assertThat(server.nextReport().report()).isEqualTo(changes(3, new ReplicaInfo(C, V2, 10)));
  }

  @Test
  void reportsHowLongAReplicaBecame() {
    server.granted(V2, N1);
    server.answer(server.knowMaster(), Orders.NONE);
    server.write(V2, new Mutation.WriteData(new ByteRange(5, 10), DATA, true));
    server.done();
    ChunkEffect.SendReport report = server.nextReport();
    assertThat(report.report()).isEqualTo(changes(2, new ReplicaInfo(C, V2, 15)));

    server.answer(report, Orders.NONE);
    server.write(V2, new Mutation.Truncate(3));
    server.done();
    assertThat(server.nextReport().report()).isEqualTo(changes(3, new ReplicaInfo(C, V2, 3)));
  }

  @Test
  void onlyOneReportIsOnItsWay() {
    ChunkEffect.SendReport first = server.knowMaster();

    assertThat(server.after(INTERVAL)).isEmpty();
    assertThat(server.answer(first, Orders.NONE))
        .singleElement()
        .isInstanceOf(ChunkEffect.SendReport.class);
  }

  @Test
  void everythingIsReportedAfterALoss() {
    server.step(new ChunkInput.ReportLost(server.knowMaster().call()));

    assertThat(server.nextReport().report()).isEqualTo(full(2, HELD, HELD_TOO));
    server.after(Duration.ofSeconds(1));
    assertThat(server.only(ChunkEffect.SendReport.class).report())
        .as("nobody answers")
        .isEqualTo(full(3, HELD, HELD_TOO));
  }

  @Test
  void everythingIsReportedIfTheMasterWantsIt() {
    server.answer(server.knowMaster(), new Orders(List.of(), List.of(), INTERVAL, true));

    server.after(INTERVAL.dividedBy(8));
    assertThat(server.only(ChunkEffect.SendReport.class).report())
        .isEqualTo(full(2, HELD, HELD_TOO));
  }

  @Test
  @DisplayName("F-18 What an older master answers is not heard once a newer one is known")
  void answerOfAnOlderMasterIsIgnored() {
    ChunkEffect.SendReport old = server.knowMaster();
    server.knowMaster();

    assertThat(server.answer(old, garbage(C))).isEmpty();
  }

  @Test
  void garbageIsDeletedAndReportedAsGoneSoon() {
    ChunkEffect.SendReport first = server.knowMaster();

    assertThat(server.answer(first, garbage(C, new ChunkId(9))))
        .containsExactly(new ChunkEffect.DeleteChunk(C), observed(new ChunkFact.ReplicaDeleted(C)));
    server.after(INTERVAL.dividedBy(8));
    assertThat(server.only(ChunkEffect.SendReport.class).report())
        .isEqualTo(
            new ChunkReport(
                OneChunkserver.TERM, false, 2, List.of(), List.of(C), List.of(), List.of(), 0, 0));
  }

  @Test
  @DisplayName("F-17 What was granted since the report left is no garbage that the master knew of")
  void freshlyGrantedReplicaIsNotDeleted() {
    ChunkEffect.SendReport first = server.knowMaster();
    server.grant(V2, N1);

    assertThat(server.answer(first, garbage(C)))
        .noneMatch(ChunkEffect.DeleteChunk.class::isInstance);
  }

  @Test
  void whatIsUrgentWaitsForAMaster() {
    server.step(new ChunkInput.CorruptionFound(C));

    assertThat(server.core().nextWakeup()).isEqualTo(MonotonicTime.NEVER);
    assertThat(server.knowMaster().report().corrupt()).containsExactly(C);
  }

  @Test
  void corruptReplicaIsReportedSoonAndChangedNoMore() {
    server.granted(V2, N2);
    server.answer(server.knowMaster(), Orders.NONE);
    server.step(new ChunkInput.CorruptionFound(C));
    server.after(INTERVAL.dividedBy(8));

    assertThat(server.only(ChunkEffect.SendReport.class).report())
        .isEqualTo(
            new ChunkReport(
                OneChunkserver.TERM, false, 2, List.of(), List.of(), List.of(C), List.of(), 0, 0));
    Mutation write = new Mutation.WriteData(new ByteRange(0, 1), DATA, true);
    assertThat(
            server.step(
                new ChunkInput.MutateArrived(
                    OneChunkserver.CLIENT, new ChunkMessage.Mutate(C, V2, 1, write))))
        .containsExactly(answer(ErrorCode.CORRUPT));
    ChunkMessage.Read read = new ChunkMessage.Read(C, V1, new ByteRange(0, 1));
    assertThat(server.step(new ChunkInput.ReadArrived(OneChunkserver.CLIENT, read)))
        .as("its intact blocks are read")
        .containsExactly(new ChunkEffect.ServeRead(OneChunkserver.CLIENT, read));
  }

  @Test
  void corruptionFoundByAWriteEndsTheLease() {
    server.granted(V2, N1);
    server.write(V2, new Mutation.WriteData(new ByteRange(5, 10), DATA, true));

    assertThat(
            server.stored(server.only(ChunkEffect.ApplyMutation.class).call(), ErrorCode.CORRUPT))
        .contains(observed(new ChunkFact.LeaseEnded(C, V2)));
  }

  private static Orders garbage(ChunkId... chunks) {
    return new Orders(List.of(chunks), List.of(), INTERVAL, false);
  }

  private static ChunkReport full(long number, ReplicaInfo... held) {
    return report(true, number, held);
  }

  private static ChunkReport changes(long number, ReplicaInfo... held) {
    return report(false, number, held);
  }

  private static ChunkReport report(boolean full, long number, ReplicaInfo... held) {
    return new ChunkReport(
        OneChunkserver.TERM, full, number, List.of(held), List.of(), List.of(), List.of(), 0, 0);
  }
}
