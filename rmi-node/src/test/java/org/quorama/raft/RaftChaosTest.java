package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;

/** Random schedules without a clock: any order of messages, losses, crashes and wake-ups. */
class RaftChaosTest {
  private static final List<NodeId> NODES = List.of(S1, S2, S3, S4, S5);
  private static final int SEEDS_PER_CASE = Integer.getInteger("seeds", 40);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void whatIsAppliedIsAppliedEverywhereInTheSameOrder(int maxEntries) {
    for (long seed = 0; seed < SEEDS_PER_CASE; seed++) {
      RaftScript script = run(RaftRules.standard(), seed, maxEntries);
      assertSameOrder(script, "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(PlantedRules.class)
  void plantedMistakesAreFound(PlantedRules mistake) {
    assertThat(LongStream.range(0, 100).anyMatch(seed -> isFound(mistake, seed))).isTrue();
  }

  private static boolean isFound(PlantedRules mistake, long seed) {
    try {
      assertSameOrder(run(mistake.rules(), seed, 1 + (int) (seed % 4)), "seed " + seed);
      return false;
    } catch (InvariantViolation | AssertionError found) {
      return true;
    }
  }

  private static RaftScript run(RaftRules rules, long seed, int maxEntries) {
    Random random = new Random(seed);
    RaftConfig.Limits limits = new RaftConfig.Limits(maxEntries, 1 << 20, 3, 50);
    TreeMap<NodeId, RecoveredState> disks = new TreeMap<>();
    NODES.forEach(id -> disks.put(id, RecoveredState.EMPTY));
    RaftScript script = new RaftScript(rules, limits, disks);
    int lossPercent = random.nextInt(30);
    int crashPerMille = random.nextInt(10);
    script.slowDisks(random.nextBoolean());
    for (int i = 0; i < 1500; i++) {
      act(script, random, lossPercent, crashPerMille);
    }
    NODES.stream().filter(id -> !script.isUp(id)).forEach(script::restart);
    script.slowDisks(false);
    NODES.forEach(script::force);
    settle(script);
    return script;
  }

  private static void act(RaftScript script, Random random, int lossPercent, int crashPerMille) {
    NodeId id = NODES.get(random.nextInt(NODES.size()));
    if (!script.isUp(id)) {
      script.restart(id);
    } else if (random.nextInt(1000) < crashPerMille) {
      script.crash(id);
    } else if (random.nextInt(100) < 4) {
      script.wake(id);
    } else if (random.nextInt(100) < 20) {
      script.force(id);
    } else if (random.nextInt(100) < 10) {
      script.propose(id, "p" + random.nextInt());
    } else {
      script.deliverAny(random, lossPercent);
    }
  }

  /** Heals everything: one node after the other tries, until all have applied the same. */
  private static void settle(RaftScript script) {
    for (int i = 0; i < 60; i++) {
      script.deliver(any -> true);
      List<NodeId> leaders =
          NODES.stream().filter(id -> script.node(id).status().role() == RoleName.LEADER).toList();
      script.wake(leaders.size() == 1 ? leaders.get(0) : NODES.get(i % NODES.size()));
    }
    script.deliver(any -> true);
  }

  private static void assertSameOrder(RaftScript script, String seed) {
    List<LogEntry> longest = List.of();
    for (List<LogEntry> boot : script.appliedByBoot()) {
      longest = boot.size() > longest.size() ? boot : longest;
    }
    for (List<LogEntry> boot : script.appliedByBoot()) {
      assertThat(boot).as(seed).isEqualTo(longest.subList(0, boot.size()));
    }
    for (RaftTester node : script.nodes()) {
      assertThat(node.applied()).as(seed + ": all converge").hasSameSizeAs(longest);
    }
    assertThat(longest).as(seed + ": something was committed").isNotEmpty();
  }
}
