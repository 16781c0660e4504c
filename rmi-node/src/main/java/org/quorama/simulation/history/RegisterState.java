package org.quorama.simulation.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a register holds at a place in an order. Immutable.
 *
 * @param value its value, null if it was never written
 * @param version its version, or, unless it is exact, one that it has surpassed
 * @param exact false after a write whose version nobody knows
 */
record RegisterState(@Nullable String value, long version, boolean exact) {
  static final RegisterState UNWRITTEN = new RegisterState(null, RegisterAction.NO_VERSION, true);

  /**
   * Returns what the register holds after an action, null if the action cannot happen here.
   *
   * <p>Versions only grow. A refusal in an inexact state is always possible.
   */
  @Nullable RegisterState after(RegisterAction action) {
    if (action instanceof RegisterAction.Read read) {
      return afterRead(read);
    }
    if (action instanceof RegisterAction.Write write) {
      return afterWrite(write);
    }
    RegisterAction.Refused refused = (RegisterAction.Refused) action;
    return exact && version == refused.ifVersion() ? null : this;
  }

  private @Nullable RegisterState afterRead(RegisterAction.Read read) {
    boolean same = Objects.equals(value, read.value());
    if (!same || !canBe(read.version())) {
      return null;
    }
    return exact ? this : new RegisterState(value, read.version(), true);
  }

  private @Nullable RegisterState afterWrite(RegisterAction.Write write) {
    boolean any = write.ifVersion() == RegisterAction.ANY_VERSION;
    if (!any && !canBe(write.ifVersion())) {
      return null;
    }
    long least = exact ? version : version + 1;
    long before = any ? least : write.ifVersion();
    if (write.version() == RegisterAction.NO_VERSION) {
      return new RegisterState(write.value(), before, false);
    }
    return write.version() > before
        ? new RegisterState(write.value(), write.version(), true)
        : null;
  }

  private boolean canBe(long other) {
    return exact ? version == other : other > version;
  }

  /** Tells whether what an action leads to depends on what the register held. */
  static boolean observes(RegisterAction action) {
    return !(action instanceof RegisterAction.Write write)
        || write.ifVersion() != RegisterAction.ANY_VERSION;
  }
}
