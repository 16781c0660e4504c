package org.quorama.metadata;

import java.util.List;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;

/** To come. Confined to the thread of its host. */
public final class MasterCore implements ProtocolCore<MasterInput, MasterEffect> {
  /**
   * Makes a master with an empty namespace; the log fills it.
   *
   * @param config the settings
   */
  public MasterCore(MasterConfig config) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public List<MasterEffect> step(MonotonicTime now, MasterInput input) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public MonotonicTime nextWakeup() {
    throw new UnsupportedOperationException("to come");
  }
}
