package org.quorama.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.quorama.discovery.DiscoveryConfig;

/** Finds TCP ports on 127.0.0.1 that nobody listens on, below those the system gives out. */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_600;
  private static final int TRIES = 1_000;

  private FreePorts() {}

  /**
   * Returns different ports such that each, and the one 100 above, is free at the moment.
   *
   * @param count how many
   */
  public static List<Integer> find(int count) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < TRIES && found.size() < count; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      int above = port + DiscoveryConfig.FAILURE_PORT_OFFSET;
      int below = port - DiscoveryConfig.FAILURE_PORT_OFFSET;
      if (!found.contains(port)
          && !found.contains(above)
          && !found.contains(below)
          && isFree(port)
          && isFree(above)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new IllegalStateException("No " + count + " free ports");
    }
    return found;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
