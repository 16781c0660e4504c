package org.quorama.runtime;

import org.quorama.cluster.NodeId;
import org.quorama.remote.PeerPort;

/**
 * The way to one node: a lane for Raft and one for chunks, so that data never delays a heartbeat.
 *
 * @param peer which node
 * @param port calls it
 * @param raft for questions of Raft, which may be lost
 * @param chunks for grants, mutations and reports
 */
record PeerSender(NodeId peer, PeerPort port, PeerLane raft, PeerLane chunks) {
  private static final int RAFT_BOUND = 64;
  private static final int CHUNK_BOUND = 256;

  static PeerSender start(NodeId self, NodeId peer, PeerPort port) {
    String name = self + "-to-" + peer;
    PeerSender sender =
        new PeerSender(
            peer,
            port,
            new PeerLane(name + "-raft", RAFT_BOUND),
            new PeerLane(name + "-chunks", CHUNK_BOUND));
    sender.raft.start();
    sender.chunks.start();
    return sender;
  }

  void stop() {
    raft.stop();
    chunks.stop();
  }
}
