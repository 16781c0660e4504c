package org.quorama.remote.stream;

import java.time.Duration;

/**
 * How long each stage of a stream may take. Immutable.
 *
 * @param connect for the TCP connection
 * @param handshake for each step of the proof
 * @param response for the answer, and for every read and write of a question or an answer
 * @param idle how long a connection waits for the next question
 * @param polling how long who waits polls before he sleeps; 0 for not at all
 */
public record StreamTimeouts(
    Duration connect, Duration handshake, Duration response, Duration idle, Duration polling) {
  private static final Duration IDLE = Duration.ofSeconds(60);

  /**
   * Makes time-outs with the usual patience for the next question, 60 s.
   *
   * @param connect for the TCP connection
   * @param handshake for each step of the proof
   * @param response for the answer, and for every read and write of a question or an answer
   * @param polling how long who waits polls before he sleeps; 0 for not at all
   */
  public StreamTimeouts(Duration connect, Duration handshake, Duration response, Duration polling) {
    this(connect, handshake, response, IDLE, polling);
  }
}
