package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;

/** One core on a test bench: the test plays its clock, its disk and the other members. */
final class RaftTester {
  static final NodeId S1 = NodeId.of("s1");
  static final NodeId S2 = NodeId.of("s2");
  static final NodeId S3 = NodeId.of("s3");
  static final NodeId S4 = NodeId.of("s4");
  static final NodeId S5 = NodeId.of("s5");
  static final List<NodeId> NODES = List.of(S1, S2, S3, S4, S5);
  static final Duration TIMEOUT_MIN = Duration.ofMillis(150);
  static final Duration TIMEOUT_MAX = Duration.ofMillis(300);
  static final Duration HEARTBEAT = Duration.ofMillis(30);

  /** What most tests have: an election begins as soon as it is due, as in the paper. */
  static final Set<Feature> PLAIN = Set.of(Feature.CHECK_QUORUM);

  /** The least timeout, always. */
  static final RandomSource NO_CHANCE = bound -> 0;

  private final RaftConfig config;
  private final RaftRules rules;
  private final RaftCore core;
  private final Deque<RaftEffect.Persist> unforced = new ArrayDeque<>();
  private final TestStateMachine machine = new TestStateMachine();
  private final List<RaftEffect.AnswerRead> answeredReads = new ArrayList<>();
  private RecoveredState disk;
  private MonotonicTime now;

  RaftTester(RaftConfig config, RaftRules rules, RecoveredState disk) {
    this(config, rules, NO_CHANCE, disk, MonotonicTime.ZERO);
  }

  RaftTester(
      RaftConfig config,
      RaftRules rules,
      RandomSource random,
      RecoveredState disk,
      MonotonicTime now) {
    this.config = config;
    this.rules = rules;
    this.disk = disk;
    this.now = now;
    this.core = new RaftCore(config, rules, random, disk, now);
  }

  /** S1 of five, never started before. */
  static RaftTester fresh() {
    return of(5, RecoveredState.EMPTY);
  }

  /** S1 of so many, with this on its disk. */
  static RaftTester of(int members, RecoveredState disk) {
    return new RaftTester(config(S1, members), RaftRules.standard(), disk);
  }

  /** S1 of five with these features and this on its disk. */
  static RaftTester with(Set<Feature> features, RecoveredState disk) {
    RaftConfig plain = config(S1, 5);
    RaftConfig config = config(S1, 5, plain.limits(), features);
    return new RaftTester(config, RaftRules.standard(), disk);
  }

  /** S1 of five, with entries of these terms, in the term of the last. */
  static RaftTester withLog(long... terms) {
    return of(5, disk(Arrays.stream(terms).max().orElse(0), terms));
  }

  /** S1 of five, just elected in the term after the last of its log; all of it is durable. */
  static RaftTester leaderWithLog(long... terms) {
    RaftTester tester = withLog(terms);
    tester.isElected();
    tester.persists();
    return tester;
  }

  static RaftConfig config(NodeId self, int members) {
    return config(self, members, new RaftConfig.Limits(3, 1 << 20, 2, 4));
  }

  static RaftConfig config(NodeId self, int members, RaftConfig.Limits limits) {
    return config(self, members, limits, PLAIN);
  }

  static RaftConfig config(
      NodeId self, int members, RaftConfig.Limits limits, Set<Feature> features) {
    List<NodeId> ids = IntStream.rangeClosed(1, members).mapToObj(i -> NodeId.of("s" + i)).toList();
    RaftConfig.Timing timing = RaftConfig.Timing.of(TIMEOUT_MIN, TIMEOUT_MAX, HEARTBEAT);
    return new RaftConfig(self, ids, timing, features, limits, RaftConfig.Snapshots.defaults());
  }

  static RecoveredState disk(long currentTerm, long... terms) {
    return RecoveredState.of(new HardState(currentTerm, null), entries(1, terms));
  }

  /** Entries of these terms from an index on; equal terms and indexes mean equal entries. */
  static List<LogEntry> entries(long fromIndex, long... terms) {
    return IntStream.range(0, terms.length)
        .mapToObj(i -> command(at(terms[i], fromIndex + i), "c" + (fromIndex + i)))
        .toList();
  }

  static LogEntry command(LogPosition position, String command) {
    return LogEntry.command(position, Bytes.ofUtf8(command));
  }

  static LogPosition at(long term, long index) {
    return new LogPosition(term, index);
  }

  RaftStatus status() {
    return core.status();
  }

  RaftCore core() {
    return core;
  }

  MonotonicTime now() {
    return now;
  }

  /** The terms of the log from index 1. */
  List<Long> logTerms() {
    return logTermsFrom(1);
  }

  List<Long> logTermsFrom(long index) {
    return core.log().entriesFrom(index, Integer.MAX_VALUE).stream().map(LogEntry::term).toList();
  }

  List<LogEntry> applied() {
    return machine.applied();
  }

  /** How often the state machine was restored from a snapshot. */
  int restores() {
    return machine.restores();
  }

  List<RaftEffect.AnswerRead> answeredReads() {
    return List.copyOf(answeredReads);
  }

  /** What would be found after a crash. */
  RecoveredState disk() {
    return disk;
  }

  /** The same node after a crash: it knows what was forced. */
  RaftTester restarted() {
    return new RaftTester(config, rules, disk);
  }

