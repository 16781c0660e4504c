package org.quorama.chunk;

import java.util.List;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;

/** To come. Confined to the thread of its host. */
public final class ChunkCore implements ProtocolCore<ChunkInput, ChunkEffect> {
  /**
   * Makes a chunkserver from what its disk holds.
   *
   * @param config the settings
   * @param held every replica on its disk
   */
  public ChunkCore(ChunkConfig config, List<ChunkMessage.ReplicaInfo> held) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public List<ChunkEffect> step(MonotonicTime now, ChunkInput input) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public MonotonicTime nextWakeup() {
    throw new UnsupportedOperationException("to come");
  }
}
