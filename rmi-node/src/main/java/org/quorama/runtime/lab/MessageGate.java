package org.quorama.runtime.lab;

import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace.Summary;

/**
 * What every message between nodes passes: a question where it is asked, before the remote call is
 * made, and a reply where it arrives, before the cores hear it. So one place holds whatever a lab
 * wants to hold, and no remote call is ever kept waiting. Confined to the event loop.
 */
public interface MessageGate {
  /** How many messages wait at a gate at most. */
  int BOUND = 4096;

  /** The gate of a node that no lab changes. */
  MessageGate OPEN = new OpenGate();

  /** Tells whether a message goes on without being taken. */
  boolean isOpen();

  /**
   * Takes a message, which goes on now, later or never; to be called only if the gate is not open.
   *
   * @param message which
   */
  void take(Message message);

  /**
   * A message on its way.
   *
   * @param id that of its sending
   * @param from who sent it
   * @param to whom it is for
   * @param summary what it says
   * @param way what becomes of it
   */
  record Message(String id, NodeId from, NodeId to, Summary summary, Way way) {}

  /** What becomes of a message; called in turns of the loop. */
  interface Way {
    /** The call is made, which steps no core; or the cores hear the reply, in a turn of its own. */
    void goOn();

    /**
     * The cores are to hear, in a later turn, what they hear when a message is lost; the trace
     * knows it already.
     */
    void lost();

    /** Tells whether it may go on more than once: one is enough where answers are counted. */
    boolean mayRepeat();
  }
}
