package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.simulation.check.Rules.Rule;

/**
 * Checks in the log what becomes of clients' requests: one that comes again, or whose session is
 * over, changes nothing [Dissertation §6.3]. It sees each index once; that all nodes have the same
 * state after it is checked elsewhere.
 */
final class SessionChecker {
  private final Rules rules;

  /** The open sessions, by the index that opened them. */
  private final Map<Long, Session> sessions = new HashMap<>();

  /** What the log says of one session. */
  private static final class Session {
    /** The sequences that were performed and are not acknowledged. */
    final TreeSet<Long> performed = new TreeSet<>();

    long acknowledgedUpTo;

    /** Returns whether a request must change nothing, and takes note of it. */
    boolean mustBeIdle(MetadataCommand.Perform once) {
      boolean frees = once.acknowledgedUpTo() > acknowledgedUpTo;
      acknowledgedUpTo = Math.max(acknowledgedUpTo, once.acknowledgedUpTo());
      performed.headSet(acknowledgedUpTo, true).clear();
      long sequence = once.id().sequence();
      boolean isNew = sequence > acknowledgedUpTo && performed.add(sequence);
      return !isNew && !frees;
    }
  }

  SessionChecker(Rules rules) {
    this.rules = rules;
  }

  /**
   * Checks a command, in the order of the log.
   *
   * @param index its index
   * @param encoded the command
   * @param changes whether the state is another one after it
   */
  void applied(long index, Bytes encoded, boolean changes) {
    MetadataCommand command;
    try {
      command = MetadataCommand.decode(encoded);
    } catch (IllegalArgumentException e) {
      return; // no command of the master
    }
    if (command instanceof MetadataCommand.OpenSession) {
      sessions.put(index, new Session());
    } else if (command instanceof MetadataCommand.EndSession end) {
      sessions.remove(end.session());
    } else {
      MetadataCommand inner =
          command instanceof MetadataCommand.Bounded bounded ? bounded.command() : command;
      if (inner instanceof MetadataCommand.Perform once) {
        performed(index, once, changes);
      }
    }
  }

  private void performed(long index, MetadataCommand.Perform once, boolean changes) {
    RequestId id = once.id();
    if (id.session() == RequestId.NO_SESSION) {
      return;
    }
    Session session = sessions.get(id.session());
    boolean mustBeIdle = session == null || session.mustBeIdle(once);
    if (mustBeIdle && changes) {
      throw rules.broken(
          Rule.EXACTLY_ONCE,
          "request %d of session %d changes the state at index %d, %s",
          id.sequence(),
          id.session(),
          index,
          session == null ? "but its session is over" : "though it was performed before");
    }
  }
}
