package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftConfig.Snapshots;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.RaftEffect.RestoreSnapshot;
import org.quorama.raft.RaftEffect.SaveSnapshot;
import org.quorama.raft.RaftEffect.SendMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshot.Piece;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** Snapshots, message by message. The state machine's state is all that it applied. */
class RaftSnapshotTest {
  private static final List<NodeId> FIVE = RaftTester.config(S1, 5).members();

  @Test
  @DisplayName("§7 a snapshot is taken after so many entries, and only then the log removed")
  void snapshotReplacesTheLogWhenItIsDurable() {
    RaftTester node = of(new Snapshots(3, 1, 100), RaftTester.disk(1));
    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1, 1, 1, 1), 4));
    List<RaftEffect> effects = node.persists();

    Snapshot snapshot = snapshot(1, 1, 1, 1);
    assertThat(effects)
        .containsExactly(
            new RaftEffect.ApplyCommitted(entries(1, 1, 1, 1, 1)),
            new RaftEffect.TakeSnapshot(4),
            new SaveSnapshot(2, snapshot, LogSuffix.KEPT));
    assertThat(node.core().log().firstIndex()).isEqualTo(1);
    assertThat(node.status().log().snapshotIndex()).isEqualTo(4);

    assertThat(node.persists()).isEmpty();
    assertThat(node.core().log().firstIndex()).as("one entry is kept").isEqualTo(4);
    assertThat(node.disk())
        .isEqualTo(new RecoveredState(node.disk().hardState(), snapshot, List.of()));
  }

  @Test
  void nextSnapshotWaitsUntilTheOneBeforeIsDurable() {
    RaftTester node = of(new Snapshots(1, 0, 100), RaftTester.disk(1));
    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1), 1));
    node.persistsUpTo(1);
    node.receives(S2, fromS2(1, at(1, 1), entries(2, 1), 2));

    assertThat(node.persistsUpTo(2)).doesNotHaveAnyElementsOfTypes(RaftEffect.TakeSnapshot.class);
    node.receives(S2, fromS2(1, at(1, 2), entries(3, 1), 3));
    assertThat(node.persists()).contains(new RaftEffect.TakeSnapshot(3));
  }

  @Test
  @DisplayName("S-11 a snapshot that comes late is one of its own index")
  void lateSnapshotHasItsOwnPosition() {
    RaftCore core = core(new Snapshots(2, 0, 100), RaftTester.disk(1));
    RaftTester clock = RaftTester.fresh();
    core.step(clock.now(), arrived(fromS2(1, LogPosition.START, entries(1, 1, 1), 2)));
    List<RaftEffect> wanted = core.step(clock.now(), new RaftInput.Persisted(1));
    assertThat(wanted).contains(new RaftEffect.TakeSnapshot(2));
    core.step(clock.now(), arrived(fromS2(1, at(1, 2), entries(3, 1, 1, 1), 5)));
    core.step(clock.now(), new RaftInput.Persisted(2));

    Bytes state = Bytes.ofUtf8("as of 2");
    List<RaftEffect> effects = core.step(clock.now(), new RaftInput.SnapshotTaken(2, state));
    Snapshot snapshot = new Snapshot(at(1, 2), Membership.initial(FIVE), state);
    assertThat(effects).containsExactly(new SaveSnapshot(3, snapshot, LogSuffix.KEPT));
  }

  @Test
  @DisplayName("S-07 a restart with nothing but a snapshot: state, last index and term are its own")
  void restartWithAnEmptyLog() {
    Snapshot snapshot = snapshot(1, 1, 2);
    RaftTester node =
        of(Snapshots.defaults(), new RecoveredState(new HardState(3, null), snapshot, List.of()));

    assertThat(node.status().log()).isEqualTo(new RaftStatus.LogIndexes(at(2, 3), 3, 3, 3));
    RequestVote behind = new RequestVote(4, S3, at(2, 2), RaftMessage.Campaign.TIMEOUT);
    List<RaftEffect> first = node.receives(S3, behind);
    assertThat(first.get(1)).isEqualTo(new RestoreSnapshot(snapshot));
    assertThat(sentTo(S3, first)).containsExactly(new RequestVoteReply(4, false));
    RequestVote equal = new RequestVote(5, S3, at(2, 3), RaftMessage.Campaign.TIMEOUT);
    assertThat(sentTo(S3, node.receives(S3, equal))).containsExactly(new RequestVoteReply(5, true));

    node.receives(S2, fromS2(6, at(2, 3), entries(4, 6), 4));
    node.persists();
    assertThat(node.applied()).hasSize(4);
    assertThat(node.status().log().commitIndex()).isEqualTo(4);
  }

  @Test
  @DisplayName("S-05 the term before the first entry is that of the snapshot, on both sides")
  void termAtTheBoundary() {
    RecoveredState disk =
        new RecoveredState(new HardState(2, null), snapshot(1, 1, 2), entries(4, 2));
    RaftTester leader = of(Snapshots.defaults(), disk);
    leader.isElected();
    leader.persists();
    assertThat(sentTo(S2, leader.receives(S2, leader.lacks(3))))
        .containsExactly(
            new AppendEntries(3, S1, at(2, 3), leader.core().log().entriesFrom(4, 3), 3, 1));

    RaftTester follower = of(Snapshots.defaults(), disk);
    assertThat(sentTo(S2, follower.receives(S2, fromS2(2, at(2, 3), entries(4, 2, 2)))))
        .containsExactly(new AppendEntriesReply(2, true, 5, 1));
    assertThat(sentTo(S2, follower.receives(S2, fromS2(2, at(1, 2), entries(3, 2, 2, 2, 2)))))
        .as("what the snapshot replaced is equal")
        .containsExactly(new AppendEntriesReply(2, true, 6, 1));
    assertThat(follower.core().log().lastIndex()).isEqualTo(6);
  }

  @Test
  @DisplayName("S-02 an install over another term discards the whole log")
  void divergentLogIsDiscarded() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(2, 1, 1, 1, 2, 2));
    Snapshot snapshot = snapshot(1, 1, 3);

    List<RaftEffect> effects = node.receives(S2, whole(3, snapshot));

    assertThat(effects)
        .containsSubsequence(
            new SaveSnapshot(2, snapshot, LogSuffix.DISCARDED),
            new RestoreSnapshot(snapshot),
            new SendMessage(S2, installed(3, 3, snapshot)));
    assertThat(installed(3, 3, snapshot).promisesDurability()).isTrue();
    assertThat(node.core().durableIndex()).as("nothing of it is durable yet").isLessThan(3);
    assertThat(node.status().log()).isEqualTo(new RaftStatus.LogIndexes(at(3, 3), 3, 3, 3));
    node.persists();
    assertThat(node.core().durableIndex()).isEqualTo(3);
    assertThat(node.restarted().status().log().last()).isEqualTo(at(3, 3));
  }

  @Test
  @DisplayName("S-02 an install over the same term keeps what is behind it")
  void equalLogIsKept() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(2, 1, 1, 1, 2, 2));
    Snapshot snapshot = snapshot(1, 1, 1);

    List<RaftEffect> effects = node.receives(S2, whole(2, snapshot));

    assertThat(effects)
        .containsExactly(
            new RaftEffect.RoleChanged(RoleName.FOLLOWER, 2, S2),
            new SaveSnapshot(1, snapshot, LogSuffix.KEPT),
            new RestoreSnapshot(snapshot),
            new SendMessage(S2, installed(2, 3, snapshot)));
    node.persists();
    assertThat(node.status().log().last()).isEqualTo(at(2, 5));
    assertThat(node.core().durableIndex()).isEqualTo(5);
    assertThat(node.restarted().logTermsFrom(4)).containsExactly(2L, 2L);
  }

  @Test
  @DisplayName("S-02 R-21 what was written before an install proves nothing of what comes after")
  void oldWritesDoNotCountAfterAnInstall() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1, 1, 1, 1, 1, 1)));
    node.receives(S2, whole(2, snapshot(2, 2)));
    node.receives(S2, fromS2(2, at(2, 2), entries(3, 2, 2)));

    node.persistsUpTo(2);
    assertThat(node.core().durableIndex()).as("six old entries").isZero();
    node.persists();
    assertThat(node.core().durableIndex()).isEqualTo(4);
  }

  @Test
  @DisplayName("S-03 a stale snapshot changes nothing, and the reply tells what is committed")
  void staleSnapshotIsIgnored() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1, 1, 1, 1, 1), 4));
    node.persists();

    List<RaftEffect> effects = node.receives(S2, whole(1, snapshot(1, 1)));

    assertThat(effects).containsExactly(new SendMessage(S2, new InstallSnapshotReply(1, 4, 0, 1)));
    assertThat(node.status().log()).isEqualTo(new RaftStatus.LogIndexes(at(1, 5), 4, 4));
  }

  @Test
  @DisplayName("Fig. 13 a snapshot of an earlier term is answered and ignored")
  void snapshotOfAnEarlierTerm() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(4));

    assertThat(node.receives(S2, whole(3, snapshot(1, 1))))
        .containsExactly(new SendMessage(S2, new InstallSnapshotReply(4, 0, 0, 0)));
  }

  @Test
  @DisplayName("S-10 lost, doubled and late pieces are asked for again; no part is ever visible")
  void piecesComeInAnyOrder() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    Snapshot snapshot = snapshot(1, 1, 1);
    int length = snapshot.state().length();

    assertThat(next(node, piece(1, snapshot, 100, 200))).isZero();
    assertThat(next(node, piece(1, snapshot, 0, 100))).isEqualTo(100);
    assertThat(next(node, piece(1, snapshot, 0, 100))).isEqualTo(100);
    assertThat(next(node, piece(1, snapshot, 200, length))).isEqualTo(100);
    assertThat(node.restores()).isZero();
    assertThat(next(node, piece(1, snapshot, 100, 200))).isEqualTo(200);
    assertThat(next(node, piece(1, snapshot, 200, length))).isEqualTo(length);
    assertThat(node.applied()).hasSize(3);
  }

  @Test
  @DisplayName("S-10 another leader, another snapshot and a restart begin from the first byte")
  void piecesOfTwoSnapshotsAreNeverMixed() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    Snapshot snapshot = snapshot(1, 1, 1);
    node.receives(S2, piece(1, snapshot, 0, 100));

    assertThat(next(node, piece(1, snapshot(1, 1), 100, 200))).as("another snapshot").isZero();
    assertThat(next(node, piece(1, snapshot, 100, 200))).as("the first again").isZero();
    assertThat(next(node, piece(1, snapshot, 0, 100))).isEqualTo(100);
    assertThat(next(node, piece(2, snapshot, 100, 200))).as("another term").isZero();
    node.persists();
    assertThat(next(node.restarted(), piece(2, snapshot, 100, 200))).as("a restart").isZero();
  }

  @Test
  void hugeSnapshotIsNotCollected() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    Piece piece = new Piece(0, SnapshotReceiver.MAX_BYTES + 1, Bytes.ofUtf8("begin"));
    Membership members = Membership.initial(FIVE);

    assertThat(next(node, new InstallSnapshot(1, S2, at(1, 3), members, piece, 1))).isZero();
  }

  @Test
  @DisplayName("S-10 a leader sends piece by piece, and again what a heartbeat shows to be lost")
  void leaderSendsPieces() {
    Snapshot snapshot = snapshot(1, 1, 1);
    RaftTester leader =
        of(
            new Snapshots(100, 0, 150),
            new RecoveredState(new HardState(1, null), snapshot, List.of()));
    leader.isElected();
    leader.persists();

    assertThat(sentTo(S2, leader.receives(S2, leader.lacks(0))))
        .containsExactly(piece(leader, snapshot, 0, 150, 1));
    assertThat(sentTo(S2, leader.receives(S2, got(0, 150, 1))))
        .containsExactly(piece(leader, snapshot, 150, 300, 1));
    assertThat(sentTo(S2, leader.receives(S2, got(0, 150, 1)))).as("doubled").isEmpty();
    assertThat(sentTo(S2, leader.proposes(1, "x"))).as("no entries meanwhile").isEmpty();

    assertThat(sentTo(S2, leader.waits(HEARTBEAT)))
        .containsExactly(piece(leader, snapshot, 150, 150, 2));
    assertThat(sentTo(S2, leader.receives(S2, got(0, 150, 2))))
        .as("it was lost")
        .containsExactly(piece(leader, snapshot, 150, 300, 2));
    leader.waits(HEARTBEAT);
    assertThat(sentTo(S2, leader.receives(S2, got(0, 0, 3))))
        .as("the follower was restarted")
        .containsExactly(piece(leader, snapshot, 0, 150, 3));

    int length = snapshot.state().length();
    assertThat(sentTo(S2, leader.receives(S2, got(3, length, 3))))
        .as("installed: entries follow")
        .containsExactly(
            new AppendEntries(2, S1, at(1, 3), leader.core().log().entriesFrom(4, 3), 3, 3));
  }

  @Test
  @DisplayName("S-04 pieces are as good as heartbeats: to the follower, and to the leader's quorum")
  void piecesAreHeartbeats() {
    RaftTester node = of(Snapshots.defaults(), RaftTester.disk(1));
    Snapshot snapshot = snapshot(1, 1, 1);
    for (int i = 0; i < 50; i++) {
      node.receives(S2, piece(1, snapshot, i, i + 1));
      assertThat(node.waits(HEARTBEAT)).isEmpty();
    }
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.status().leaderId()).isEqualTo(S2);
  }

  private static RaftConfig config(Snapshots snapshots) {
    RaftConfig plain = RaftTester.config(S1, 5);
    return new RaftConfig(
        S1, plain.members(), plain.timing(), plain.features(), plain.limits(), snapshots);
  }

  private static RaftTester of(Snapshots snapshots, RecoveredState disk) {
    return new RaftTester(config(snapshots), RaftRules.standard(), disk);
  }

  private static RaftCore core(Snapshots snapshots, RecoveredState disk) {
    return new RaftCore(config(snapshots), RaftTester.NO_CHANCE, disk, RaftTester.fresh().now());
  }

  private static RaftInput arrived(RaftMessage message) {
    return new RaftInput.MessageArrived(S2, message);
  }

  /** A snapshot of entries of these terms. */
  private static Snapshot snapshot(long... terms) {
    List<LogEntry> entries = entries(1, terms);
    LogPosition last = entries.get(entries.size() - 1).position();
    return new Snapshot(last, Membership.initial(FIVE), TestStateMachine.state(entries));
  }

  private static InstallSnapshot whole(long term, Snapshot snapshot) {
    return piece(term, snapshot, 0, snapshot.state().length());
  }

  private static InstallSnapshot piece(long term, Snapshot snapshot, int from, int to) {
    byte[] whole = snapshot.state().toArray();
    Bytes data = Bytes.copyOf(Arrays.copyOfRange(whole, from, to));
    return new InstallSnapshot(
        term,
        S2,
        snapshot.lastIncluded(),
        snapshot.membership(),
        new Piece(from, whole.length, data),
        1);
  }

  private static InstallSnapshot piece(
      RaftTester leader, Snapshot snapshot, int from, int to, long round) {
    InstallSnapshot fromS2 = piece(leader.term(), snapshot, from, to);
    return new InstallSnapshot(
        leader.term(), S1, fromS2.lastIncluded(), fromS2.membership(), fromS2.piece(), round);
  }

  private static InstallSnapshotReply installed(long term, long match, Snapshot snapshot) {
    return new InstallSnapshotReply(term, match, snapshot.state().length(), 1);
  }

  private static InstallSnapshotReply got(long match, long nextOffset, long round) {
    return new InstallSnapshotReply(2, match, nextOffset, round);
  }

  /** The offset that the follower wants next. */
  private static long next(RaftTester node, InstallSnapshot piece) {
    InstallSnapshotReply reply = (InstallSnapshotReply) sentTo(S2, node.receives(S2, piece)).get(0);
    return reply.nextOffset();
  }
}
