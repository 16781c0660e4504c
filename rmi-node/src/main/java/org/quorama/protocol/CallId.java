package org.quorama.protocol;

import java.io.Serializable;

/**
 * Ties an answer to the call that waits for it, within one node and one boot. Immutable.
 *
 * @param value given by the host, increasing
 */
public record CallId(long value) implements Comparable<CallId>, Serializable {
  @Override
  public int compareTo(CallId other) {
    return Long.compare(value, other.value);
  }
}
