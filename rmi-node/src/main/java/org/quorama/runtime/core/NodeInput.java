package org.quorama.runtime.core;

import java.io.Serializable;
import org.quorama.chunk.ChunkInput;
import org.quorama.metadata.MasterInput;
import org.quorama.raft.RaftInput;
import org.quorama.trace.FaultTrace.Timer;

/** What may happen to a {@link NodeCore} from outside: an input of one of its cores. */
public sealed interface NodeInput extends Serializable {
  /** Time has passed for all cores. */
  record TimePassed() implements NodeInput {}

  /**
   * Returns that time has passed for one core.
   *
   * @param timer whose
   */
  static NodeInput timePassed(Timer timer) {
    return switch (timer) {
      case RAFT -> new ForRaft(new RaftInput.TimePassed());
      case MASTER -> new ForMaster(new MasterInput.TimePassed());
      case CHUNK -> new ForChunk(new ChunkInput.TimePassed());
    };
  }

  /**
   * For Raft: a message, or persisted effects.
   *
   * @param input the input
   */
  record ForRaft(RaftInput input) implements NodeInput {}

  /**
   * For the master: a client's operation, a report, or the answer to a grant.
   *
   * @param input the input
   */
  record ForMaster(MasterInput input) implements NodeInput {}

  /**
   * For the chunkserver: a grant, write, mutation or read, and what disk and secondaries answer.
   *
   * @param input the input
   */
  record ForChunk(ChunkInput input) implements NodeInput {}
}
