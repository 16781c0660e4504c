package org.quorama.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lane.PeerLane;
import org.quorama.runtime.lane.RaftLane;
import org.quorama.runtime.time.LiveClock;

/**
 * The way to one node: a lane for Raft, one for chunks and one for what takes long, so that neither
 * data nor copies delay a heartbeat or a write.
 *
 * @param peer which node
 * @param port calls it
 * @param raft for questions of Raft, which may be lost
 * @param chunks for grants, mutations and reports
 * @param copies for revocations, clones and copies
 */
record PeerSender(NodeId peer, PeerPort port, RaftLane raft, PeerLane chunks, PeerLane copies) {
  private static final int RAFT_BOUND = 64;
  private static final int CHUNK_BOUND = 256;

  /** What waited in a lab's gate may go on all at once, and nothing of it is lost. */
  private static final int LAB_BOUND = MessageGate.BOUND;

  /** One mutation waits for a disk; those of other chunks need not wait for it. */
  private static final int CHUNK_CALLS = 4;

  private static final int COPY_CALLS = 3;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Opens the lanes to a node; Raft's messages wait for one of them no longer than patience. */
  static PeerSender start(
      NodeId self, NodeId peer, PeerPort port, Duration patience, LiveClock clock) {
    String name = self + "-to-" + peer;
    int raftBound = clock.isOfLab() ? LAB_BOUND : RAFT_BOUND;
    int chunkBound = clock.isOfLab() ? LAB_BOUND : CHUNK_BOUND;
    PeerSender sender =
        new PeerSender(
            peer,
            port,
            new RaftLane(name + "-raft", raftBound, patience, clock::protocolNanos),
            new PeerLane(name + "-chunks", chunkBound),
            new PeerLane(name + "-copies", chunkBound));
    sender.raft.start();
    sender.chunks.start(CHUNK_CALLS);
    sender.copies.start(COPY_CALLS);
    return sender;
  }

  void stop() {
    raft.stop();
    chunks.stop();
    copies.stop();
  }

  /**
   * Opens the ways to other nodes before they matter: five cold processes that start at once take
   * longer to load classes and connect than an election may last. Returns when a quorum of nodes is
   * open, or patience is over.
   */
  static void openQuorum(List<PeerPort> ports, Duration patience) {
    CountDownLatch missing = new CountDownLatch(ports.size() / 2 + 1);
    long giveUpAt = System.nanoTime() + patience.toNanos();
    for (PeerPort port : ports) {
      Daemons.start("warm-up", () -> open(port, missing, giveUpAt));
    }
    try {
      boolean unused = missing.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void open(PeerPort port, CountDownLatch missing, long giveUpAt) {
    boolean isOpen = false;
    while (!isOpen && System.nanoTime() < giveUpAt) {
      isOpen = tryToOpen(port);
      if (!isOpen) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (isOpen) {
      missing.countDown();
    }
  }

  private static boolean tryToOpen(PeerPort port) {
    try {
      port.open();
      return true;
    } catch (NodeUnreachableException ignored) {
      return false; // not there yet; whoever needs it later hears why
    }
  }
}
