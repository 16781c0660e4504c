package org.quorama.simulation.history;

import java.util.Locale;

/**
 * One operation of a history. Immutable.
 *
 * @param process which client, one operation at a time
 * @param key which register
 * @param action what it did and saw
 * @param invokedNanos when it was called
 * @param returnedNanos when its answer came, {@link #NEVER} if it is unknown whether it took
 *     effect: it may, once, at any time from its call on
 */
public record Operation(
    int process, String key, RegisterAction action, long invokedNanos, long returnedNanos) {
  /** The time of an answer that never came. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * Checks that the answer is not before the call.
   *
   * @throws IllegalArgumentException if it is
   */
  public Operation {
    if (returnedNanos < invokedNanos) {
      throw new IllegalArgumentException("An answer does not come before its call");
    }
  }

  /** Returns true if it certainly happened as its action says. */
  public boolean isKnown() {
    return returnedNanos != NEVER;
  }

  /** Returns the same operation as long as its answer has not come. */
  Operation withoutAnswer() {
    return new Operation(process, key, action, invokedNanos, NEVER);
  }

  /** Returns it in words, as in {@code client 3 wrote "x" to a if version 4: version 9}. */
  public String describe() {
    return "client %d %s (%s to %s)"
        .formatted(process, deed(), seconds(invokedNanos), isKnown() ? end() : "unknown");
  }

  private String end() {
    return seconds(returnedNanos);
  }

  private String deed() {
    if (action instanceof RegisterAction.Read read) {
      return read.value() == null
          ? "read %s: never written".formatted(key)
          : "read %s: \"%s\" in version %d".formatted(key, read.value(), read.version());
    }
    if (action instanceof RegisterAction.Write write) {
      String condition = condition(write.ifVersion());
      return "wrote \"%s\" to %s%s%s"
          .formatted(write.value(), key, condition, version(write.version()));
    }
    RegisterAction.Refused refused = (RegisterAction.Refused) action;
    return "was refused to write %s%s".formatted(key, condition(refused.ifVersion()));
  }

  private static String condition(long ifVersion) {
    if (ifVersion == RegisterAction.ANY_VERSION) {
      return "";
    }
    return ifVersion == 0 ? " if never written" : " if in version " + ifVersion;
  }

  private static String version(long version) {
    return version == RegisterAction.NO_VERSION ? "" : ", which made version " + version;
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
  }
}
