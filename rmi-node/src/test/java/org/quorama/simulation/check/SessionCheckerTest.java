package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.simulation.SimulationPlan;

/** Histories of requests in the log that are broken on purpose are rejected. */
class SessionCheckerTest {
  private static final long SESSION = 1;

  private final SessionChecker checker =
      new SessionChecker(new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0));

  @BeforeEach
  void opensASession() {
    Bytes open = MetadataCommand.encode(new MetadataCommand.OpenSession(Duration.ofSeconds(4)));
    checker.applied(SESSION, open, true);
  }

  @Test
  @DisplayName("D.1 13: a request changes the state at most once")
  void rejectsRequestThatIsPerformedTwice() {
    checker.applied(2, request(1, 0), true);
    checker.applied(3, request(1, 0), false);

    assertThatThrownBy(() -> checker.applied(4, request(1, 0), true))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("EXACTLY_ONCE: ")
        .hasMessageContaining("at index 4, though it was performed before");
  }

  @Test
  @DisplayName("D.1 13: a request that its client acknowledged changes nothing")
  void rejectsAcknowledgedRequest() {
    checker.applied(2, request(1, 0), true);
    checker.applied(3, request(2, 1), true);

    assertThatThrownBy(() -> checker.applied(4, request(1, 0), true))
        .isInstanceOf(InvariantViolation.class);
  }

  @Test
  @DisplayName("D.1 13: a request of a session that is over changes nothing")
  void rejectsRequestOfEndedSession() {
    Bytes end =
        MetadataCommand.encode(
            new MetadataCommand.EndSession(SESSION, MetadataCommand.EndCause.EXPIRED));
    checker.applied(2, end, true);

    assertThatThrownBy(() -> checker.applied(3, request(1, 0), true))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("its session is over");
  }

  @Test
  void acceptsRequestsOutOfOrderAndAcknowledgements() {
    assertThatCode(
            () -> {
              checker.applied(2, request(2, 0), true);
              checker.applied(3, request(1, 0), true);
              checker.applied(4, request(2, 1), true); // frees a result
              checker.applied(5, request(3, 2), true);
              checker.applied(6, Bytes.ofUtf8("no command"), true);
            })
        .doesNotThrowAnyException();
  }

  private static Bytes request(long sequence, long acknowledgedUpTo) {
    return MetadataCommand.encode(
        new MetadataCommand.Perform(
            new RequestId(SESSION, sequence),
            acknowledgedUpTo,
            new FileOperation.MakeDirectory(FilePath.ROOT.resolve("a" + sequence))));
  }
}
