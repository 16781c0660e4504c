package org.quorama.runtime.core;

import org.quorama.chunk.ChunkEffect;
import org.quorama.metadata.MasterEffect;
import org.quorama.raft.RaftEffect;

/**
 * What a {@link NodeCore} asks its host to do, front to back. Effects that one core has for another
 * (proposals, reads, committed entries, changes of role) are routed already and come only for the
 * trace.
 */
public sealed interface NodeEffect {
  /**
   * From Raft: persist or send. Others are only for the trace; a host ignores them.
   *
   * @param effect the effect
   */
  record OfRaft(RaftEffect effect) implements NodeEffect {}

  /**
   * From the master: send a grant, or answer a client. Others are only for the trace.
   *
   * @param effect the effect
   */
  record OfMaster(MasterEffect effect) implements NodeEffect {}

  /**
   * From the chunkserver: store, delete, forward, answer, report. Others are only for the trace.
   *
   * @param effect the effect
   */
  record OfChunk(ChunkEffect effect) implements NodeEffect {}
}
