package org.quorama.runtime;

import org.quorama.runtime.core.NodeInput;

/** What the parts of a live host use of its event loop. */
interface LoopTurns {
  /** Has something done on the event loop: the completion of what the node began. Thread-safe. */
  void complete(Runnable turn);

  /** Steps the cores and executes what they ask for. Confined to the event loop. */
  void step(NodeInput input);

  /** Steps the cores on the event loop with a completion. Thread-safe. */
  default void completeWith(NodeInput input) {
    complete(() -> step(input));
  }
}
