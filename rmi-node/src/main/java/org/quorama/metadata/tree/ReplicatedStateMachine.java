package org.quorama.metadata.tree;

import org.quorama.protocol.Bytes;

/**
 * An application that every node applies the same log to. Deterministic: it knows no clock, no
 * chance and no node.
 */
public interface ReplicatedStateMachine {
  /**
   * Applies one committed command.
   *
   * @param index its index in the log, 1-based, greater than that of the one before
   * @param command the encoded command
   * @return the encoded result, the same on every node
   */
  Bytes apply(long index, Bytes command);

  /** Returns the whole state after the last applied command: what {@link #restore} takes. */
  Bytes snapshot();

  /**
   * Replaces the whole state.
   *
   * @param index the last index that the state contains
   * @param snapshot what {@link #snapshot} returned, perhaps on another node
   * @throws org.quorama.protocol.InvariantViolation if the bytes are no such state
   */
  void restore(long index, Bytes snapshot);

  /** Returns a hash of the whole state, equal on every node that applied the same prefix. */
  long digest();
}
