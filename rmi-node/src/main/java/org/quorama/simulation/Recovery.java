package org.quorama.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftStatus;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.time.Schedule;

/**
 * The second half of a liveness run: the faults have stopped, so all nodes become equal, every
 * client is served, and nothing is left that grows.
 */
final class Recovery {
  /** How long a cluster without faults may take until all nodes are equal. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final Duration SERVING = Duration.ofSeconds(2);

  /** How long what was planned before may still be on its way. */
  private static final Duration EBBING = Duration.ofSeconds(5);

  private static final Duration REPAIR_STEP = Duration.ofMillis(500);
  private static final int REPAIR_STEPS = 80;

  /** After how many steps an operator looks whether something waits for a person. */
  private static final int OPERATOR_LOOKS = 20;

  private static final int PROBES = 5;
  private static final int PLANNED_A_NODE = 60;

  private final SimulatedCluster cluster;
  private final Workload workload;

  Recovery(SimulatedCluster cluster, Workload workload) {
    this.cluster = cluster;
    this.workload = workload;
  }

  /** Lets faults happen, ends them in time, and checks what must come then. */
  void run(Duration whole) {
    Duration after = SETTLING.plus(SERVING.multipliedBy(PROBES + 1L)).plus(EBBING);
    Duration faults = whole.minus(after);
    cluster.run(faults.isNegative() ? whole.dividedBy(2) : faults);
    cluster.calm();
    workload.stop();
    require(cluster::isSettled, SETTLING, "the nodes are not equal after 10 s");
    for (int probe = 0; probe < PROBES; probe++) {
      serves(probe);
    }
    cluster.run(EBBING);
    require(cluster::isSettled, SERVING, "the nodes are not equal after the last operation");
    repairs();
    ebbs();
  }

  /** Every chunk gets as many good replicas as it should have, and nothing else stays. */
  private void repairs() {
    String unfinished = unfinished();
    for (int i = 0; i < REPAIR_STEPS && !unfinished.isEmpty(); i++) {
      cluster.run(REPAIR_STEP);
      if (i == OPERATOR_LOOKS) {
        leaveSafeMode();
      }
      unfinished = unfinished();
    }
    String words = unfinished;
    require(words::isEmpty, Duration.ZERO, "replicas are not repaired after 40 s: " + words);
  }

  /**
   * What a person does who removed members that alone hold some chunks: nobody else can report
   * them, so the leader waits in safe mode until it is told not to.
   */
  private void leaveSafeMode() {
    if (members().size() < cluster.size()) {
      FileOperation leave = new FileOperation.SafeMode(FileOperation.SafeMode.Action.LEAVE);
      workload.lastClient().perform(leave, result -> {});
    }
  }

  private String unfinished() {
    List<Integer> members = members();
    return members.isEmpty() ? "nobody leads" : cluster.checker().unfinished(members);
  }

  private List<Integer> members() {
    int leader = cluster.leader();
    RaftStatus status = leader < 0 ? null : cluster.node(leader).status();
    return status == null
        ? List.of()
        : status.membership().all().stream().map(cluster.world()::indexOf).toList();
  }

  private void serves(int probe) {
    FilePath path = FilePath.ROOT.resolve("probe" + probe);
    Probe asked =
        new Probe(
            probe % 2 == 0
                ? new FileOperation.MakeDirectory(path)
                : new FileOperation.Stat(FilePath.ROOT));
    asked.ask();
    require(() -> asked.served, SERVING, "an operation of a client does not succeed within 2 s");
  }

  /**
   * An operation that is asked for anew when a client gives it up: a removed node that was not told
   * may depose a leader once more [Dissertation §4.2.3].
   */
  private final class Probe {
    private final FileOperation operation;
    private boolean served;

    /** Whether an earlier request may have had its effect. */
    private boolean mayBeDone;

    Probe(FileOperation operation) {
      this.operation = operation;
    }

    void ask() {
      workload.lastClient().perform(operation, this::answered);
    }

    private void answered(MasterCalls.Result result) {
      served = result.isOk() || (mayBeDone && result.failed(ErrorCode.EXISTS));
      mayBeDone = true;
      if (!served) {
        ask();
      }
    }
  }

  /**
   * Idle nodes have their timers, heartbeats and reports on the way, and nothing more. The patience
   * with calls that the last repairs made stays planned for as long as it would have lasted.
   */
  private void ebbs() {
    Schedule schedule = cluster.world().schedule();
    int most = PLANNED_A_NODE * cluster.size();
    require(
        () -> schedule.planned() <= most, SERVING, "an idle cluster has over " + most + " plans");
    for (int i = 0; i < cluster.size(); i++) {
      SimulatedNode node = cluster.node(i);
      // A copy for the balance may have begun just now; what is never answered stays for ever.
      require(
          () -> node.runner().waiting() == 0,
          SERVING,
          node.id() + " has calls without an answer: " + node.status());
    }
  }

  private void require(BooleanSupplier holds, Duration bound, String what) {
    if (!cluster.runUntil(holds, bound) && !cluster.isExhausted()) {
      throw cluster.rules().broken(Rule.PROGRESS, "%s: %s", what, cluster.words());
    }
  }
}
