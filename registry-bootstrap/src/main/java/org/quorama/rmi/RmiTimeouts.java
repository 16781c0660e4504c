package org.quorama.rmi;

import java.io.Serializable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long a caller waits at each stage of a remote call, and how. Immutable.
 *
 * <p>RMI's own defaults wait for ever for a paused peer.
 *
 * @param connect for the TCP connection, 1 ms to 60 s
 * @param handshake for RMI's first answer on a new connection, 1 ms to 60 s; one value for a JVM
 * @param response for the answer to a call, 1 ms to 1 h
 * @param polling how long who waits for the other side polls before he sleeps, 0 to 10 ms; 0 for
 *     not at all
 */
public record RmiTimeouts(Duration connect, Duration handshake, Duration response, Duration polling)
    implements Serializable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LONGEST_RESPONSE = Duration.ofHours(1);
  private static final Duration LONGEST_POLLING = Duration.ofMillis(10);

  /** Longer than most answers take, and the next question after them. */
  private static final Duration USUAL_POLLING = Duration.of(1500, ChronoUnit.MICROS);

  /**
   * Checks the ranges, also on arrival from another process.
   *
   * @throws IllegalArgumentException if one of them is out of range
   */
  public RmiTimeouts {
    check("connect", connect, LONGEST);
    check("handshake", handshake, LONGEST);
    check("response", response, LONGEST_RESPONSE);
    if (polling.isNegative() || polling.compareTo(LONGEST_POLLING) > 0) {
      throw new IllegalArgumentException("Polling takes 0 to 10 ms, not " + polling);
    }
  }

  /**
   * Makes time-outs of those who do not poll.
   *
   * @param connect for the TCP connection, 1 ms to 60 s
   * @param handshake for RMI's first answer on a new connection, 1 ms to 60 s; one value for a JVM
   * @param response for the answer to a call, 1 ms to 1 h
   */
  public RmiTimeouts(Duration connect, Duration handshake, Duration response) {
    this(connect, handshake, response, Duration.ZERO);
  }

  /** Returns 300 ms to connect, 500 ms for the handshake and 15 s for a response. */
  public static RmiTimeouts defaults() {
    return new RmiTimeouts(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofSeconds(15));
  }

  /** Returns the same for those who poll before they sleep: for 1.5 ms. */
  public RmiTimeouts withPolling() {
    return new RmiTimeouts(connect, handshake, response, USUAL_POLLING);
  }

  /**
   * Returns the defaults, but for a response for which a person has to deliver messages by hand: 30
   * minutes. A process that is stopped by SIGSTOP is waited for as long.
   */
  public static RmiTimeouts byHand() {
    RmiTimeouts usual = defaults();
    return new RmiTimeouts(usual.connect, usual.handshake, Duration.ofMinutes(30));
  }

  /**
   * Sets the system properties that RMI reads once a JVM; call it before the first use of RMI.
   *
   * <p>Properties that are set already stay. Also closes registries to remote {@code bind} and
   * {@code rebind}: no class is let in as an argument.
   */
  public void applyToJvm() {
    set("sun.rmi.transport.tcp.handshakeTimeout", Long.toString(handshake.toMillis()));
    set("sun.rmi.transport.tcp.responseTimeout", Long.toString(response.toMillis()));
    set("sun.rmi.transport.tcp.readTimeout", Long.toString(LONGEST.toMillis()));
    set("sun.rmi.registry.registryFilter", "!*");
  }

  int connectMillis() {
    return (int) connect.toMillis();
  }

  int responseMillis() {
    return (int) response.toMillis();
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void check(String name, Duration value, Duration longest) {
    if (value.toMillis() < 1 || value.compareTo(longest) > 0) {
      String range = "1 ms to " + longest.toSeconds() + " s";
      throw new IllegalArgumentException(
          "The " + name + " time-out is " + range + ", not " + value.toMillis() + " ms");
    }
  }
}
