package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.check.Rules.Rule;

/** Chunks that are counted wrongly are found (CATALOGUE D.1 18). */
class ReferencesTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final FilePath COPY = FilePath.parse("/copy");
  private static final ChunkId CHUNK = new ChunkId(1);
  private static final NodeId NODE = NodeId.of("n1");
  private static final MetadataCommand.Placement PLACEMENT =
      new MetadataCommand.Placement(ChunkVersion.FIRST, NODE, List.of(NODE));
  private static final long SESSION = 1;

  private final Rules rules = new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0);
  private final Namespace namespace = new Namespace(1024);
  private long index;

  @BeforeEach
  void twoFilesShareAChunk() {
    perform(new MetadataCommand.OpenSession(Duration.ofSeconds(4)));
    perform(new FileOperation.CreateFile(FILE));
    perform(new MetadataCommand.PlaceChunk(FILE, 0, CHUNK, PLACEMENT));
    perform(new MetadataCommand.ConfirmGrant(CHUNK, ChunkVersion.FIRST));
    perform(new FileOperation.Snapshot(FILE, COPY));
  }

  @Test
  @DisplayName("D.1 18: a chunk is not counted more often than files have it: it would never go")
  void rejectsChunkThatIsCountedTooOften() {
    breaks(List.of(counted(3)), "c0001 is counted 3 times, 2 have it");
  }

  @Test
  @DisplayName(
      "D.1 18: a chunk is not counted less often than files have it: it would go too early")
  void rejectsChunkThatIsCountedTooSeldom() {
    breaks(List.of(counted(1)), "c0001 is counted 1 times, 2 have it");
  }

  @Test
  void rejectsChunkThatNobodyKnows() {
    breaks(List.of(), "files have [c0001], which nobody knows");
  }

  @Test
  @DisplayName("D.1 18: a chunk that nobody has is not there")
  void rejectsChunkThatNobodyHas() {
    Collection<ChunkEntry> known = List.of(new ChunkEntry(CHUNK, 1, false, 3, PLACEMENT, null));
    assertThatThrownBy(() -> References.in(new Namespace(1024)).check(rules, known))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("c0001 is counted 1 times, 0 have it");
  }

  @Test
  @DisplayName("D.1 18: a deleted file, a copy under way and a reservation count")
  void countsAllThatHaveChunks() {
    isRight();
    perform(new FileOperation.Delete(FILE));
    isRight();
    MetadataCommand.ChunkCopy copy = new MetadataCommand.ChunkCopy(COPY, 0, CHUNK, new ChunkId(2));
    perform(new MetadataCommand.StartClone(copy, PLACEMENT));
    isRight();
    perform(
        new MetadataCommand.ReservePlaced(
            new MetadataCommand.Perform(
                new RequestId(SESSION, 1), 0, new FileOperation.ReserveChunks(1, List.of())),
            List.of(new MetadataCommand.PlacedChunk(new ChunkId(3), PLACEMENT))));
    isRight();
    perform(new MetadataCommand.EndClone(copy));
    isRight();
  }

  private ChunkEntry counted(int references) {
    ChunkEntry right = namespace.chunk(CHUNK).orElseThrow();
    return new ChunkEntry(
        CHUNK, references, false, right.grantedIndex(), PLACEMENT, right.confirmed());
  }

  private void perform(FileOperation.Mutation mutation) {
    perform(new MetadataCommand.Perform(RequestId.NONE, 0, mutation));
  }

  private void perform(MetadataCommand command) {
    Outcome outcome = namespace.perform(++index, MetadataCommand.encode(command)).outcome();
    if (outcome != Outcome.OK) {
      throw new IllegalStateException(command + " has no effect");
    }
  }

  private void isRight() {
    assertThatCode(() -> References.in(namespace).check(rules, namespace.chunks().values()))
        .doesNotThrowAnyException();
  }

  private void breaks(Collection<ChunkEntry> known, String words) {
    assertThatThrownBy(() -> References.in(namespace).check(rules, known))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(Rule.REFERENCES + ". ")
        .hasMessageContaining(words);
  }
}
