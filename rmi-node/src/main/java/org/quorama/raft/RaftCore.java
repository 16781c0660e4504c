package org.quorama.raft;

import java.util.List;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.protocol.RandomSource;

/** Raft as a pure core. Confined to the thread of its host. */
public final class RaftCore implements ProtocolCore<RaftInput, RaftEffect> {
  /**
   * Makes a core from what the disk holds.
   *
   * @param config the settings
   * @param random draws election timeouts
   * @param recovered the durable state, {@link RecoveredState#EMPTY} on the first start
   * @param now the host's monotonic time
   */
  public RaftCore(
      RaftConfig config, RandomSource random, RecoveredState recovered, MonotonicTime now) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public List<RaftEffect> step(MonotonicTime now, RaftInput input) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public MonotonicTime nextWakeup() {
    throw new UnsupportedOperationException("to come");
  }

  /** Returns what the node believes of itself. */
  public RaftStatus status() {
    throw new UnsupportedOperationException("to come");
  }
}
