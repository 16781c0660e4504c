package org.quorama.simulation.history;

import org.jspecify.annotations.Nullable;

/** What a client did to a versioned register, together with what it saw. */
public sealed interface RegisterAction {
  /** The condition of a write that has none. */
  long ANY_VERSION = -1;

  /** The version of a write that nobody knows, and of a register that was never written. */
  long NO_VERSION = 0;

  /**
   * Saw a value.
   *
   * @param value what was seen, null if the register was never written
   * @param version the version seen with it, {@link #NO_VERSION} if the register was never written
   */
  record Read(@Nullable String value, long version) implements RegisterAction {}

  /**
   * Wrote a value.
   *
   * @param value what was written
   * @param ifVersion the version that the register had to have, 0 if it had to be unwritten, {@link
   *     #ANY_VERSION} if it did not matter
   * @param version the version that it got, {@link #NO_VERSION} if no answer told
   */
  record Write(String value, long ifVersion, long version) implements RegisterAction {}

  /**
   * Was refused a write, because the register had another version.
   *
   * @param ifVersion the version that it had to have
   */
  record Refused(long ifVersion) implements RegisterAction {}
}
