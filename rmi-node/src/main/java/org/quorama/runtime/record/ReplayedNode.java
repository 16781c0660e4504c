package org.quorama.runtime.record;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftStatus;

/**
 * What a replay made of one node. Immutable.
 *
 * @param node which
 * @param boots how many boots were replayed
 * @param inputs how many inputs its cores took
 * @param events how many events of the cores equal the recorded ones
 * @param checkpoints how many digests equal the recorded ones
 * @param difference the first difference, a sentence; null if there is none
 * @param end what it was when the replay ended
 */
public record ReplayedNode(
    NodeId node,
    int boots,
    long inputs,
    long events,
    long checkpoints,
    @Nullable String difference,
    End end) {
  /**
   * What a node was when the replay ended.
   *
   * @param up whether it ran
   * @param incarnation its boot count
   * @param status what its Raft believed, null if it never made a step
   * @param digest of its namespace
   */
  public record End(boolean up, long incarnation, @Nullable RaftStatus status, long digest) {}
}
