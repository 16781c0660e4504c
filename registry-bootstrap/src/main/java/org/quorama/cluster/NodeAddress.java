package org.quorama.cluster;

import java.io.Serializable;

/**
 * Where a node's RMI registry and remote objects listen. Immutable.
 *
 * @param host a host name or address literal, 1 to 255 characters
 * @param port a TCP port, 1 to 65535
 */
public record NodeAddress(String host, int port) implements Serializable {
  private static final int MAX_HOST = 255;
  private static final int MAX_PORT = 65_535;

  /**
   * Checks the ranges, also on arrival from another process.
   *
   * @throws IllegalArgumentException if the host is blank or too long, or the port out of range
   */
  public NodeAddress {
    if (host.isBlank() || host.length() > MAX_HOST) {
      throw new IllegalArgumentException("A host has 1 to 255 characters");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("Port " + port + " is not in 1..65535");
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @param text what to read
   * @throws IllegalArgumentException if the text has another form
   */
  public static NodeAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new NodeAddress(
          text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Not host:port: " + text, e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
