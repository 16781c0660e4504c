package org.quorama.chunk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.protocol.MonotonicTime;

/**
 * The last grant of a replica in this boot, and the lease if this node is the primary.
 *
 * <p>Invariant: the lease ends here no later than for the master that gave it: it is counted from
 * when the grant was received, extended from when the report left that asked for it, and shortened
 * by what clocks may be wrong [GFS §3.1].
 */
final class Lease {
  /** The last grant of this boot, null if there was none. */
  @Nullable Grant grant;

  /** When {@link #grant} or, without one, the whole replica arrived; ZERO if before this boot. */
  MonotonicTime grantedAt = MonotonicTime.ZERO;

  /** When the lease of {@link #grant} ends here. */
  MonotonicTime end = MonotonicTime.ZERO;

  /** Whether this node may order mutations, as long as {@link #end} is not reached. */
  boolean isHeld;

  /** Whether something was ordered since the lease was granted or extended last. */
  boolean isUsed;

  /** The length that the master gave last. */
  private Duration length = Duration.ZERO;

  /** No version up to this one gives a lease any more. */
  private long revoked;

  void adopt(Grant next, MonotonicTime now, Duration usable) {
    grant = next;
    grantedAt = now;
    end = now.plus(usable);
    length = usable;
    isUsed = false;
  }

  void revoke(ChunkVersion version) {
    revoked = Math.max(revoked, version.number());
  }

  boolean isRevoked(ChunkVersion version) {
    return version.number() <= revoked;
  }

  /** Takes an extension; returns false if the lease lasts longer already. */
  boolean extend(MonotonicTime from, Duration by) {
    MonotonicTime until = from.plus(by);
    if (until.compareTo(end) <= 0) {
      return false;
    }
    end = until;
    length = by;
    isUsed = false;
    return true;
  }

  /** Tells whether it is in use and more than half over. */
  boolean wantsMore(MonotonicTime now) {
    return isHeld && isUsed && end.since(now).compareTo(length.dividedBy(2)) < 0;
  }
}
