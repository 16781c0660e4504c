package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

@Timeout(60)
class CombiningTest {
  private static final int CALLERS = 64;
  private static final int ROUNDS = 50;

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(cluster, cluster.addresses(), ClientConfig.defaults(), cluster);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void close() {
    callers.shutdownNow();
    cluster.beforeBatch = size -> {};
    client.close();
  }

  @Test
  @DisplayName("SE-03 Many callers of one client each get their own answer, under ids of their own")
  void everyCallerGetsItsOwnAnswer() throws Exception {
    cluster.interceptor = CombiningTest::echo;
    all(this::callOften);
    assertThat(cluster.asked).hasSize(CALLERS * ROUNDS).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("SE-01 Callers survive refusals, overload and lost answers, with the same ids again")
  void mixedOutcomesAreTakenApart() throws Exception {
    AtomicInteger count = new AtomicInteger();
    cluster.interceptor =
        operation ->
            switch (count.incrementAndGet() % 7) {
              case 1 -> OperationReply.fail(ErrorCode.OVERLOADED);
              case 3 -> OperationReply.unknown();
              case 5 -> OperationReply.notLeader(java.util.Optional.empty());
              default -> echo(operation);
            };
    all(this::callOften);
    assertThat(Set.copyOf(cluster.asked)).hasSize(CALLERS * ROUNDS);
  }

  @Test
  @DisplayName("SE-01 All callers find the next leader when the leader dies")
  void failoverWithManyCallers() throws Exception {
    AtomicInteger count = new AtomicInteger();
    cluster.interceptor =
        operation -> {
          if (count.incrementAndGet() == CALLERS * ROUNDS / 2) {
            cluster.node("n1").down = true;
            cluster.leader = NodeId.of("n4");
            return OperationReply.unknown();
          }
          return echo(operation);
        };
    all(this::callOften);
  }

  @Test
  void callersThatComeWhileOthersWaitAreSentTogether() throws Exception {
    Set<Integer> sizes = ConcurrentHashMap.newKeySet();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    cluster.interceptor = CombiningTest::echo;
    client.perform(create(CALLERS)); // opens the session
    cluster.beforeBatch =
        size -> {
          sizes.add(size);
          held.countDown();
          awaitQuietly(release);
        };
    List<Future<?>> running = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch started = new CountDownLatch(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      int me = i;
      running.add(
          callers.submit(
              () -> {
                started.countDown();
                client.perform(create(me));
              }));
    }
    started.await();
    held.await();
    release.countDown();
    for (Future<?> one : running) {
      one.get();
    }
    assertThat(cluster.asked).hasSize(CALLERS + 1).doesNotHaveDuplicates();
    assertThat(sizes).contains(1);
  }

  @Test
  void anInterruptedCallerStillGetsItsAnswerAndStaysInterrupted() throws Exception {
    cluster.interceptor = CombiningTest::echo;
    Future<Boolean> kept =
        callers.submit(
            () -> {
              Thread.currentThread().interrupt();
              boolean isOk = client.perform(create(1)).outcome() == Outcome.OK;
              return Thread.interrupted() && isOk;
            });
    assertThat(kept.get()).isTrue();
  }

  @Test
  @DisplayName("SE-01 A client that gives up says unknown of what may have happened")
  void waitersAreGivenUpInTime() throws Exception {
    cluster.interceptor = operation -> OperationReply.unknown();
    all(
        me -> {
          assertThat(client.perform(create(me)).outcome()).isEqualTo(Outcome.UNKNOWN);
          return me;
        });
  }

  private interface Caller {
    Object call(int me) throws Exception;
  }

  private Object callOften(int me) {
    for (int i = 0; i < ROUNDS; i++) {
      FilePath path = FilePath.parse("/" + me + "-" + i);
      OperationReply reply = client.perform(new FileOperation.CreateFile(path));
      assertThat(reply.value())
          .isInstanceOfSatisfying(
              OperationValue.Attributes.class, found -> assertThat(found.path()).isEqualTo(path));
    }
    return me;
  }

  private void all(Caller caller) throws Exception {
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int me = i;
      tasks.add(() -> caller.call(me));
    }
    for (Future<Object> done : callers.invokeAll(tasks)) {
      done.get();
    }
  }

  private static FileOperation create(int me) {
    return new FileOperation.CreateFile(FilePath.parse("/" + me));
  }

  private static OperationReply echo(FileOperation operation) {
    FilePath path = ((FileOperation.CreateFile) operation).path();
    return OperationReply.ok(new OperationValue.Attributes(path, false, 0, 0, 1), 1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
