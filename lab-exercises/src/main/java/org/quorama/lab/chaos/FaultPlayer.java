package org.quorama.lab.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.cluster.Partition;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabOrder;

/**
 * Kills, restarts, pauses, resumes, cuts and heals, as a seed says, half of the time whoever leads.
 * Confined to one thread.
 */
final class FaultPlayer {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(2_500);
  private static final int POWER_LOSS_OF = 25;

  private final ClusterSession session;
  private final SplittableRandom random;
  private final List<NodeId> nodes;
  private final Set<NodeId> down = new TreeSet<>();
  private final Set<NodeId> paused = new TreeSet<>();
  private boolean cut;
  private final AtomicInteger count = new AtomicInteger();
  private volatile String standing = "";

  FaultPlayer(ClusterSession session, SplittableRandom random) {
    this.session = session;
    this.random = random;
    this.nodes = List.copyOf(new TreeSet<>(session.nodes().keySet()));
  }

  /** Returns how many faults and repairs there were. Any thread. */
  int count() {
    return count.get();
  }

  /** Returns in a few words what is broken now. Any thread. */
  String standing() {
    return standing;
  }

  /** Plays until it is told to stop. */
  void play(BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      LockSupport.parkNanos(random.nextLong(SHORTEST, LONGEST));
      if (goOn.getAsBoolean()) {
        next();
      }
    }
  }

  private void next() {
    int broken = down.size() + paused.size() + (cut ? 1 : 0);
    if (random.nextInt(POWER_LOSS_OF) == 0) {
      losePower();
    } else if (random.nextInt(4) < broken) {
      repairOne();
    } else {
      breakOne();
    }
    count.incrementAndGet();
    standing = standingNow();
  }

  private void breakOne() {
    int draw = random.nextInt(cut ? 6 : 9);
    NodeId victim = victim();
    if (draw < 3) {
      kill(victim);
    } else if (draw < 6) {
      session.pause(victim);
      paused.add(victim);
    } else {
      cutOff(victim);
    }
  }

  /** Chooses who breaks: whoever leads, half of the time, or any node that works. */
  private NodeId victim() {
    List<NodeId> working = new ArrayList<>(nodes);
    working.removeAll(down);
    working.removeAll(paused);
    NodeId any = working.get(random.nextInt(working.size()));
    boolean leader = random.nextBoolean();
    return leader ? Leaders.current(working, session).map(NodeStatus::node).orElse(any) : any;
  }

  private void kill(NodeId node) {
    session.kill(node);
    down.add(node);
    paused.remove(node);
  }

  /** Cuts a node off, alone or with another, one way now and then. */
  private void cutOff(NodeId victim) {
    List<NodeId> others = new ArrayList<>(nodes);
    others.remove(victim);
    List<NodeId> minority = new ArrayList<>(List.of(victim));
    if (random.nextBoolean()) {
      minority.add(others.remove(random.nextInt(others.size())));
    }
    Partition partition = new Partition(minority, others, random.nextInt(3) == 0);
    LabOrder order = new LabOrder.SetLinks(partition.rules());
    nodes.forEach(node -> tell(node, order));
    cut = true;
  }

  private void tell(NodeId node, LabOrder order) {
    if (!down.contains(node) && !paused.contains(node)) {
      try {
        session.lab(node, order);
      } catch (NodeUnreachableException ignored) {
        // cut off on the other side only, which is a fault, too
      }
    }
  }

  private void repairOne() {
    List<Runnable> repairs = new ArrayList<>();
    down.forEach(node -> repairs.add(() -> restart(node)));
    paused.forEach(node -> repairs.add(() -> resume(node)));
    if (cut) {
      repairs.add(this::heal);
    }
    repairs.get(random.nextInt(repairs.size())).run();
  }

  private void restart(NodeId node) {
    session.restart(node);
    down.remove(node);
  }

  private void resume(NodeId node) {
    session.resume(node);
    paused.remove(node);
  }

  private void heal() {
    nodes.forEach(node -> tell(node, new LabOrder.SetLinks(List.of())));
    cut = false;
  }

  /** Kills all and starts all again, in any order. */
  private void losePower() {
    nodes.stream().filter(node -> !down.contains(node)).toList().forEach(this::kill);
    standing = standingNow();
    List<NodeId> order = new ArrayList<>(nodes);
    Collections.shuffle(order, new Random(random.nextLong()));
    order.forEach(this::restart);
    cut = false;
  }

  /**
   * Mends everything.
   *
   * @throws ClusterException if a node cannot be started again
   */
  void mend() {
    List.copyOf(paused).forEach(this::resume);
    List.copyOf(down).forEach(this::restart);
    heal();
    standing = "";
  }

  private String standingNow() {
    List<String> words = new ArrayList<>();
    down.forEach(node -> words.add(node + " down"));
    paused.forEach(node -> words.add(node + " paused"));
    if (cut) {
      words.add("links cut");
    }
    return String.join(", ", words);
  }
}
