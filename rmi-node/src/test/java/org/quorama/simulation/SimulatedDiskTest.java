package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;
import org.quorama.simulation.fault.Fault;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.Schedule;

class SimulatedDiskTest {
  private static final long SECOND = 1_000_000_000;
  private static final NodeId N2 = NodeId.of("n2");

  private final Schedule schedule = new Schedule();
  private final List<Long> durable = new ArrayList<>();

  @Test
  void forceCoversAllThatWaitedAndTellsTheLastTicket() {
    SimulatedDisk disk = disk(0, Set.of());
    disk.write(append(1, 1), durable::add);
    disk.write(append(2, 2), durable::add);
    disk.write(append(3, 3), durable::add);
    assertThat(durable).isEmpty();
    run();

    assertThat(durable).containsExactly(1L, 3L);
    assertThat(disk.recovered().log()).hasSize(3);
  }

  @Test
  @DisplayName("R-20: a crash loses what was not forced, and its completion never comes")
  void crashLosesWhatWasNotForced() {
    SimulatedDisk disk = disk(0, Set.of());
    disk.write(append(1, 1), durable::add);
    run();
    disk.write(append(2, 2), durable::add);

    assertThat(disk.crash()).isTrue();
    run();
    assertThat(durable).containsExactly(1L);
    assertThat(disk.recovered().log()).hasSize(1);
  }

  @Test
  void calmDiskIsQuickAndWhole() {
    SimulatedDisk disk = disk(0, Set.of());
    disk.become(Fault.DiskTrouble.FULL);
    disk.calm();
    disk.write(append(1, 1), durable::add);
    schedule.runUntil(20_000_000);

    assertThat(durable).containsExactly(1L);
  }

  @Test
  void oldestUnforcedWritesMaySurvive() {
    SimulatedDisk disk = disk(2, Set.of());
    disk.write(append(1, 1), durable::add);
    disk.write(append(2, 2), durable::add);

    assertThat(disk.crash()).isFalse();
    assertThat(disk.recovered().log()).hasSize(2);
  }

  @Test
  void truncationRemovesTheTail() {
    SimulatedDisk disk = disk(0, Set.of());
    disk.write(append(1, 1), durable::add);
    disk.write(append(2, 2), durable::add);
    disk.write(new RaftEffect.TruncateLog(3, 2), durable::add);
    run();

    assertThat(disk.durableEntry(1)).isNotNull();
    assertThat(disk.durableEntry(2)).isNull();
  }

  @Test
  void plantedBugForgetsTheVoteButKeepsTheTerm() {
    SimulatedDisk disk = disk(0, Set.of(PlantedBug.VOTE_NOT_DURABLE));
    disk.write(new RaftEffect.PersistHardState(1, new HardState(4, N2)), durable::add);
    run();

    assertThat(disk.recovered()).isEqualTo(RecoveredState.of(new HardState(4, null), List.of()));
  }

  @Test
  void plantedBugTellsDurableBeforeItIs() {
    SimulatedDisk disk = disk(0, Set.of(PlantedBug.ACK_BEFORE_FSYNC));
    disk.write(append(1, 1), durable::add);
    schedule.runUntil(1);

    assertThat(durable).containsExactly(1L);
    disk.crash();
    assertThat(disk.recovered().log()).isEmpty();
  }

  private SimulatedDisk disk(double survival, Set<PlantedBug> bugs) {
    FaultMix.Disk faults = new FaultMix.Disk(1_000, 1_000_000, survival, 64);
    return new SimulatedDisk(schedule, new SplittableRandom(1), faults, bugs);
  }

  private static RaftEffect.AppendToLog append(long ticket, long index) {
    LogEntry entry = LogEntry.command(new LogPosition(1, index), Bytes.ofUtf8("c" + index));
    return new RaftEffect.AppendToLog(ticket, List.of(entry));
  }

  private void run() {
    schedule.runUntil(schedule.now() + SECOND);
  }
}
