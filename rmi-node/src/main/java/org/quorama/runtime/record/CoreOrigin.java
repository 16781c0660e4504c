package org.quorama.runtime.record;

import java.io.Serializable;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.RandomSource;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;

/**
 * What a node's cores are made from in one boot. Immutable.
 *
 * @param config their settings
 * @param recovered what the disk held
 * @param seed of their chance, a {@link java.util.SplittableRandom}
 * @param began the node's protocol time
 */
public record CoreOrigin(
    NodeCoreConfig config, NodeCore.Recovered recovered, long seed, MonotonicTime began)
    implements Serializable {
  /**
   * Makes the cores.
   *
   * @param random draws election timeouts
   */
  public NodeCore make(RandomSource random) {
    return new NodeCore(config, random, recovered, began);
  }
}
