package org.quorama.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.quorama.discovery.DiscoveryConfig;

/**
 * Finds free ports for nodes: below 32768, because those above are handed out to anybody who
 * connects somewhere.
 */
final class LocalPorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 500;

  private LocalPorts() {}

  /** Returns this many ports that are free now, with the ones discovery needs beside each. */
  static List<Integer> free(InetAddress host, int count) {
    List<Integer> found = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isApart(port, found)
          && isFree(host, port)
          && isFree(host, port + DiscoveryConfig.FAILURE_PORT_OFFSET)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new IllegalStateException(
          "Fewer than "
              + count
              + " ports from "
              + FIRST
              + " to "
              + LAST
              + " are free: end other"
              + " clusters first");
    }
    return found;
  }

  private static boolean isApart(int port, List<Integer> others) {
    return others.stream()
        .allMatch(
            other ->
                other != port && Math.abs(other - port) != DiscoveryConfig.FAILURE_PORT_OFFSET);
  }

  private static boolean isFree(InetAddress host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
