package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.TIMEOUT_MAX;
import static org.quorama.raft.RaftTester.TIMEOUT_MIN;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.LogEntry;

/** What the paper promises of several servers together: Figure 3. */
class RaftFigure3Test {
  @Test
  @DisplayName("§5.1 normally there is exactly one leader and all others are followers")
  void normallyOneLeads() {
    RaftWorld world = RaftWorld.of(1, 5, RaftConfig.STANDARD);
    world.settles();

    for (int i = 0; i < 50; i++) {
      world.runs(TIMEOUT_MAX);
      assertThat(world.roles()).containsOnlyOnce(RoleName.LEADER);
      assertThat(world.roles()).doesNotContain(RoleName.CANDIDATE);
    }
  }

  @Test
  @DisplayName("§5.1 there is at most one leader in a given term")
  void atMostOneLeaderATerm() {
    for (long seed = 0; seed < 20; seed++) {
      RaftWorld world = RaftWorld.of(seed, 5, RaftTester.PLAIN);
      world.loses(20);
      world.delays(TIMEOUT_MIN);
      Map<Long, NodeId> leaders = new TreeMap<>();
      for (int i = 0; i < 400; i++) {
        world.runs(HEARTBEAT);
        world.leaders().forEach((id, term) -> leaders.putIfAbsent(term, id));
        world.leaders().forEach((id, term) -> assertThat(leaders).containsEntry(term, id));
      }
    }
  }

  @Test
  @DisplayName("§5.3 equal index and term mean the same command, and all before is identical")
  void logsMatch() {
    for (long seed = 0; seed < 10; seed++) {
      RaftWorld world = troubledWorld(seed);
      List<List<LogEntry>> logs = world.logs();
      for (List<LogEntry> one : logs) {
        logs.forEach(other -> assertLogsMatch(one, other));
      }
    }
  }

  @Test
  @DisplayName("§5.4.3 no other server applies a different log entry for the same index")
  void serversApplyTheSame() {
    for (long seed = 10; seed < 20; seed++) {
      List<List<LogEntry>> applied = troubledWorld(seed).applied();
      for (List<LogEntry> one : applied) {
        for (List<LogEntry> other : applied) {
          int common = Math.min(one.size(), other.size());
          assertThat(one.subList(0, common)).isEqualTo(other.subList(0, common));
        }
      }
    }
  }

  @Test
  @DisplayName("§5.5 a follower that crashes and restarts gets what it missed")
  void restartedFollowerCatchesUp() {
    RaftWorld world = RaftWorld.of(3, 5, RaftConfig.STANDARD);
    NodeId leader = world.settles();
    NodeId follower = leader.equals(S1) ? S2 : S1;
    world.crash(follower);
    world.clientsEvery(HEARTBEAT);
    world.runs(TIMEOUT_MAX.multipliedBy(5));

    world.restart(follower);
    world.runs(TIMEOUT_MAX);

    assertThat(world.node(follower).applied()).hasSizeGreaterThan(40);
  }

  private static void assertLogsMatch(List<LogEntry> one, List<LogEntry> other) {
    int last = Math.min(one.size(), other.size()) - 1;
    while (last >= 0 && one.get(last).term() != other.get(last).term()) {
      last--;
    }
    assertThat(one.subList(0, last + 1)).isEqualTo(other.subList(0, last + 1));
  }

  /** Loses, delays and cuts, while clients write. */
  private static RaftWorld troubledWorld(long seed) {
    RaftWorld world = RaftWorld.of(seed, 5, RaftTester.PLAIN);
    world.loses(10);
    world.clientsEvery(HEARTBEAT);
    for (int i = 0; i < 10; i++) {
      world.runs(TIMEOUT_MAX.multipliedBy(2));
      world.heal();
      world.leader().ifPresent(world::connectOnly);
    }
    return world;
  }
}
