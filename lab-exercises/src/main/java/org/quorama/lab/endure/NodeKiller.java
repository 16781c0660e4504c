package org.quorama.lab.endure;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.remote.NodeStatus;

/**
 * Kills a node with SIGKILL again and again, the first at once, half of the time whoever leads, and
 * starts it again before the next; at most one is down at a time. Has a thread of its own.
 */
final class NodeKiller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ClusterSession session;
  private final Duration every;
  private final SplittableRandom random;
  private final List<NodeId> nodes;
  private final Thread thread = Daemons.thread("endure-killer", this::play);

  private volatile boolean stopping;
  private final AtomicInteger kills = new AtomicInteger();

  /** Who is down; written by the killer's thread. */
  private volatile @Nullable NodeId down;

  /** Why it could not go on, empty if it could. */
  private volatile String failure = "";

  NodeKiller(ClusterSession session, Duration every, SplittableRandom random) {
    this.session = session;
    this.every = every;
    this.random = random;
    this.nodes = List.copyOf(new TreeSet<>(session.nodes().keySet()));
  }

  /** Begins. */
  NodeKiller start() {
    thread.start();
    return this;
  }

  int kills() {
    return kills.get();
  }

  /** Returns in a few words what is broken now. */
  String standing() {
    NodeId who = down;
    return who == null ? "all up" : who + " down";
  }

  private void play() {
    try {
      while (!stopping) {
        kill();
        rest();
        restart();
        rest();
      }
    } catch (ClusterException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  private void rest() {
    long end = System.nanoTime() + every.toNanos() / 2;
    while (!stopping && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private void kill() {
    NodeId any = nodes.get(random.nextInt(nodes.size()));
    NodeId victim =
        random.nextBoolean() ? Leaders.current(session).map(NodeStatus::node).orElse(any) : any;
    session.kill(victim);
    down = victim;
    kills.incrementAndGet();
  }

  private void restart() {
    NodeId who = down;
    if (who != null) {
      restart(who);
      down = null;
    }
  }

  private void restart(NodeId who) {
    try {
      session.restart(who);
    } catch (ClusterException e) {
      awaitServing(who, e);
    }
  }

  /** On a busy machine a node may need longer than anybody waits for it. */
  private void awaitServing(NodeId who, ClusterException late) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (session.status(who).isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw late;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Ends it and starts whoever is down; returns what went wrong, empty if nothing did. */
  String stop() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofMinutes(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return failure.isEmpty() ? "" : "a node could not be killed or started again: " + failure;
  }

  @Override
  public void close() {
    String unused = stop();
  }
}
