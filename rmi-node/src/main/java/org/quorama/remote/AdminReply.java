package org.quorama.remote;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Outcome;

/**
 * What became of an administrator's wish. Immutable.
 *
 * @param outcome ok, fail (certainly no effect) or unknown
 * @param sentence what happened, or why not and what to do, for a person
 * @param leaderId whom to ask instead, null if unknown or not needed
 */
public record AdminReply(Outcome outcome, String sentence, @Nullable NodeId leaderId)
    implements Serializable {
  /**
   * Returns that it is done.
   *
   * @param sentence what happened
   */
  public static AdminReply ok(String sentence) {
    return new AdminReply(Outcome.OK, sentence, null);
  }

  /**
   * Returns that certainly nothing happened.
   *
   * @param sentence why, and what to do
   */
  public static AdminReply fail(String sentence) {
    return new AdminReply(Outcome.FAIL, sentence, null);
  }

  /**
   * Returns that it may or may not have happened.
   *
   * @param sentence why, and what to do
   */
  public static AdminReply unknown(String sentence) {
    return new AdminReply(Outcome.UNKNOWN, sentence, null);
  }
}
