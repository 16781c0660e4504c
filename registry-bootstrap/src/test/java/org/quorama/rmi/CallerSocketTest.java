package org.quorama.rmi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.daemon.BusyPoll;

class CallerSocketTest {
  private static final int CALL = 0x50;
  private static final int PING = 0x52;
  private static final int PING_ACK = 0x53;
  private static final int RETURN = 0x51;

  private final AtomicLong nanoTime = new AtomicLong();
  private final CallerSocket caller =
      new CallerSocket(new BusyPoll(Duration.ofMillis(1)), nanoTime::get);
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      caller.connect(listening.getLocalSocketAddress());
      server = listening.accept();
    }
    caller.setSoTimeout(10_000);
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    caller.close();
    server.close();
  }

  @Test
  void whoWasHeardAMomentAgoIsNotAskedWhetherHeIsThere() throws IOException {
    callAndReturn();
    say(PING);
    assertThat(hear()).isEqualTo(PING_ACK);
    say(CALL);
    assertThat(server.getInputStream().read()).isEqualTo(CALL);
  }

  @Test
  void oneAnswerToAPingIsAllThatIsMadeUp() throws IOException {
    callAndReturn();
    say(PING);
    assertThat(hear()).isEqualTo(PING_ACK);
    callAndReturn();
  }

  @Test
  void whoWasSilentForLongIsAsked() throws IOException {
    callAndReturn();
    nanoTime.addAndGet(Duration.ofMillis(100).toNanos());
    say(PING);
    assertThat(server.getInputStream().read()).isEqualTo(PING);
  }

  @Test
  void whoWasNeverHeardIsAsked() throws IOException {
    say(PING);
    assertThat(server.getInputStream().read()).isEqualTo(PING);
  }

  @Test
  void whatLooksLikeAPingInsideAMessageIsSent() throws IOException {
    callAndReturn();
    say(CALL);
    say(PING);
    assertThat(server.getInputStream().readNBytes(2)).containsExactly(CALL, PING);
  }

  @Test
  void whatBeginsLikeAPingAndIsLongerIsSent() throws IOException {
    callAndReturn();
    caller.getOutputStream().write(new byte[] {PING, 0});
    caller.getOutputStream().flush();
    assertThat(server.getInputStream().readNBytes(2)).containsExactly(PING, 0);
  }

  private void callAndReturn() throws IOException {
    say(CALL);
    assertThat(server.getInputStream().read()).isEqualTo(CALL);
    server.getOutputStream().write(RETURN);
    assertThat(hear()).isEqualTo(RETURN);
  }

  private void say(int value) throws IOException {
    caller.getOutputStream().write(value);
    caller.getOutputStream().flush();
  }

  private int hear() throws IOException {
    return caller.getInputStream().read();
  }
}
