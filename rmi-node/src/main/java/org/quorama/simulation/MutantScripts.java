package org.quorama.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.simulation.check.Rules.Rule;

/** For bugs that chance rarely finds, the scenario in which each shows; honest nodes pass. */
final class MutantScripts {
  private static final FilePath A = FilePath.ROOT.resolve("a");
  private static final long LOSS_MILLIS = 200;
  private static final int MANY = 12;

  /** Without check-quorum a leader that is cut off goes on for ever. */
  private static final Set<RaftConfig.Feature> NO_LEASES = Set.of(RaftConfig.Feature.PRE_VOTE);

  private static final Set<RaftConfig.Feature> LEASES =
      Set.of(RaftConfig.Feature.PRE_VOTE, RaftConfig.Feature.LEASE_READS);

  private static final Map<PlantedBug, Script> SCRIPTS = scripts();

  private MutantScripts() {}

  /** A scenario. Throws {@link InvariantViolation} when a rule is broken. */
  @FunctionalInterface
  private interface Script {
    void play(Set<PlantedBug> bugs);
  }

  private static Map<PlantedBug, Script> scripts() {
    EnumMap<PlantedBug, Script> scripts = new EnumMap<>(PlantedBug.class);
    scripts.put(PlantedBug.STEPPED_DOWN_FORGETS_VOTE, MutantScripts::asksDeposedLeader);
    scripts.put(PlantedBug.STALE_SNAPSHOT_INSTALLED, MutantScripts::sendsStaleSnapshot);
    scripts.put(PlantedBug.MEMBERSHIP_BEFORE_OWN_ENTRY, MutantScripts::changesInTwoTerms);
    scripts.put(PlantedBug.SECOND_PENDING_MEMBERSHIP, MutantScripts::changesTwiceAtOnce);
    scripts.put(PlantedBug.SNAPSHOT_KEEPS_DIVERGENT_LOG, MutantScripts::installsOverDivergentLog);
    scripts.put(PlantedBug.READ_BY_EARLIER_ACKS, bugs -> readsAtDeposedLeader(NO_LEASES, bugs));
    scripts.put(PlantedBug.LEASE_TOO_LONG, bugs -> readsAtDeposedLeader(LEASES, bugs));
    scripts.put(PlantedBug.RETRY_RUNS_TWICE, MutantScripts::losesTheReply);
    scripts.put(PlantedBug.EXPIRED_SESSION_RUNS_AGAIN, MutantScripts::losesReplyAndSession);
    scripts.put(PlantedBug.SNAPSHOT_WITHOUT_RESULTS, MutantScripts::losesReplyBeforeRestore);
    scripts.put(PlantedBug.TRIMS_BY_OLD_REPORTS, FileScripts::leadsAgain);
    scripts.put(PlantedBug.FIRST_WRITE_TAKEN_AGAIN, FileScripts::firstWriteComesAgain);
    scripts.put(PlantedBug.READ_WITHOUT_CHECKSUM, FileScripts::readsFlippedByte);
    return scripts;
  }

  /** Returns the bugs that have a scenario. */
  static Set<PlantedBug> bugs() {
    return EnumSet.copyOf(SCRIPTS.keySet());
  }

  /**
   * Plays a bug's scenario.
   *
   * @param bug whose
   * @param bugs what is planted
   * @throws InvariantViolation if a rule is broken
   */
  static void play(PlantedBug bug, Set<PlantedBug> bugs) {
    Script script = SCRIPTS.get(bug);
    if (script == null) {
      throw new IllegalArgumentException(bug + " has no scenario");
    }
    script.play(bugs);
  }

  /** Tells whether a rule is broken in a bug's scenario with the bug, and none without. */
  static boolean isCaught(PlantedBug bug) {
    play(bug, Set.of());
    try {
      play(bug, Set.of(bug));
    } catch (InvariantViolation broken) {
      return true;
    }
    return false;
  }

  /** Asks a leader that stepped down inside its term for another vote in that term. */
  private static void asksDeposedLeader(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    int leader = stage.elected();
    long term = stage.cluster().term(leader);
    stage.isolate(List.of(leader));
    stage.until("it steps down", () -> !stage.node(leader).leads());

    SimulatedNode rival = stage.node((leader + 1) % stage.cluster().size());
    RaftMessage question =
        new RaftMessage.RequestVote(
            term, rival.id(), new LogPosition(term, 1_000), RaftMessage.Campaign.TRANSFER);
    Stage.deliver(stage.node(leader), rival, question);
    stage.run(100);
  }

  private static void sendsStaleSnapshot(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    int leader = stage.elected();
    stage.makesDirectory(stage.client(leader), "a");
    SimulatedNode follower = stage.node((leader + 1) % stage.cluster().size());
    stage.until("all are equal", stage.cluster()::isSettled);

    Bytes empty = emptyState(follower);
    RaftMessage stale =
        new RaftMessage.InstallSnapshot(
            stage.cluster().term(leader),
            stage.node(leader).id(),
            new LogPosition(1, 1),
            Membership.initial(stage.cluster().world().nodes()),
            new RaftMessage.InstallSnapshot.Piece(0, empty.length(), empty),
            1);
    Stage.deliver(follower, stage.node(leader), stale);
    stage.makesDirectory(stage.client(leader), "b");
    stage.run(1_000);
  }