  List<RaftEffect> step(RaftInput input) {
    List<RaftEffect> effects = new ArrayList<>(core.step(now, input));
    List<RaftInput> answers = new ArrayList<>();
    for (RaftEffect effect : effects) {
      if (effect instanceof RaftEffect.Persist persist) {
        unforced.addLast(persist);
      } else if (effect instanceof RaftEffect.AnswerRead answer) {
        answeredReads.add(answer);
      }
      machine.execute(effect).ifPresent(answers::add);
    }
    answers.forEach(answer -> effects.addAll(step(answer)));
    return effects;
  }

  List<RaftEffect> receives(NodeId from, RaftMessage message) {
    return step(new RaftInput.MessageArrived(from, message));
  }

  List<RaftEffect> proposes(long id, String command) {
    return step(RaftInput.CommandsProposed.of(new CallId(id), Bytes.ofUtf8(command)));
  }

  List<RaftEffect> changes(long id, Membership.Step step, NodeId node) {
    Membership.Change change = new Membership.Change(step, node);
    return step(new RaftInput.MembershipChangeRequested(new CallId(id), change));
  }

  List<RaftEffect> reads(long... ids) {
    return step(new RaftInput.ReadsRequested(Arrays.stream(ids).mapToObj(CallId::new).toList()));
  }

  List<RaftEffect> isToHandOver(long id, NodeId target) {
    return step(new RaftInput.TransferRequested(new CallId(id), target));
  }

  /** Lets time pass until the core wants to be woken. */
  List<RaftEffect> wakesUp() {
    now = core.nextWakeup();
    return step(new RaftInput.TimePassed());
  }

  /** Lets so much time pass, in one step. */
  List<RaftEffect> waits(Duration duration) {
    now = now.plus(duration);
    return step(new RaftInput.TimePassed());
  }

  /** Sets its clock, which need not be like those of the others; nothing happens yet. */
  void itIs(MonotonicTime time) {
    now = time;
  }

  /** Tells whether something is written but not forced. */
  boolean isWriting() {
    return !unforced.isEmpty();
  }

  /** Forces everything to the disk and says so. */
  List<RaftEffect> persists() {
    return unforced.isEmpty() ? List.of() : persistsUpTo(unforced.getLast().ticket());
  }

  List<RaftEffect> persistsUpTo(long ticket) {
    while (!unforced.isEmpty() && unforced.getFirst().ticket() <= ticket) {
      disk = TestDisk.write(disk, unforced.removeFirst());
    }
    return step(new RaftInput.Persisted(ticket));
  }

  /** Times out, forces its vote, gets those of S2 and S3. Its no-op is not durable yet. */
  List<RaftEffect> isElected() {
    wakesUp();
    persists();
    receives(S2, vote(true));
    return receives(S3, vote(true));
  }

  /** Is elected with whatever features it has, and everything is durable. */
  void leads() {
    wakesUp();
    long next = term() + 1;
    receives(S2, new RaftMessage.PreVoteReply(term(), next, true));
    receives(S3, new RaftMessage.PreVoteReply(next - 1, next, true));
    persists();
    receives(S2, vote(true));
    receives(S3, vote(true));
    persists();
  }

  /** Is elected, and all others hold its no-op. */
  void leadsReadily() {
    leads();
    long noOp = core.log().lastIndex();
    List.of(S2, S3, S4, S5).forEach(follower -> receives(follower, holds(noOp)));
  }

  /** An answer to a RequestVote of the present term. */
  RequestVoteReply vote(boolean granted) {
    return new RequestVoteReply(term(), granted);
  }

  /** An answer to an AppendEntries of the present term and round 1. */
  AppendEntriesReply holds(long matchIndex) {
    return new AppendEntriesReply(term(), true, matchIndex, 1);
  }

  /** A refusal of an AppendEntries of the present term and round 1. */
  AppendEntriesReply lacks(long hint) {
    return new AppendEntriesReply(term(), false, hint, 1);
  }

  /** An AppendEntries of S2, leader of a term. */
  static AppendEntries fromS2(long term, LogPosition prevLog, List<LogEntry> entries) {
    return fromS2(term, prevLog, entries, 0);
  }

  static AppendEntries fromS2(
      long term, LogPosition prevLog, List<LogEntry> entries, long leaderCommit) {
    return new AppendEntries(term, S2, prevLog, entries, leaderCommit, 1);
  }

  long term() {
    return status().hardState().currentTerm();
  }

  /** The messages to one member among effects. */
  static List<RaftMessage> sentTo(NodeId to, List<RaftEffect> effects) {
    return effects.stream()
        .filter(e -> e instanceof RaftEffect.SendMessage)
        .map(e -> (RaftEffect.SendMessage) e)
        .filter(send -> send.to().equals(to))
        .map(RaftEffect.SendMessage::message)
        .toList();
  }

  /** The answers to clients among effects. */
  static List<RaftEffect> answers(List<RaftEffect> effects) {
    return effects.stream()
        .filter(
            e ->
                e instanceof RaftEffect.AnswerProposal
                    || e instanceof RaftEffect.AnswerRead
                    || e instanceof RaftEffect.AnswerTransfer)
        .toList();
  }
}
