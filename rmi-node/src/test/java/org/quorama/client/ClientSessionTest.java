package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

class ClientSessionTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final FileOperation CREATE = new FileOperation.CreateFile(FILE);
  private static final FileOperation EXTEND = new FileOperation.ExtendFile(FILE, 0);
  private static final FileOperation STAT = new FileOperation.Stat(FILE);

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  @DisplayName("SE-07 A client sends mutations in a session, and opens none to read")
  void mutationsTravelInASession() {
    assertThat(client.perform(STAT).code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(cluster.controls).isEmpty();
    client.perform(CREATE);
    client.perform(EXTEND);
    assertThat(cluster.controls).hasSize(1);
    assertThat(ids()).containsExactly("0/0", "1/1", "1/2");
  }

  @Test
  @DisplayName("SE-03 A client says up to where it has the answers")
  void acknowledgesWhatIsAnswered() {
    client.perform(CREATE);
    client.perform(EXTEND);
    AtomicInteger tries = new AtomicInteger();
    cluster.interceptor = it -> tries.incrementAndGet() < 3 ? OperationReply.unknown() : null;
    client.perform(EXTEND);
    assertThat(cluster.requests)
        .extracting(OperationRequest::acknowledgedUpTo)
        .containsExactly(0L, 1L, 2L, 2L, 2L);
  }

  @Test
  @DisplayName("SE-02 What was sent once goes on in a new session when the old one has expired")
  void expiredSessionIsOpenedAgain() {
    client.perform(CREATE);
    cluster.sessions.clear();
    assertThat(client.perform(EXTEND).outcome()).isEqualTo(Outcome.OK);
    assertThat(ids()).containsExactly("1/1", "2/1");
    assertThat(cluster.waitedNanos).isZero();
  }

  @Test
  @DisplayName("SE-02 What may have happened before the session expired is unknown, not done again")
  void expiredSessionLeavesAnEarlierTryUnknown() {
    client.perform(CREATE);
    cluster.interceptor =
        operation -> {
          cluster.sessions.clear();
          return OperationReply.unknown();
        };
    assertThat(client.perform(EXTEND).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(ids()).as("no other try took effect").containsExactly("1/1", "1/2");
    cluster.interceptor = operation -> null;
    assertThat(client.perform(EXTEND).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  @DisplayName("SE-07 A session that cannot be opened leaves nothing uncertain")
  void refusedSessionIsACertainFailure() {
    cluster.openRefusals.add(OperationReply.unknown());
    cluster.openRefusals.add(OperationReply.fail(ErrorCode.OVERLOADED));
    assertThat(client.perform(CREATE).outcome()).isEqualTo(Outcome.OK);

    cluster.sessions.clear();
    for (int i = 0; i < 100_000; i++) {
      cluster.openRefusals.add(OperationReply.fail(ErrorCode.OVERLOADED));
    }
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.perform(EXTEND))
        .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAIL))
        .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.OVERLOADED));
  }

  @Test
  void closingTheClientEndsItsSession() {
    client.perform(CREATE);
    client.close();
    assertThat(cluster.sessions).isEmpty();
    assertThat(cluster.controls).last().isEqualTo(new FileOperation.CloseSession());
  }

  @Test
  void aSilentClientShowsThatItLives() throws InterruptedException {
    CountDownLatch shown = new CountDownLatch(2);
    cluster.sessionTimeout = Duration.ofMillis(30);
    client.perform(CREATE);
    cluster.beforeBatch = size -> shown.countDown();
    assertThat(shown.await(30, TimeUnit.SECONDS)).isTrue();
    client.close();
    assertThat(cluster.controls).contains(new FileOperation.KeepAlive());
  }

  @Test
  @DisplayName("RD-11 A stale read is asked for by name")
  void staleReadsAreAskedForByName() {
    client.perform(CREATE);
    client.perform(STAT, ReadMode.STALE);
    client.perform(STAT);
    assertThat(cluster.requests)
        .extracting(OperationRequest::mode)
        .containsExactly(ReadMode.LINEARIZABLE, ReadMode.STALE, ReadMode.LINEARIZABLE);
  }

  private List<String> ids() {
    return cluster.requests.stream()
        .map(request -> request.id().session() + "/" + request.id().sequence())
        .toList();
  }
}
