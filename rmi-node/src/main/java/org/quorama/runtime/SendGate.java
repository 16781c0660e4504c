package org.quorama.runtime;

import java.util.ArrayDeque;

/**
 * Holds messages back until what they promise is durable. Confined to the node's event loop.
 *
 * <p>Invariant: a message that promises durability leaves only when every persist effect that came
 * before it is on the disk; one that promises nothing leaves at once.
 */
final class SendGate {
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  /** The ticket of the last persist effect; only grows. */
  private long requested;

  /** The last ticket known to be on the disk; only grows. */
  private long durable;

  private record Held(long ticket, Runnable send) {}

  /** Notes that a persist effect came up. */
  void persistRequested(long ticket) {
    requested = Math.max(requested, ticket);
  }

  /** Notes that everything up to a ticket is durable, and sends what waited for it. */
  void persisted(long ticket) {
    durable = Math.max(durable, ticket);
    for (Held first = held.peek();
        first != null && first.ticket() <= durable;
        first = held.peek()) {
      held.remove();
      first.send().run();
    }
  }

  /** Tells whether something is requested that is not known to be on the disk. */
  boolean isWaiting() {
    return requested > durable;
  }

  /** Sends now or as soon as the promise holds. */
  void pass(boolean promisesDurability, Runnable send) {
    if (promisesDurability && requested > durable) {
      held.add(new Held(requested, send));
    } else {
      send.run();
    }
  }
}
