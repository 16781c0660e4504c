package org.quorama.metadata.repair;

import org.quorama.chunk.ChunkId;
import org.quorama.metadata.MasterEffect;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the care for replicas needs of the master that it is part of. */
public interface MasterDesk {
  /** Returns the time of this step. */
  MonotonicTime now();

  /** Returns an id for a call or proposal, never drawn before. */
  CallId draw();

  /**
   * Tells whether some primary may have a lease of a chunk, or is about to get one.
   *
   * @param chunk which
   */
  boolean mayBeWritten(ChunkId chunk);

  /**
   * Takes notice that nobody has a lease of a chunk any more: a version without one is confirmed.
   *
   * @param chunk which
   */
  void fenced(ChunkId chunk);

  /**
   * Asks the host to do something after this step.
   *
   * @param effect what
   */
  void emit(MasterEffect effect);
}
