package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.check.Rules.Rule;

/** Namespaces that are no tree, or give an id twice, are rejected (CATALOGUE D.1 20). */
class TreeCheckerTest {
  private static final FilePath DIR = FilePath.parse("/dir");
  private static final FilePath FILE = FilePath.parse("/dir/file");
  private static final FilePath OTHER = FilePath.parse("/other");

  private final Rules rules = new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0);
  private final TreeChecker checker = new TreeChecker(rules);
  private final Namespace namespace = new Namespace(1024);
  private long index;

  @Test
  @DisplayName("D.1 20: a parent exists")
  void rejectsNameInNoDirectory() {
    breaks(() -> told(create(FILE)), "/dir/file would be in no directory");
  }

  @Test
  @DisplayName("D.1 20: a parent is a directory")
  void rejectsNameInAFile() {
    told(create(DIR));
    breaks(() -> told(makeDirectory(FILE)), "would be in no directory");
  }

  @Test
  void rejectsSecondNodeOfOneName() {
    told(makeDirectory(DIR));
    breaks(() -> told(create(DIR)), "/dir was there before");
    breaks(() -> told(makeDirectory(FilePath.ROOT)), "/ was there before");
  }

  @Test
  @DisplayName("D.1 20: a directory that goes into itself is cut off from the tree")
  void rejectsMoveIntoItself() {
    told(makeDirectory(DIR));
    FileOperation.Mutation move = new FileOperation.Rename(DIR, DIR.resolve("sub"));
    breaks(() -> told(move), "/dir/sub would be in no directory");
  }

  @Test
  void rejectsMoveOfNothingAndOverSomething() {
    told(makeDirectory(DIR));
    told(create(FILE));
    breaks(() -> told(new FileOperation.Rename(OTHER, DIR.resolve("new"))), "is not there");
    breaks(() -> told(new FileOperation.Snapshot(DIR, FILE)), "/dir/file was there before");
  }

  @Test
  @DisplayName("D.1 20: a directory does not go before what is in it")
  void rejectsDeletionUnderWhatStays() {
    told(makeDirectory(DIR));
    told(create(FILE));
    breaks(() -> told(new FileOperation.Delete(DIR)), "/dir is not empty");
  }

  @Test
  @DisplayName("D.1 20: what comes back needs its directory")
  void rejectsUndeletionIntoNoDirectory() {
    told(makeDirectory(DIR));
    told(create(FILE));
    told(new FileOperation.Delete(FILE));
    told(new FileOperation.Delete(DIR));
    breaks(() -> told(new FileOperation.Undelete(FILE)), "/dir/file would be in no directory");
  }

  @Test
  void rejectsUndeletionOfWhatIsGoneForGood() {
    told(create(OTHER));
    told(new FileOperation.Delete(OTHER));
    checker.performed(++index, new MetadataCommand.ExpireDeleted(List.of(2L)));
    breaks(() -> told(new FileOperation.Undelete(OTHER)), "/other was not deleted");
  }

  @Test
  void rejectsNameThatTheLogDidNotMake() {
    performed(makeDirectory(DIR));
    breaks(() -> checker.audit(namespace), "a DIRECTORY at /dir, the log made nothing there");
  }

  @Test
  void rejectsFileWhereTheLogMadeADirectory() {
    performed(create(DIR));
    told(makeDirectory(DIR));
    breaks(() -> checker.audit(namespace), "a FILE at /dir, the log made DIRECTORY there");
  }

  @Test
  void rejectsMissingName() {
    told(makeDirectory(DIR));
    breaks(() -> checker.audit(namespace), "has 0 names and 0 deleted ones where the log made [/d");
  }

  @Test
  void rejectsDeletedFileThatTheLogMadeGoForGood() {
    both(create(OTHER));
    both(new FileOperation.Delete(OTHER));
    checker.performed(++index, new MetadataCommand.ExpireDeleted(List.of(2L)));
    breaks(() -> checker.audit(namespace), "the master can undelete ");
  }

  @Test
  @DisplayName("D.1 20: an id is not given a second time, also if it was gone meanwhile")
  void rejectsIdThatIsGivenAgain() {
    both(makeDirectory(DIR));
    checker.audit(namespace);
    told(new FileOperation.Delete(DIR));
    told(makeDirectory(DIR));
    Namespace forgetful = new Namespace(1024);
    forgetful.perform(index, command(makeDirectory(DIR)));
    assertThatThrownBy(() -> checker.audit(forgetful))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(Rule.IDS_GIVEN_ONCE + ". /dir was made by index 3 with id 1");
  }

  @Test
  @DisplayName("D.1 20: one way leads to each file and directory")
  void rejectsSecondNameOfOneNode() {
    FileNode root = Objects.requireNonNull(namespace.find(FilePath.ROOT).node());
    NodeIds ids = new NodeIds(rules);
    ids.begin();
    ids.has(FilePath.ROOT, root);
    breaks(() -> ids.has(DIR, root), "what /dir leads to has another name, too");
  }

  @Test
  void acceptsWhatTheMasterDoes() {
    FilePath copy = FilePath.parse("/copy");
    List<FileOperation.Mutation> all =
        List.of(
            makeDirectory(DIR),
            create(FILE),
            create(OTHER),
            new FileOperation.Snapshot(DIR, copy),
            new FileOperation.Replace(OTHER, copy.resolve("file")),
            new FileOperation.Rename(copy, DIR.resolve("sub")),
            new FileOperation.DeleteTree(DIR),
            new FileOperation.Undelete(FilePath.parse("/.deleted/7-dir")),
            new FileOperation.Replace(FILE, FILE),
            new FileOperation.Replace(FILE, OTHER),
            makeDirectory(copy),
            new FileOperation.Delete(copy),
            new FileOperation.Undelete(DIR.resolve("gone")));
    for (FileOperation.Mutation mutation : all) {
      assertThatCode(() -> both(mutation)).as("%s", mutation).doesNotThrowAnyException();
      assertThatCode(() -> checker.audit(namespace)).doesNotThrowAnyException();
    }
  }

  private static FileOperation.Mutation makeDirectory(FilePath path) {
    return new FileOperation.MakeDirectory(path);
  }

  private static FileOperation.Mutation create(FilePath path) {
    return new FileOperation.CreateFile(path);
  }

  private static Bytes command(FileOperation.Mutation mutation) {
    return MetadataCommand.encode(new MetadataCommand.Perform(RequestId.NONE, 0, mutation));
  }

  /** Says that an operation took effect, whatever the master would say. */
  private void told(FileOperation.Mutation mutation) {
    checker.performed(++index, new MetadataCommand.Perform(RequestId.NONE, 0, mutation));
  }

  /** Lets the master do something of which nobody is told. */
  private OperationReply performed(FileOperation.Mutation mutation) {
    return namespace.perform(++index, command(mutation));
  }

  private void both(FileOperation.Mutation mutation) {
    if (performed(mutation).outcome() == Outcome.OK) {
      index--;
      told(mutation);
    }
  }

  private static void breaks(ThrowingCallable act, String words) {
    assertThatThrownBy(act)
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(Rule.NAMESPACE_TREE + ". ")
        .hasMessageContaining(words);
  }
}
