package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.EndCause;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;

class SessionsTest {
  private static final FilePath A = FilePath.parse("/a");
  private static final FileOperation.Mutation MAKE = new FileOperation.MakeDirectory(A);
  private static final FileOperation.Mutation DELETE = new FileOperation.Delete(A);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private Namespace namespace = new Namespace(1024);
  private long index = 10;
  private long session;

  @BeforeEach
  void open() {
    session = apply(new MetadataCommand.OpenSession(TIMEOUT)).index();
  }

  @Test
  void sessionIsNamedByTheIndexThatOpenedIt() {
    OperationReply reply = apply(new MetadataCommand.OpenSession(TIMEOUT));
    assertThat(reply)
        .isEqualTo(OperationReply.ok(new OperationValue.SessionOpened(index, TIMEOUT), index));
  }

  @Test
  @DisplayName("SE-05 The same command twice in the log: the second has no effect, and is answered")
  void secondApplicationHasNoEffect() {
    OperationReply first = perform(1, 0, MAKE);
    perform(2, 0, DELETE);

    assertThat(perform(1, 0, MAKE)).isEqualTo(first);
    assertThat(exists()).isFalse();
  }

  @Test
  @DisplayName("SE-03 Requests may come in another order than they were numbered")
  void sequencesMayComeOutOfOrder() {
    assertThat(perform(3, 0, MAKE).code()).isEqualTo(ErrorCode.NONE);
    assertThat(perform(1, 0, MAKE).code()).isEqualTo(ErrorCode.EXISTS);
    assertThat(perform(2, 0, DELETE).code()).isEqualTo(ErrorCode.NONE);
    assertThat(perform(1, 0, MAKE).code()).as("as before").isEqualTo(ErrorCode.EXISTS);
    assertThat(exists()).isFalse();
  }

  @Test
  @DisplayName("SE-03 What the client has the answer of is forgotten, and never performed again")
  void acknowledgedRequestsAreFreedAndRefused() {
    perform(1, 0, MAKE);
    perform(2, 1, DELETE);
    int size = namespace.snapshot().length();

    assertThat(perform(1, 0, MAKE)).isEqualTo(OperationReply.unknown());
    assertThat(exists()).isFalse();
    for (int i = 3; i < 100; i++) {
      perform(i, i - 1, DELETE);
    }
    assertThat(namespace.snapshot().length()).isLessThan(size + 32);
  }

  @Test
  @DisplayName("SE-02 A request of an expired session is refused, and never performed again")
  void expiredSessionRefuses() {
    perform(1, 0, MAKE);
    perform(2, 0, DELETE);
    end(session, EndCause.EXPIRED);

    assertThat(perform(1, 0, MAKE)).isEqualTo(OperationReply.fail(ErrorCode.SESSION_EXPIRED));
    assertThat(perform(3, 0, MAKE)).isEqualTo(OperationReply.fail(ErrorCode.SESSION_EXPIRED));
    assertThat(exists()).isFalse();
    assertThat(end(session, EndCause.CLOSED).code()).isEqualTo(ErrorCode.SESSION_EXPIRED);
  }

  @Test
  @DisplayName(
      "S-08 After a restore an old session expires, and an old request is known, as before")
  void restoredSessionsExpireAlike() {
    long other = apply(new MetadataCommand.OpenSession(TIMEOUT.plusSeconds(1))).index();
    OperationReply first = perform(1, 0, MAKE);
    perform(2, 0, DELETE);
    Namespace whole = namespace;
    long before = index;
    namespace = new Namespace(1024);
    namespace.restore(before, whole.snapshot());

    assertThat(namespace.sessions().timeouts()).isEqualTo(whole.sessionTimeouts());
    assertThat(perform(1, 0, MAKE)).isEqualTo(first);
    assertThat(end(other, EndCause.EXPIRED).code()).isEqualTo(ErrorCode.NONE);
    perform(3, 1, MAKE);
    Namespace restored = namespace;
    namespace = whole;
    index = before;
    assertThat(perform(1, 0, MAKE)).isEqualTo(first);
    assertThat(end(other, EndCause.EXPIRED).code()).isEqualTo(ErrorCode.NONE);
    perform(3, 1, MAKE);
    assertThat(restored.digest()).isEqualTo(whole.digest());
    assertThat(restored.snapshot()).isEqualTo(whole.snapshot());
  }

  @Test
  void digestKnowsOfNothingThatEnded() {
    Namespace clean = new Namespace(1024);
    perform(1, 0, DELETE);
    perform(2, 1, DELETE);
    end(session, EndCause.CLOSED);
    assertThat(namespace.digest()).isEqualTo(clean.digest());
  }

  @Test
  @DisplayName("SE-07 A request without a session is performed whenever it comes")
  void withoutASessionNothingIsRemembered() {
    assertThat(perform(RequestId.NONE, 0, MAKE).code()).isEqualTo(ErrorCode.NONE);
    assertThat(perform(RequestId.NONE, 0, MAKE).code()).isEqualTo(ErrorCode.EXISTS);
  }

  @Test
  void sessionsAndResultsAreBounded() {
    for (int i = 1; i < Sessions.MAX_SESSIONS; i++) {
      assertThat(apply(new MetadataCommand.OpenSession(TIMEOUT)).code()).isEqualTo(ErrorCode.NONE);
    }
    assertThat(apply(new MetadataCommand.OpenSession(TIMEOUT)).code())
        .isEqualTo(ErrorCode.OVERLOADED);

    for (int i = 1; i <= Sessions.MAX_RESULTS; i++) {
      perform(i, 0, DELETE);
    }
    long next = Sessions.MAX_RESULTS + 1;
    assertThat(perform(next, 0, MAKE).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(exists()).isFalse();
    assertThat(perform(1, 0, DELETE).code()).as("is known").isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(perform(next, 1, MAKE).code()).isEqualTo(ErrorCode.NONE);
  }

  private boolean exists() {
    return namespace.find(A).node() != null;
  }

  private OperationReply perform(long sequence, long acknowledged, FileOperation.Mutation what) {
    return perform(new RequestId(session, sequence), acknowledged, what);
  }

  private OperationReply perform(RequestId id, long acknowledged, FileOperation.Mutation what) {
    return apply(new MetadataCommand.Perform(id, acknowledged, what));
  }

  private OperationReply end(long which, EndCause cause) {
    return apply(new MetadataCommand.EndSession(which, cause));
  }

  private OperationReply apply(MetadataCommand command) {
    return namespace.perform(++index, MetadataCommand.encode(command));
  }
}
