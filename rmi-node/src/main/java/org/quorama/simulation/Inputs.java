package org.quorama.simulation;

import org.quorama.chunk.ChunkInput;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterInput;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.runtime.NodeInput;

/** Wraps what happens for the core that it concerns. */
final class Inputs {
  private Inputs() {}

  static NodeInput message(NodeId from, RaftMessage message) {
    return new NodeInput.ForRaft(new RaftInput.MessageArrived(from, message));
  }

  static NodeInput persisted(long ticket) {
    return new NodeInput.ForRaft(new RaftInput.Persisted(ticket));
  }

  static NodeInput master(MasterInput input) {
    return new NodeInput.ForMaster(input);
  }

  static NodeInput chunk(ChunkInput input) {
    return new NodeInput.ForChunk(input);
  }
}
