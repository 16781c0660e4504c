package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.protocol.ErrorCode;

class ChunkReserveTest {
  private final FakeCluster cluster = new FakeCluster();
  private final MasterCalls master =
      new MasterCalls(
          new NodeDirectory(cluster, cluster.addresses()), ClientConfig.defaults(), cluster);

  /** What is to be done beside the callers, when a test says so. */
  private final Queue<Runnable> later = new ArrayDeque<>();

  private final ChunkReserve reserve = new ChunkReserve(master, later::add, cluster);

  @AfterEach
  void close() {
    master.close();
  }

  private ChunkLocation take() {
    WritableChunk chunk = Objects.requireNonNull(reserve.take(), "a chunk");
    assertThat(chunk.chunkSizeBytes()).isEqualTo(FakeCluster.CHUNK);
    return chunk.location();
  }

  private List<ChunkId> take(int count) {
    ArrayList<ChunkId> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(take().chunk());
    }
    return taken;
  }

  private List<FileOperation.ReserveChunks> wishes() {
    return cluster.operations.stream()
        .filter(FileOperation.ReserveChunks.class::isInstance)
        .map(FileOperation.ReserveChunks.class::cast)
        .toList();
  }

  private List<Integer> counts() {
    return wishes().stream().map(FileOperation.ReserveChunks::count).toList();
  }

  @Test
  @DisplayName("One chunk for the first file, twice as many each time, up to a bound")
  void asksForMoreEachTime() {
    assertThat(take(1 + 2 + 4 + 8 + 16 + 32 + 32)).doesNotHaveDuplicates();
    assertThat(counts()).containsExactly(1, 2, 4, 8, 16, 32, 32);
  }

  @Test
  void asksBesideItsCallersBeforeItRunsOut() {
    take(1 + 2 + 4 + 8);
    later.clear();
    take(8);
    assertThat(later).as("half of them are left").isEmpty();
    take(2);
    assertThat(later).isNotEmpty();
    later.forEach(Runnable::run);
    assertThat(counts()).as("once, whoever noticed").containsExactly(1, 2, 4, 8, 16, 32);
  }

  @Test
  void whatLiesForLongIsGivenUp() {
    take(1 + 1);
    ChunkId left = cluster.reserved.get(cluster.reserved.size() - 1).chunk();
    cluster.pause(Duration.ofSeconds(11));
    assertThat(take().chunk()).isNotEqualTo(left);
    assertThat(wishes()).last().isEqualTo(new FileOperation.ReserveChunks(1, List.of(left)));
  }

  @Test
  void whatIsOnAFailedNodeIsGivenUp() {
    take(1 + 1);
    ChunkLocation left = cluster.reserved.get(cluster.reserved.size() - 1);
    reserve.without(List.of(NodeId.of("n5")));
    assertThat(take()).as("it is on others").isEqualTo(left);

    take(2);
    reserve.without(List.of(NodeId.of("n1")));
    ChunkId written = new ChunkId(7);
    reserve.giveUp(written);
    take();
    assertThat(wishes()).last().satisfies(it -> assertThat(it.givenUp()).hasSize(3));
  }

  @Test
  void whatWasNotWrittenIsTakenAgain() {
    WritableChunk chunk = Objects.requireNonNull(reserve.take(), "a chunk");
    reserve.giveBack(chunk);
    assertThat(reserve.take()).isEqualTo(chunk);
  }

  @Test
  void aSessionThatEndedTookAllWithIt() {
    take(1 + 1);
    ChunkId left = cluster.reserved.get(cluster.reserved.size() - 1).chunk();
    reserve.giveUp(left);
    reserve.forget();
    assertThat(take().chunk()).isNotEqualTo(left);
    assertThat(wishes()).last().isEqualTo(new FileOperation.ReserveChunks(1, List.of()));
  }

  @Test
  void withoutChunkserversThereIsNone() {
    take(1 + 2);
    cluster.interceptor =
        operation ->
            operation instanceof FileOperation.ReserveChunks
                ? OperationReply.fail(ErrorCode.NO_CHUNKSERVERS)
                : null;
    assertThat(reserve.take()).isNull();
    cluster.interceptor = operation -> null;
    take();
    assertThat(counts()).as("it begins with one").containsExactly(1, 2, 4, 1);
  }
}
