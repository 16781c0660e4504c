package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.RaftConfig.Snapshots;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;

/**
 * Random schedules in which servers come and go, and snapshots are taken and installed all the
 * time: any order of messages, losses, crashes and wake-ups, without a clock.
 */
class RaftChurnTest {
  private static final List<NodeId> NODES =
      IntStream.rangeClosed(1, 7).mapToObj(i -> NodeId.of("s" + i)).toList();
  private static final int FIRST_MEMBERS = 3;
  private static final int SEEDS_PER_CASE = Integer.getInteger("seeds", 40);

  private int installed;
  private int saved;
  private int changed;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  @DisplayName("M-09 S-09 S-10 whatever comes, goes and restarts: one order, one state")
  void membersChangeAndSnapshotsReplaceLogs(int everyEntries) {
    for (long seed = 0; seed < SEEDS_PER_CASE; seed++) {
      RaftScript script = run(seed, everyEntries);
      assertSameOrder(script, "seed " + seed + ", every " + everyEntries);
    }
    assertThat(changed).as("memberships").isGreaterThan(SEEDS_PER_CASE);
    assertThat(saved).as("snapshots").isGreaterThan(SEEDS_PER_CASE);
    assertThat(installed).as("snapshots installed").isGreaterThan(SEEDS_PER_CASE / 2);
  }

  private RaftScript run(long seed, int everyEntries) {
    Random random = new Random(seed);
    Set<Feature> features =
        random.nextBoolean() ? RaftConfig.STANDARD : Set.of(Feature.CHECK_QUORUM);
    Snapshots snapshots =
        new Snapshots(everyEntries, random.nextInt(3), 100 + random.nextInt(10_000));
    TreeMap<NodeId, RecoveredState> disks = new TreeMap<>();
    NODES.forEach(id -> disks.put(id, RecoveredState.EMPTY));
    RaftScript script =
        new RaftScript(RaftRules.standard(), id -> config(id, features, snapshots), disks);
    int lossPercent = random.nextInt(20);
    int crashPerMille = random.nextInt(10);
    script.slowDisks(random.nextBoolean());
    for (int i = 0; i < 2000; i++) {
      act(script, random, lossPercent, crashPerMille);
    }
    NODES.stream().filter(id -> !script.isUp(id)).forEach(script::restart);
    script.slowDisks(false);
    NODES.forEach(script::force);
    settle(script);
    count(script);
    return script;
  }

  private static RaftConfig config(NodeId id, Set<Feature> features, Snapshots snapshots) {
    RaftConfig.Limits limits = new RaftConfig.Limits(3, 1 << 20, 3, 50);
    RaftConfig plain = RaftTester.config(id, FIRST_MEMBERS, limits, features);
    return new RaftConfig(id, plain.members(), plain.timing(), features, limits, snapshots);
  }

  private static void act(RaftScript script, Random random, int lossPercent, int crashPerMille) {
    NodeId id = NODES.get(random.nextInt(NODES.size()));
    int chance = random.nextInt(100);
    if (!script.isUp(id)) {
      script.restart(id);
    } else if (random.nextInt(1000) < crashPerMille) {
      script.crash(id);
    } else if (chance < 3) {
      script.wake(id);
    } else if (chance < 20) {
      script.force(id);
    } else if (chance < 30) {
      script.propose(id, "p" + random.nextInt());
    } else if (chance < 45) {
      NodeId changed = NODES.get(random.nextInt(NODES.size()));
      Membership.Step[] steps = Membership.Step.values();
      script.change(id, steps[random.nextInt(steps.length)], changed);
    } else {
      script.deliverAny(random, lossPercent);
    }
  }

  /** Heals everything: one voter after the other tries, until all members have the same. */
  private static void settle(RaftScript script) {
    for (int i = 0; i < 120; i++) {
      script.deliver(any -> true);
      List<NodeId> leaders =
          NODES.stream().filter(id -> script.node(id).status().role() == RoleName.LEADER).toList();
      script.wake(leaders.size() == 1 ? leaders.get(0) : NODES.get(i % NODES.size()));
    }
    script.deliver(any -> true);
  }

  private void count(RaftScript script) {
    for (RaftTester node : script.nodes()) {
      saved += node.status().log().snapshotIndex() > 0 ? 1 : 0;
      installed += node.restores();
      changed += node.status().membership().index() > 0 ? 1 : 0;
    }
  }

  private static void assertSameOrder(RaftScript script, String run) {
    List<LogEntry> longest = List.of();
    for (List<LogEntry> boot : script.appliedByBoot()) {
      longest = boot.size() > longest.size() ? boot : longest;
    }
    for (List<LogEntry> boot : script.appliedByBoot()) {
      assertThat(boot).as(run).isEqualTo(longest.subList(0, boot.size()));
    }
    Membership last = latest(script);
    for (NodeId member : new TreeSet<>(last.all())) {
      RaftTester node = script.node(member);
      assertThat(node.applied()).as(run + ": %s of %s", member, last).hasSameSizeAs(longest);
      assertThat(node.status().membership()).as(run).isEqualTo(last);
    }
    assertThat(longest).as(run + ": something was committed").isNotEmpty();
  }

  private static Membership latest(RaftScript script) {
    RaftTester furthest =
        script.nodes().stream()
            .max((one, other) -> Integer.compare(one.applied().size(), other.applied().size()))
            .orElseThrow();
    return furthest.status().membership();
  }
}
