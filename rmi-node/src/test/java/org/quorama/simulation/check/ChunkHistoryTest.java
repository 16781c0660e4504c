package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.InvariantViolation;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.check.Rules.Rule;

/** What masters say of chunks over time, broken on purpose (CATALOGUE D.1 14 and 20). */
class ChunkHistoryTest {
  private static final ChunkId CHUNK = new ChunkId(1);
  private static final NodeId NODE = NodeId.of("n1");

  private final ChunkHistory history =
      new ChunkHistory(new Rules(SimulationPlan.safety(1, Duration.ofSeconds(1)), () -> 0));

  @Test
  @DisplayName("D.1 14: the version that a master granted never falls")
  void rejectsGrantOfALowerVersion() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(6, 2, 2));
  }

  @Test
  @DisplayName("D.1 14: no version is granted twice")
  void rejectsSecondGrantOfAVersion() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(6, 3, 2));
  }

  @Test
  @DisplayName("D.1 14: only a grant changes the version that is granted")
  void rejectsVersionThatRisesWithoutAGrant() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(5, 4, 2));
  }

  @Test
  @DisplayName("D.1 14: the version that a master counts never falls")
  void rejectsConfirmedVersionThatFalls() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(5, 3, 1));
  }

  @Test
  @DisplayName("D.1 14: a master that counted a version goes on to count one")
  void rejectsConfirmedVersionThatIsForgotten() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(5, 3, 0));
  }

  @Test
  void rejectsConfirmedVersionThatNobodyGranted() {
    changes(entry(5, 3, 2));
    breaks(Rule.CHUNK_VERSION, entry(5, 3, 4));
  }

  @Test
  @DisplayName("D.1 20: the id of a chunk that lives is not given to another one")
  void rejectsChunkInThePlaceOfAnother() {
    changes(entry(5, 1, 0));
    breaks(Rule.CHUNK_VERSION, entry(6, 1, 0));
  }

  @Test
  @DisplayName("D.1 20: the id of a chunk that is gone is not given again")
  void rejectsChunkThatComesBack() {
    changes(entry(5, 1, 0));
    changes(null);
    breaks(Rule.IDS_GIVEN_ONCE, entry(6, 1, 0));
  }

  @Test
  void acceptsTheLifeOfAChunk() {
    assertThatCode(
            () -> {
              changes(entry(5, 1, 0));
              changes(entry(5, 1, 1));
              changes(entry(7, 2, 1));
              changes(entry(8, 3, 1)); // the second was never confirmed
              changes(entry(8, 3, 3));
              changes(null);
            })
        .doesNotThrowAnyException();
  }

  private static ChunkEntry entry(long grantedIndex, long granted, long confirmed) {
    Placement counted = confirmed == 0 ? null : placement(confirmed);
    return new ChunkEntry(CHUNK, 1, false, grantedIndex, placement(granted), counted);
  }

  private static Placement placement(long version) {
    return new Placement(new ChunkVersion(version), NODE, List.of(NODE));
  }

  private void changes(@Nullable ChunkEntry now) {
    history.changed(CHUNK, now);
  }

  private void breaks(Rule rule, ChunkEntry now) {
    assertThatThrownBy(() -> changes(now))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(rule + ". ");
  }
}