  private static Bytes emptyState(SimulatedNode node) {
    Duration second = Duration.ofSeconds(1);
    MasterConfig config = new MasterConfig(node.id(), 1024, 3, second, second, 8);
    return new MasterCore(config)
        .step(MonotonicTime.ZERO, new MasterInput.SnapshotWanted(0)).stream()
            .filter(MasterEffect.SnapshotTaken.class::isInstance)
            .map(effect -> ((MasterEffect.SnapshotTaken) effect).state())
            .findFirst()
            .orElseThrow();
  }

  /** The first leader adds a voter, the second removes the first leader, who then leads again. */
  private static void changesInTwoTerms(Set<PlantedBug> bugs) {
    Stage stage = new Stage(new Stage.Setting(4, RaftConfig.STANDARD, 0), bugs);
    int first = stage.elected();
    int added = 4;
    stage.cluster().changeMembership(Membership.Step.ADD_LEARNER, added);
    stage.run(1_000);
    stage.isolate(List.of(first, added));
    stage.cluster().changeMembership(Membership.Step.PROMOTE, added);
    stage.run(20);

    int second = stage.replaced(first);
    int third = 0;
    while (third == first || third == second) {
      third++;
    }
    stage.isolate(List.of(second, third));
    stage.cluster().changeMembership(Membership.Step.REMOVE, first);
    stage.run(4_000);
  }

  /**
   * A leader with two learners is cut off from the two other voters, and promotes both learners:
   * with them it would be a majority of five, and the others are one of the three.
   */
  private static void changesTwiceAtOnce(Set<PlantedBug> bugs) {
    Stage stage = new Stage(new Stage.Setting(3, RaftConfig.STANDARD, 0), bugs);
    int leader = stage.elected();
    List<Integer> learners = List.of(3, 4);
    for (int learner : learners) {
      stage.cluster().changeMembership(Membership.Step.ADD_LEARNER, learner);
      stage.run(1_000);
    }
    stage.isolate(List.of(leader, 3, 4));
    for (int learner : learners) {
      stage.cluster().changeMembership(Membership.Step.PROMOTE, learner);
    }
    int unused = stage.replaced(leader);
    stage.run(2_000);
    stage.heal();
    stage.run(2_000);
  }

  /** A deposed leader's log has another entry where the snapshot ends, and more behind it. */
  private static void installsOverDivergentLog(Set<PlantedBug> bugs) {
    Stage stage = new Stage(new Stage.Setting(5, Set.of(), 0), bugs);
    int old = stage.elected();
    stage.makesDirectory(stage.client(old), "a");
    MasterCalls other = stage.client((old + 1) % stage.cluster().size());
    stage.makesDirectory(other, "b");
    stage.isolate(List.of(old));
    for (int i = 0; i < MANY; i++) {
      Stage.Answer unused =
          Stage.begun(stage.client(old), new FileOperation.MakeDirectory(A.resolve("x" + i)));
    }
    int leader = stage.replaced(old);
    stage.run(300);
    stage.cluster().snapshot(leader);
    stage.heal();
    stage.makesDirectory(other, "c");
    stage.run(1_000);
    stage.cluster().crash(old);
    stage.cluster().restart(old);
    stage.makesDirectory(other, "d");
    stage.run(1_000);
  }

  /** A leader that does not know of its successor is asked for what the successor changed. */
  private static void readsAtDeposedLeader(Set<RaftConfig.Feature> features, Set<PlantedBug> bugs) {
    Stage stage = new Stage(new Stage.Setting(5, features, 0), bugs);
    int old = stage.elected();
    MasterCalls reader = stage.client(old);
    stage.makesDirectory(reader, "a");
    MasterCalls writer = stage.client((old + 1) % stage.cluster().size());
    stage.makesDirectory(writer, "b");
    stage.isolate(List.of(old));
    int leader = stage.replaced(old);
    stage.cluster().world().network().cut(stage.endpoint((old + 1) % 5), old);
    stage.makesDirectory(writer, "c" + leader);
    stage.performed(reader, new FileOperation.Stat(FilePath.ROOT));
  }

  private static void losesTheReply(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    createsOnce(stage, stage.elected(), () -> stage.run(LOSS_MILLIS));
  }

  /** The client is silent for so long that its session ends. */
  private static void losesReplyAndSession(Set<PlantedBug> bugs) {
    Stage stage = new Stage(new Stage.Setting(5, RaftConfig.STANDARD, 1), bugs);
    createsOnce(stage, stage.elected(), () -> stage.run(1_000));
  }

  /** All nodes start again from snapshots before the client asks again. */
  private static void losesReplyBeforeRestore(Set<PlantedBug> bugs) {
    Stage stage = new Stage(Stage.Setting.USUAL, bugs);
    createsOnce(
        stage,
        stage.elected(),
        () -> {
          stage.run(LOSS_MILLIS);
          stage.everyNode(stage.cluster()::snapshot);
          stage.run(LOSS_MILLIS);
          stage.everyNode(stage.cluster()::crash);
          stage.everyNode(stage.cluster()::restart);
        });
  }

  /** Creates a file; the leader's reply is lost, then something happens, then all is well. */
  private static void createsOnce(Stage stage, int leader, Runnable meanwhile) {
    MasterCalls client = stage.client(leader);
    stage.makesDirectory(client, "home");
    stage.cluster().world().network().cut(leader, stage.endpoint(leader));
    Stage.Answer answer = Stage.begun(client, new FileOperation.CreateFile(A));
    meanwhile.run();
    stage.heal();
    stage.until("an answer", answer::isThere, Duration.ofMinutes(2));
    if (answer.result().failed(ErrorCode.EXISTS)) {
      throw stage
          .cluster()
          .rules()
          .broken(Rule.EXACTLY_ONCE, "%s is told of the file it created", answer.result());
    }
  }
}
