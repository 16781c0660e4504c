package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;

/**
 * Cores on virtual time: every message takes a while, links can be cut one way, clocks may be
 * wrong, disks are quick. The seed decides the rest.
 */
final class RaftWorld {
  private record Event(long at, long order, Runnable action) {}

  private record Link(NodeId from, NodeId to) {}

  /** What a read must see: what was acknowledged before it was asked for. */
  private record Asked(NodeId at, long acknowledged) {}

  /** A millisecond: more than messages take when somebody is eager. */
  private static final long SOON = 1_000_000;

  private final Random random;
  private final RaftRules rules;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (one, other) ->
              one.at() != other.at()
                  ? Long.compare(one.at(), other.at())
                  : Long.compare(one.order(), other.order()));
  private final Map<NodeId, RaftConfig> configs = new TreeMap<>();
  private final Map<NodeId, RaftTester> up = new TreeMap<>();
  private final Map<NodeId, RecoveredState> down = new TreeMap<>();
  private final Map<NodeId, Double> rates = new TreeMap<>();
  private final Map<NodeId, Long> wakeAt = new TreeMap<>();
  private final Map<NodeId, Deque<Runnable>> paused = new TreeMap<>();
  private final Set<Link> cut = new HashSet<>();
  private final Map<CallId, Asked> reads = new TreeMap<>();
  private final Set<CallId> changes = new HashSet<>();
  private final Counts counts = new Counts();
  private long now;
  private long order;
  private long lastCall;
  private long maxDelayNanos = Duration.ofMillis(10).toNanos();
  private int lossPercent;
  private @Nullable NodeId eager;

  /** What happened so far. */
  static final class Counts {
    long acknowledged;
    int served;
    int stale;
    final List<NodeId> leaders = new ArrayList<>();

    /** What became of the changes of the membership, in the order of the answers. */
    final List<ProposalOutcome> changes = new ArrayList<>();
  }

  RaftWorld(long seed, Collection<RaftConfig> configs) {
    this(seed, configs, RaftRules.standard());
  }

  RaftWorld(long seed, Collection<RaftConfig> configs, RaftRules rules) {
    this.random = new Random(seed);
    this.rules = rules;
    for (RaftConfig config : configs) {
      this.configs.put(config.self(), config);
    }
  }

  /** So many nodes with these features, all up, with empty disks. */
  static RaftWorld of(long seed, int members, Set<Feature> features) {
    RaftWorld world = new RaftWorld(seed, configs(members, features));
    world.configs.keySet().forEach(id -> world.start(id, RecoveredState.EMPTY));
    return world;
  }

  static List<RaftConfig> configs(int members, Set<Feature> features) {
    RaftConfig plain = RaftTester.config(RaftTester.S1, members, RaftConfig.Limits.defaults());
    return plain.members().stream()
        .map(id -> RaftTester.config(id, members, plain.limits(), features))
        .toList();
  }

  RaftWorld start(NodeId id, RecoveredState disk) {
    down.remove(id);
    RaftConfig config = config(id);
    up.put(id, new RaftTester(config, rules, bound -> drawTimeout(id, bound), disk, localNow(id)));
    wakeLater(id);
    return this;
  }

  private long drawTimeout(NodeId id, long bound) {
    boolean chosen = eager != null;
    return !chosen ? draw(bound) : id.equals(eager) ? SOON : bound - SOON;
  }

  private long draw(long bound) {
    return (long) (random.nextDouble() * bound);
  }

  private RaftConfig config(NodeId id) {
    return Optional.ofNullable(configs.get(id)).orElseThrow();
  }

  RaftTester node(NodeId id) {
    return Optional.ofNullable(up.get(id)).orElseThrow();
  }

  Counts counts() {
    return counts;
  }

  /** How fast a node's clock is: 1 is right. Before anything else. */
  void clockRate(NodeId id, double rate) {
    rates.put(id, rate);
  }

  void delays(Duration max) {
    maxDelayNanos = max.toNanos();
  }

  /** From now on one node's waits are as short as may be, and all others' as long. */
  void isEager(NodeId id) {
    eager = id;
  }

  void loses(int percent) {
    lossPercent = percent;
  }

  void crash(NodeId id) {
    down.put(id, node(id).disk());
    up.remove(id);
    paused.remove(id);
    wakeAt.remove(id);
  }

  void restart(NodeId id) {
    start(id, Optional.ofNullable(down.get(id)).orElse(RecoveredState.EMPTY));
  }

  /** Nothing reaches the node until it goes on; its clock does not stop. */
  void pause(NodeId id) {
    paused.put(id, new ArrayDeque<>());
  }

  void goOn(NodeId id) {
    Deque<Runnable> waiting = paused.remove(id);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  void cut(NodeId one, NodeId other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  void cutOneWay(NodeId from, NodeId to) {
    cut.add(new Link(from, to));
  }

  /** Cuts a node off from all but these. */
  void connectOnly(NodeId id, NodeId... neighbours) {
    List<NodeId> kept = List.of(neighbours);
    configs.keySet().stream()
        .filter(other -> !other.equals(id) && !kept.contains(other))
        .forEach(other -> cut(id, other));
  }

  void heal() {
    cut.clear();
  }

  /** The leader of the greatest term, if there is one. */
  Optional<NodeId> leader() {
    return up.entrySet().stream()
        .filter(entry -> leads(entry.getKey()))
        .max((one, other) -> Long.compare(one.getValue().term(), other.getValue().term()))
        .map(Map.Entry::getKey);
  }

  /** Whoever believes to lead, with the term. */
  Map<NodeId, Long> leaders() {
    Map<NodeId, Long> leaders = new TreeMap<>();
    up.keySet().stream().filter(this::leads).forEach(id -> leaders.put(id, node(id).term()));
    return leaders;
  }

  List<RoleName> roles() {
    return up.values().stream().map(node -> node.status().role()).toList();
  }

  List<List<LogEntry>> logs() {
    return up.values().stream()
        .map(node -> node.core().log().entriesFrom(1, Integer.MAX_VALUE))
        .toList();
  }

  List<List<LogEntry>> applied() {
    return up.values().stream().map(RaftTester::applied).toList();
  }

  boolean leads(NodeId id) {
    return up.containsKey(id) && node(id).status().role() == RoleName.LEADER;
  }

  boolean hasLeader() {
    return leader().isPresent();
  }

  /** Runs until somebody leads whom all follow that are up. */
  NodeId settles() {
    return settlesAmong(up.keySet().toArray(new NodeId[0]));
  }

  /** Runs until somebody leads whom all of these follow. */
  NodeId settlesAmong(NodeId... nodes) {
    boolean settled = runsUntil(() -> leaderOf(nodes).isPresent(), Duration.ofSeconds(30));
    if (!settled) {
      throw new AssertionError("Nobody leads all of " + List.of(nodes));
    }
    return leaderOf(nodes).orElseThrow();
  }

  private Optional<NodeId> leaderOf(NodeId... nodes) {
    return up.keySet().stream()
        .filter(this::leads)
        .filter(id -> Arrays.stream(nodes).allMatch(n -> id.equals(node(n).status().leaderId())))
        .findFirst();
  }

  /** Brings a chosen node to lead all, by transfers. */
  void leadsFirst(NodeId id) {
    while (!settles().equals(id)) {
      transfer(id);
      runs(RaftTester.TIMEOUT_MAX.multipliedBy(2));
    }
    counts.leaders.clear();
  }

  /** Asks the leader to hand over. */
  void transfer(NodeId target) {
    NodeId leader = leader().orElseThrow();
    CallId call = new CallId(++lastCall);
    act(leader, () -> input(leader, new RaftInput.TransferRequested(call, target)));
  }

  /** Asks a node to change the membership; the outcome is among the counts. */
  void change(NodeId at, Membership.Step step, NodeId node) {
    CallId call = new CallId(++lastCall);
    changes.add(call);
    Membership.Change change = new Membership.Change(step, node);
    act(at, () -> input(at, new RaftInput.MembershipChangeRequested(call, change)));
  }

  /** Asks the leader again and again until it makes a change and the change is committed. */
  void changes(Membership.Step step, NodeId node) {
    for (int tries = 0; tries < 100; tries++) {
      int answers = counts.changes.size();
      change(settles(), step, node);
      runsUntil(() -> counts.changes.size() > answers, Duration.ofSeconds(5));
      ProposalOutcome last = counts.changes.get(counts.changes.size() - 1);
      if (last instanceof ProposalOutcome.Committed) {
        return;
      }
      runs(RaftTester.HEARTBEAT);
    }
    throw new AssertionError(step + " of " + node + ": " + counts.changes);
  }

  void runs(Duration duration) {
    runsUntil(() -> false, duration);
  }

  /** Runs until something holds, at most so long; tells whether it does. */
  boolean runsUntil(BooleanSupplier goal, Duration bound) {
    long end = now + bound.toNanos();
    while (!goal.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at() > end) {
        now = end;
        return goal.getAsBoolean();
      }
      events.remove();
      now = Math.max(now, next.at());
      next.action().run();
    }
    return true;
  }

  /** Lets clients ask whoever believes to lead, again and again. */
  void clientsEvery(Duration pause) {
    writersEvery(pause, configs.keySet());
    readersEvery(pause);
  }

  void writersEvery(Duration pause, Collection<NodeId> asked) {
    asked.stream().filter(this::leads).forEach(this::propose);
    later(pause.toNanos(), () -> writersEvery(pause, asked));
  }

  void readersEvery(Duration pause) {
    configs.keySet().stream().filter(this::leads).forEach(this::read);
    later(pause.toNanos(), () -> readersEvery(pause));
  }

  void propose(NodeId id) {
    CallId call = new CallId(++lastCall);
    act(id, () -> collect(id, node(id).proposes(call.value(), "p" + call.value())));
  }

  void read(NodeId id) {
    CallId call = new CallId(++lastCall);
    reads.put(call, new Asked(id, counts.acknowledged));
    act(id, () -> collect(id, node(id).reads(call.value())));
  }

  private void input(NodeId id, RaftInput input) {
    collect(id, node(id).step(input));
  }

  /** Does something to a node, on its own clock, as soon as it is not paused. */
  private void act(NodeId id, Runnable action) {
    RaftTester boot = up.get(id);
    if (boot == null) {
      return;
    }
    Deque<Runnable> waiting = paused.get(id);
    if (waiting != null) {
      waiting.addLast(() -> act(id, action));
      return;
    }
    boot.itIs(localNow(id));
    boolean led = leads(id);
    action.run();
    if (!led && leads(id)) {
      counts.leaders.add(id);
    }
    wakeLater(id);
  }

  private void wakeLater(NodeId id) {
    MonotonicTime wanted = node(id).core().nextWakeup();
    if (!wanted.equals(MonotonicTime.NEVER)) {
      long at = Math.max(now, (long) Math.ceil(wanted.nanos() / rate(id))) + 1;
      if (at < wakeAt.getOrDefault(id, Long.MAX_VALUE)) {
        wakeAt.put(id, at);
        at(at, () -> wakeAsPlanned(id, at));
      }
    }
  }

  private void wakeAsPlanned(NodeId id, long planned) {
    if (up.containsKey(id) && wakeAt.getOrDefault(id, 0L) == planned) {
      wakeAt.remove(id);
      act(id, () -> wake(id));
    }
  }

  private void wake(NodeId id) {
    if (node(id).core().nextWakeup().isDue(localNow(id))) {
      input(id, new RaftInput.TimePassed());
    }
  }

  private MonotonicTime localNow(NodeId id) {
    return new MonotonicTime((long) (now * rate(id)));
  }

  private double rate(NodeId id) {
    return rates.getOrDefault(id, 1.0);
  }

  private void collect(NodeId from, List<RaftEffect> effects) {
    for (RaftEffect effect : effects) {
      if (effect instanceof RaftEffect.SendMessage send) {
        send(new Link(from, send.to()), send.message());
      } else if (effect instanceof RaftEffect.AnswerProposal answer) {
        proposalAnswered(answer);
      } else if (effect instanceof RaftEffect.AnswerRead answer) {
        readAnswered(answer);
      }
    }
    if (node(from).isWriting()) {
      collect(from, node(from).persists());
    }
  }

  private void proposalAnswered(RaftEffect.AnswerProposal answer) {
    if (answer.outcome() instanceof ProposalOutcome.Committed committed) {
      counts.acknowledged = Math.max(counts.acknowledged, committed.position().index());
    }
    if (changes.remove(answer.id())) {
      counts.changes.add(answer.outcome());
    }
  }

  private void readAnswered(RaftEffect.AnswerRead answer) {
    Asked asked = Optional.ofNullable(reads.remove(answer.id())).orElseThrow();
    if (answer.outcome() instanceof ReadOutcome.Ready) {
      counts.served++;
      boolean sees = node(asked.at()).status().log().lastApplied() >= asked.acknowledged();
      counts.stale += sees ? 0 : 1;
    }
  }

  private void send(Link link, RaftMessage message) {
    if (random.nextInt(100) < lossPercent) {
      return;
    }
    long delay = 1 + draw(maxDelayNanos);
    later(
        delay,
        () -> {
          if (!cut.contains(link)) {
            RaftInput input = new RaftInput.MessageArrived(link.from(), message);
            act(link.to(), () -> input(link.to(), input));
          }
        });
  }

  private void later(long delay, Runnable action) {
    at(now + delay, action);
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }
}
