package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.OneChunkserver.C;
import static org.quorama.chunk.OneChunkserver.DATA;
import static org.quorama.chunk.OneChunkserver.LEASE;
import static org.quorama.chunk.OneChunkserver.N1;
import static org.quorama.chunk.OneChunkserver.N2;
import static org.quorama.chunk.OneChunkserver.V1;
import static org.quorama.chunk.OneChunkserver.V2;
import static org.quorama.chunk.OneChunkserver.answer;
import static org.quorama.chunk.OneChunkserver.grantAnswer;
import static org.quorama.chunk.OneChunkserver.observed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class LeaseTest {
  private static final CallId MASTER = new CallId(2000);
  private static final Mutation WRITE = new Mutation.WriteData(new ByteRange(0, 10), DATA, true);
  private static final Duration MOST = LEASE.multipliedBy(3).dividedBy(4);

  private OneChunkserver server = new OneChunkserver();

  @Test
  @DisplayName(
      "F-10 A primary that slept past its lease orders nothing, without any wake-up before")
  void sleeperLooksAtItsLeaseBeforeItOrders() {
    server.granted(V1, N1);
    server.write(V1, WRITE);
    CallId stored = server.only(ChunkEffect.ApplyMutation.class).call();
    CallId forward = server.only(ChunkEffect.Forward.class).call();
    server.after(Duration.ZERO);

    sleep(LEASE.multipliedBy(2));
    assertThat(server.write(new CallId(1001), V1, WRITE))
        .contains(observed(new ChunkFact.LeaseEnded(C, V1)))
        .noneMatch(ChunkEffect.Forward.class::isInstance)
        .noneMatch(ChunkEffect.ApplyMutation.class::isInstance);
    assertThat(server.stored(stored, ErrorCode.NONE))
        .noneMatch(ChunkEffect.AnswerMutation.class::isInstance);
    assertThat(server.confirmed(forward, ErrorCode.NONE)).as("given up while it slept").isEmpty();
  }

  @Test
  @DisplayName("F-10 Grants and orders of a lower version are refused after a newer grant")
  void lowerVersionIsFenced() {
    server.granted(V2, N2);

    assertThat(mutate(V1, 1)).containsExactly(answer(ErrorCode.NO_LEASE));
    assertThat(server.write(V1, WRITE)).containsExactly(answer(ErrorCode.STALE_VERSION));
  }

  @Test
  @DisplayName("F-10 A primary that learns of a newer version stops at once")
  void newerVersionEndsTheLease() {
    server.granted(V1, N1);
    server.grant(V2, N2);

    assertThat(server.write(V1, WRITE)).containsExactly(answer(ErrorCode.STALE_VERSION));
  }

  @Test
  @DisplayName("F-11 A revoked primary finishes what it ordered, orders nothing more, then answers")
  void revokeWaitsForWhatWasOrdered() {
    server.granted(V1, N1);
    server.write(V1, WRITE);
    CallId store = server.only(ChunkEffect.ApplyMutation.class).call();
    CallId forward = server.only(ChunkEffect.Forward.class).call();

    assertThat(server.revoke(MASTER, V1))
        .containsExactly(
            observed(new ChunkFact.LeaseRevoked(C, V1)), observed(new ChunkFact.LeaseEnded(C, V1)));
    assertThat(server.write(new CallId(1001), V1, WRITE))
        .as("nothing is ordered any more")
        .noneMatch(ChunkEffect.ApplyMutation.class::isInstance);
    server.stored(store, ErrorCode.NONE);
    assertThat(server.confirmed(forward, ErrorCode.NONE))
        .containsExactly(answer(ErrorCode.NONE), grantAnswer(MASTER, true));
  }

  @Test
  @DisplayName("F-11 A replica without a lease is revoked at once, and again")
  void revokeOfNothingIsDone() {
    server = new OneChunkserver(new ReplicaInfo(C, V1, 10));

    assertThat(server.revoke(MASTER, V1)).containsExactly(grantAnswer(MASTER, true));
    assertThat(server.revoke(MASTER, V1)).containsExactly(grantAnswer(MASTER, true));
  }

  @Test
  @DisplayName("F-11 A grant that arrives after its revocation gives no lease")
  void grantAfterItsRevocationGivesNoLease() {
    server = new OneChunkserver(new ReplicaInfo(C, V1, 10));
    server.revoke(MASTER, V2);
    server.granted(V2, N1);

    assertThat(server.write(V2, WRITE)).containsExactly(answer(ErrorCode.NO_LEASE));
  }

  @Test
  @DisplayName("F-11 A revocation of a chunk that may still be granted is refused")
  void revokeOfAnUnknownChunkIsRefused() {
    assertThat(server.revoke(MASTER, V1)).containsExactly(grantAnswer(MASTER, false));
  }

  @Test
  @DisplayName("F-11 An extension counts from when the report left, not from when it is answered")
  void extensionCountsFromTheReport() {
    server.granted(V1, N1);
    server.write(V1, WRITE);
    server.done();
    server.after(MOST);
    ChunkEffect.SendReport report = server.knowMaster();
    assertThat(report.report().leasesWanted()).containsExactly(C);

    sleep(Duration.ofMillis(700));
    Duration rest = LEASE.minusMillis(700);
    assertThat(server.answer(report, extended()))
        .contains(observed(new ChunkFact.LeaseExtended(C, V1, rest)));
    sleep(rest.minusMillis(1));
    assertThat(server.write(V1, WRITE)).anyMatch(ChunkEffect.Forward.class::isInstance);
    sleep(Duration.ofMillis(1));
    assertThat(server.write(new CallId(1001), V1, WRITE))
        .contains(observed(new ChunkFact.LeaseEnded(C, V1)));
  }

  @Test
  @DisplayName("F-11 A lost answer extends nothing")
  void lostAnswerExtendsNothing() {
    server.granted(V1, N1);
    server.write(V1, WRITE);
    server.done();
    server.after(MOST);
    ChunkEffect.SendReport report = server.knowMaster();
    server.step(new ChunkInput.ReportLost(report.call()));

    assertThat(server.answer(report, extended())).as("too late").isEmpty();
    assertThat(server.after(LEASE.minus(MOST))).contains(observed(new ChunkFact.LeaseEnded(C, V1)));
  }

  @Test
  @DisplayName("F-11 What was revoked, or granted anew, since the report left is not extended")
  void extensionOfAnOlderLeaseIsIgnored() {
    server.granted(V1, N1);
    server.write(V1, WRITE);
    server.done();
    server.after(MOST);
    ChunkEffect.SendReport report = server.knowMaster();
    server.revoke(MASTER, V1);
    server.granted(V2, N1);

    assertThat(server.answer(report, extended()))
        .noneMatch(effect -> effect instanceof ChunkEffect.Observed);
  }

  @Test
  @DisplayName("F-10 A lease is used for as long as the clocks may be trusted, no longer")
  void leaseIsShortenedByTheDriftOfClocks() {
    Duration second = Duration.ofSeconds(1);
    ChunkConfig config = new ChunkConfig(N1, 1024, second, second, 8, 0.1);

    assertThat(config.usable(Duration.ofSeconds(11))).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void leaseThatIsNotUsedIsNotWanted() {
    server.granted(V1, N1);
    server.after(MOST);

    assertThat(server.knowMaster().report().leasesWanted()).isEmpty();
  }

  @Test
  @DisplayName("F-12 7, 9, 8, 8: applied in order, once")
  void secondaryPutsOrdersInOrder() {
    server.granted(V1, N2);
    for (long serial = 1; serial <= 6; serial++) {
      mutate(V1, serial);
      server.stored(server.only(ChunkEffect.ApplyMutation.class).call(), ErrorCode.NONE);
    }

    assertThat(mutate(V1, 7)).hasSize(1);
    assertThat(mutate(V1, 9)).isEmpty();
    assertThat(mutate(V1, 8)).hasSize(2).allMatch(ChunkEffect.ApplyMutation.class::isInstance);
    assertThat(mutate(V1, 8)).as("waits for the first to be stored").isEmpty();
  }

  /** Lets time pass in which the core is not run. */
  private void sleep(Duration time) {
    server.sleep(time);
  }

  private static Orders extended() {
    return new Orders(List.of(), List.of(C), LEASE, false);
  }

  private List<ChunkEffect> mutate(ChunkVersion version, long serial) {
    ChunkMessage.Mutate mutate = new ChunkMessage.Mutate(C, version, serial, WRITE);
    return server.step(new ChunkInput.MutateArrived(OneChunkserver.CLIENT, mutate));
  }
}
