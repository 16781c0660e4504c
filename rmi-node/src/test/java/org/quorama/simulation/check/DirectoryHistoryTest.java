package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.simulation.SimulationPlan;

/** Answers about a directory in which a was made, moved to b, and removed; one after the other. */
class DirectoryHistoryTest {
  private static final FilePath HOME = FilePath.parse("/shared");
  private static final FilePath A = HOME.resolve("a");
  private static final FilePath B = HOME.resolve("b");
  private static final FileOperation MAKE = new FileOperation.CreateFile(A);
  private static final FileOperation MOVE = new FileOperation.Rename(A, B);
  private static final FileOperation REMOVE = new FileOperation.Delete(B);
  private static final int MADE = 3;
  private static final int MOVED = 4;
  private static final int REMOVED = 5;

  private final DirectoryHistory history =
      new DirectoryHistory(
          new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0), HOME);
  private final Namespace namespace = new Namespace(1024);
  private long index;

  @BeforeEach
  void performAll() {
    apply(new MetadataCommand.OpenSession(Duration.ofSeconds(9)));
    List.of(new FileOperation.MakeDirectory(HOME), MAKE, MOVE, REMOVE).forEach(this::perform);
  }

  /** Returns the index at which it was performed. */
  private long perform(FileOperation operation) {
    RequestId id = new RequestId(1, index);
    apply(new MetadataCommand.Perform(id, (FileOperation.Mutation) operation));
    return index;
  }

  private void apply(MetadataCommand command) {
    index++;
    namespace.perform(index, MetadataCommand.encode(command));
    history.applied(index, namespace);
  }

  private static OperationReply done(long index) {
    return OperationReply.ok(new OperationValue.Done(), index);
  }

  private static OperationValue.Attributes file(FilePath path, long made) {
    return new OperationValue.Attributes(path, false, 0, 0, made, SyncMode.ALWAYS);
  }

  private static OperationReply listed(long index, OperationValue.Attributes... files) {
    return OperationReply.ok(new OperationValue.Listing(List.of(files)), index);
  }

  private void holds(FileOperation operation, OperationReply reply, long floor) {
    assertThatCode(() -> history.check(operation, reply, floor)).doesNotThrowAnyException();
  }

  private void breaks(FileOperation operation, OperationReply reply, long floor) {
    assertThatExceptionOfType(InvariantViolation.class)
        .isThrownBy(() -> history.check(operation, reply, floor))
        .withMessageContaining("/shared held");
  }

  @Test
  @DisplayName("What took effect did so at the index that its answer names")
  void effectsAreWhereTheyAreSaidToBe() {
    holds(MAKE, done(MADE), 0);
    holds(MOVE, done(MOVED), 0);
    holds(REMOVE, done(REMOVED), 0);
    breaks(MAKE, done(MOVED), 0);
    breaks(MOVE, done(MADE), 0);
    breaks(MOVE, done(REMOVED), 0);
    breaks(REMOVE, done(MOVED), 0);
    holds(MAKE, OperationReply.unknown(), 0);
  }

  @Test
  @DisplayName("What is seen is what was there at the index that the answer names")
  void sightsAreOfOneMoment() {
    FileOperation list = new FileOperation.ListDirectory(HOME);
    holds(list, listed(MADE, file(A, MADE)), 0);
    holds(list, listed(MOVED, file(B, MADE)), 0);
    holds(list, listed(REMOVED), 0);
    breaks(list, listed(MOVED, file(A, MADE), file(B, MADE)), 0);
    breaks(list, listed(MOVED), 0);
    breaks(list, listed(REMOVED, file(B, MADE)), 0);
    holds(new FileOperation.Stat(B), OperationReply.ok(file(B, MADE), MOVED), 0);
    breaks(new FileOperation.Stat(B), OperationReply.ok(file(B, MOVED), MOVED), 0);
    breaks(new FileOperation.Stat(A), OperationReply.ok(file(A, MADE), MOVED), 0);
  }

  @Test
  @DisplayName("What is refused was not possible at a moment after it was asked")
  void refusalsAreRightAtSomeMoment() {
    OperationReply exists = OperationReply.fail(ErrorCode.EXISTS);
    OperationReply missing = OperationReply.fail(ErrorCode.NOT_FOUND);
    holds(MAKE, exists, MADE);
    breaks(MAKE, exists, MOVED);
    holds(MAKE, missing, 1);
    breaks(MAKE, missing, MADE);
    holds(MOVE, missing, MOVED);
    holds(MOVE, exists, MOVED);
    breaks(MOVE, exists, REMOVED);
    holds(REMOVE, missing, MADE);
    holds(new FileOperation.Stat(B), missing, MOVED);
    breaks(new FileOperation.ListDirectory(HOME), missing, MADE);
    holds(MAKE, OperationReply.fail(ErrorCode.OVERLOADED), REMOVED);
  }

  @Test
  @DisplayName("What is done to a directory is done to all below it, and to nothing else")
  void directoriesGoWithAllBelowThem() {
    FilePath below = A.resolve("x");
    perform(new FileOperation.MakeDirectory(A));
    perform(new FileOperation.CreateFile(below));
    FileOperation copy = new FileOperation.Snapshot(A, B);
    long copied = perform(copy);
    holds(copy, done(copied), 0);
    holds(
        new FileOperation.Stat(B.resolve("x")),
        OperationReply.ok(file(B.resolve("x"), copied), copied),
        0);
    FileOperation remove = new FileOperation.DeleteTree(A);
    breaks(remove, done(copied), 0);
    holds(remove, done(perform(remove)), 0);
    breaks(new FileOperation.Delete(B), done(index), 0);
    breaks(new FileOperation.ListDirectory(B), listed(index), 0);
    holds(new FileOperation.ListDirectory(B), listed(index, file(B.resolve("x"), copied)), 0);

    FileOperation replace = new FileOperation.Replace(B.resolve("x"), A);
    perform(new FileOperation.CreateFile(A));
    holds(replace, done(perform(replace)), 0);
    breaks(new FileOperation.Rename(B.resolve("x"), A), done(index), 0);
  }

  @Test
  @DisplayName("A refusal tells the reason that there was")
  void refusalsTellTheirReason() {
    FilePath below = A.resolve("x");
    long now = perform(new FileOperation.CreateFile(A));
    holds(new FileOperation.CreateFile(below), OperationReply.fail(ErrorCode.NOT_A_DIRECTORY), now);
    breaks(new FileOperation.CreateFile(below), OperationReply.fail(ErrorCode.NOT_FOUND), now);
    holds(
        new FileOperation.CreateFile(B.resolve("x")),
        OperationReply.fail(ErrorCode.NOT_FOUND),
        now);
    holds(new FileOperation.Rename(A, below), OperationReply.fail(ErrorCode.INVALID), now);
    breaks(new FileOperation.Rename(A, B), OperationReply.fail(ErrorCode.INVALID), now);
    breaks(new FileOperation.Delete(A), OperationReply.fail(ErrorCode.NOT_EMPTY), now);
    FileOperation replace = new FileOperation.Replace(HOME, A);
    holds(replace, OperationReply.fail(ErrorCode.EXISTS), now);
  }
}
