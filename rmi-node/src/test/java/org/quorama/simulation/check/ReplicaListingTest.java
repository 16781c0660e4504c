package org.quorama.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.simulation.SimulationPlan;

/** Masters that have too many replicas deleted, and chunkservers that hear whom they should not. */
class ReplicaListingTest {
  private static final List<NodeId> NODES =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"), NodeId.of("n4"));
  private static final NodeId TOLD = NODES.get(0);
  private static final int MASTER = 3;
  private static final FilePath FILE = FilePath.parse("/f");
  private static final ChunkId CHUNK = new ChunkId(1);
  private static final ChunkVersion V2 = new ChunkVersion(2);
  private static final CallId CALL = new CallId(5);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<OneReplica> disks = new ArrayList<>();
  private final CommittedLog log = new CommittedLog();
  private final ReplicaListing listing = listing();

  /** A disk that holds the chunk in one version, or not. */
  private static final class OneReplica implements DurableReplicas {
    @Nullable ChunkVersion version = V2;

    @Override
    public @Nullable ChunkVersion version(ChunkId chunk) {
      return version;
    }

    @Override
    public Set<ChunkId> chunks() {
      return Set.of(CHUNK);
    }

    @Override
    public boolean isIntact(ChunkId chunk) {
      return version != null;
    }

    @Override
    public Bytes durable(ChunkId chunk) {
      return Bytes.EMPTY;
    }

    @Override
    public Bytes seen(ChunkId chunk) {
      return Bytes.EMPTY;
    }
  }

  private ReplicaListing listing() {
    NODES.forEach(node -> disks.add(new OneReplica()));
    MasterConfig config = new MasterConfig(NODES.get(MASTER), 1024, 3, SECOND, SECOND, 8);
    Rules rules = new Rules(SimulationPlan.safety(1, SECOND), () -> 0);
    ClusterChecker.Nodes nodes =
        new ClusterChecker.Nodes(NODES, NODES, List.of(), List.copyOf(disks), config);
    Counters counters = new Counters();
    return new ReplicaListing(
        rules,
        nodes,
        new ChunkChecker(rules, nodes, counters),
        new ShadowMaster(rules, 1024, log),
        counters);
  }

  @BeforeEach
  void fileHasTheChunk() {
    commit(new MetadataCommand.Perform(RequestId.NONE, 0, new FileOperation.CreateFile(FILE)));
    commit(
        new MetadataCommand.PlaceChunk(
            FILE, 0, CHUNK, new MetadataCommand.Placement(V2, TOLD, NODES)));
  }

  private void commit(MetadataCommand command) {
    LogPosition position = new LogPosition(1, log.lastIndex() + 1);
    log.add(LogEntry.command(position, MetadataCommand.encode(command)), 1);
  }

  @Test
  @DisplayName("F-18: a master has a replica deleted only if there are enough without it")
  void rejectsOrderThatLeavesTooFew() {
    reports(1);
    arrives(1);
    assertThatCode(this::orders).doesNotThrowAnyException();

    disks.get(1).version = null;
    arrives(1);
    breaks(this::orders, "n4 has c0001 of n1 deleted, which a file has; 2 replicas of v2");
  }

  @Test
  @DisplayName("F-18: an order takes nothing if its chunkserver has made another report since")
  void acceptsOrderByReportThatWasGivenUp() {
    disks.get(1).version = null;
    reports(1);
    arrives(1);
    reports(2);
    assertThatCode(this::orders).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("F-18: an order takes nothing that came after the report that it answers")
  void acceptsOrderAboutReplicaThatCameLater() {
    disks.get(1).version = null;
    disks.get(0).version = new ChunkVersion(1);
    reports(1);
    arrives(1);
    disks.get(0).version = V2;
    assertThatCode(this::orders).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("F-18: a chunkserver does not do what it was told in answer to what it gave up")
  void rejectsDeletionByOrderThatIsNotHeard() {
    disks.get(1).version = null;
    reports(1);
    arrives(1);
    reports(2);
    orders();
    breaks(this::deletes, "n1 deletes its v2 of c0001, which a file has; 2 replicas are elsewhere");
  }

  @Test
  @DisplayName("F-18: a later order that is heard counts instead of the one that is not")
  void acceptsDeletionByLaterOrder() {
    reports(1);
    arrives(1);
    reports(2);
    orders();
    arrives(2);
    orders();
    disks.get(1).version = null;
    assertThatCode(this::deletes).doesNotThrowAnyException();
  }

  @Test
  void rejectsDeletionOfTheLastGoodReplica() {
    disks.subList(1, NODES.size()).forEach(disk -> disk.version = null);
    breaks(this::deletes, "0 of them good");
  }

  @Test
  @DisplayName("D.1 18: a chunk that files share is written by nobody")
  void rejectsMutationOfASharedChunk() {
    commit(new MetadataCommand.ConfirmGrant(CHUNK, V2));
    assertThatCode(this::mutates).doesNotThrowAnyException();

    FileOperation.Mutation copy = new FileOperation.Snapshot(FILE, FilePath.parse("/g"));
    commit(new MetadataCommand.Perform(RequestId.NONE, 0, copy));
    assertThatThrownBy(this::mutates)
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("SHARED_CHUNK_STAYS: ")
        .hasMessageContaining("n1 orders mutation 1 of c0001, which 2 files share");
  }

  private void mutates() {
    listing.ordered(0, new ChunkFact.MutationOrdered(CHUNK, V2, 1, new ByteRange(0, 16)));
  }

  private void reports(long number) {
    listing.reporting(0, new ChunkEffect.SendReport(new CallId(number), TOLD, report(number)));
  }

  private void arrives(long number) {
    listing.taking(MASTER, new MasterInput.ReportArrived(CALL, TOLD, report(number)));
  }

  private static ChunkMessage.ChunkReport report(long number) {
    return new ChunkMessage.ChunkReport(
        1, false, number, List.of(), List.of(), List.of(), List.of(), 0, 0);
  }

  private void orders() {
    ChunkMessage.Orders orders = new ChunkMessage.Orders(List.of(CHUNK), List.of(), SECOND, false);
    listing.answered(MASTER, new MasterEffect.AnswerReport(CALL, orders));
  }

  private void deletes() {
    listing.deleted(0, new ChunkFact.ReplicaDeleted(CHUNK));
  }

  private static void breaks(Runnable act, String words) {
    assertThatThrownBy(act::run)
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("REFERENCED_STAYS: ")
        .hasMessageContaining(words);
  }
}
