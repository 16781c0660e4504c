package org.quorama.protocol;

import java.util.List;

/**
 * A protocol as a pure function of time and input. Confined to the thread of its host.
 *
 * <p>The host executes the returned effects in their order. A core keeps deadlines, not timers:
 * nothing is ever cancelled, and a wake-up that comes early does nothing.
 *
 * @param <I> what may happen to the core
 * @param <E> what the core may ask its host to do
 */
public interface ProtocolCore<I, E> {
  /**
   * Takes one input and says what is to be done because of it.
   *
   * @param now the host's monotonic time, never less than at the step before
   * @param input what happened
   * @return what to do, in order; often empty
   * @throws InvariantViolation if the core finds itself in a state that must never be
   */
  List<E> step(MonotonicTime now, I input);

  /**
   * Returns when the core wants to be stepped with the passing of time at the latest, or {@link
   * MonotonicTime#NEVER}.
   */
  MonotonicTime nextWakeup();
}
