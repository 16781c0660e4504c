package org.quorama.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;

/**
 * Five cores and every message between them in the hands of the test. Disks are fast, unless the
 * test forces them itself: then what promises durability waits, and a crash loses the rest.
 */
final class RaftScript {
  /** A message on its way. */
  record Envelope(NodeId from, NodeId to, RaftMessage message) {}

  private final Function<NodeId, RaftConfig> configs;
  private final RaftRules rules;
  private final Map<NodeId, RaftTester> up = new TreeMap<>();
  private final Map<NodeId, RecoveredState> down = new TreeMap<>();
  private final List<List<LogEntry>> appliedBefore = new ArrayList<>();
  private final List<Envelope> network = new ArrayList<>();
  private final List<Envelope> waitingForDisk = new ArrayList<>();
  private boolean slowDisks;

  RaftScript(RaftRules rules, RaftConfig.Limits limits, Map<NodeId, RecoveredState> disks) {
    this(rules, limits, RaftTester.PLAIN, disks);
  }

  RaftScript(
      RaftRules rules,
      RaftConfig.Limits limits,
      Set<RaftConfig.Feature> features,
      Map<NodeId, RecoveredState> disks) {
    this(rules, id -> RaftTester.config(id, 5, limits, features), disks);
  }

  RaftScript(
      RaftRules rules, Function<NodeId, RaftConfig> configs, Map<NodeId, RecoveredState> disks) {
    this.rules = rules;
    this.configs = configs;
    down.putAll(disks);
    List.copyOf(disks.keySet()).forEach(this::restart);
  }

  RaftTester node(NodeId id) {
    RaftTester node = up.get(id);
    if (node == null) {
      throw new IllegalStateException(id + " is down");
    }
    return node;
  }

  Collection<RaftTester> nodes() {
    return up.values();
  }

  boolean isUp(NodeId id) {
    return up.containsKey(id);
  }

  void crash(NodeId id) {
    RaftTester node = node(id);
    appliedBefore.add(node.applied());
    down.put(id, node.disk());
    up.remove(id);
    network.removeIf(envelope -> envelope.to().equals(id));
    waitingForDisk.removeIf(envelope -> envelope.from().equals(id));
  }

  void restart(NodeId id) {
    RaftConfig config = configs.apply(id);
    RecoveredState disk = down.getOrDefault(id, RecoveredState.EMPTY);
    up.put(id, new RaftTester(config, rules, disk));
    down.remove(id);
  }

  /** Wakes a node up: it begins an election, or sends heartbeats. */
  void wake(NodeId id) {
    collect(id, node(id).wakesUp());
  }

  void propose(NodeId id, String command) {
    collect(id, node(id).proposes(command.hashCode(), command));
  }

  void change(NodeId id, Membership.Step step, NodeId node) {
    collect(id, node(id).changes(node.hashCode(), step, node));
  }

  /** Holds an election in which only these voters are heard. */
  void elect(NodeId candidate, NodeId... voters) {
    wake(candidate);
    Set<NodeId> heard = new TreeSet<>(List.of(voters));
    deliver(
        e ->
            (e.message() instanceof RequestVote && heard.contains(e.to()))
                || (e.message() instanceof RequestVoteReply && heard.contains(e.from())));
  }

  /** Delivers what matches, in order, and what comes of it if it matches too. */
  void deliver(Predicate<Envelope> wanted) {
    int delivered = 0;
    for (int i = 0; i < network.size(); ) {
      Envelope envelope = network.get(i);
      if (wanted.test(envelope) && up.containsKey(envelope.to())) {
        network.remove(i);
        if (++delivered > 20_000) {
          throw new AssertionError("The nodes talk without end");
        }
        collect(envelope.to(), node(envelope.to()).receives(envelope.from(), envelope.message()));
        i = 0;
      } else {
        i++;
      }
    }
  }

  /** Delivers, doubles or loses one message, whichever chance takes. */
  void deliverAny(Random random, int lossPercent) {
    if (network.isEmpty()) {
      return;
    }
    int at = random.nextInt(Math.min(network.size(), 20));
    boolean again = random.nextInt(100) < 5;
    Envelope envelope = again ? network.get(at) : network.remove(at);
    if (isUp(envelope.to()) && random.nextInt(100) >= lossPercent) {
      collect(envelope.to(), node(envelope.to()).receives(envelope.from(), envelope.message()));
    }
  }

  void drop(Predicate<Envelope> unwanted) {
    network.removeIf(unwanted);
  }

  static Predicate<Envelope> between(NodeId one, NodeId other) {
    return e ->
        (e.from().equals(one) && e.to().equals(other))
            || (e.from().equals(other) && e.to().equals(one));
  }

  /** Every entry that a node ever applied, in all its boots. */
  List<LogEntry> everApplied() {
    return appliedByBoot().stream().flatMap(List::stream).toList();
  }

  /** What each boot of each node applied. */
  List<List<LogEntry>> appliedByBoot() {
    List<List<LogEntry>> all = new ArrayList<>(appliedBefore);
    up.values().forEach(node -> all.add(node.applied()));
    return all;
  }

  /** Leaves it to {@link #force} when something becomes durable. */
  void slowDisks(boolean slow) {
    slowDisks = slow;
  }

  /** Makes everything durable that a node has written, and lets its messages go. */
  void force(NodeId id) {
    List<RaftEffect> effects = node(id).persists();
    waitingForDisk.stream().filter(e -> e.from().equals(id)).forEach(network::add);
    waitingForDisk.removeIf(e -> e.from().equals(id));
    if (!effects.isEmpty()) {
      collect(id, effects);
    }
  }

  private void collect(NodeId from, List<RaftEffect> effects) {
    for (RaftEffect effect : effects) {
      if (effect instanceof RaftEffect.SendMessage send) {
        send(new Envelope(from, send.to(), send.message()));
      }
    }
    if (!slowDisks) {
      force(from);
    }
  }

  private void send(Envelope envelope) {
    boolean waits = envelope.message().promisesDurability() && node(envelope.from()).isWriting();
    (waits ? waitingForDisk : network).add(envelope);
  }
}
