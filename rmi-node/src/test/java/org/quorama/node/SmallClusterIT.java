package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.trace.TraceBatch;

/** Three nodes over real RMI and real disks. */
class SmallClusterIT {
  private static final FilePath FILE = FilePath.parse("/docs/a");

  @TempDir Path directory;
  private SmallCluster cluster;

  @BeforeEach
  void start() {
    cluster = new SmallCluster(directory);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void leaderPerformsAndFollowersPointToIt() {
    OperationReply made = cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/docs")));
    OperationReply listed = cluster.perform(new FileOperation.ListDirectory(FilePath.ROOT));

    assertThat(made.outcome()).isEqualTo(Outcome.OK);
    assertThat(listed.value()).isInstanceOf(OperationValue.Listing.class);
    OperationValue.Listing listing =
        (OperationValue.Listing) Objects.requireNonNull(listed.value());
    assertThat(listing.entries()).extracting(entry -> entry.path().toString()).contains("/docs");
    awaitEqualDigests();
  }

  @Test
  void fileIsTheSameOnEveryReplica() {
    byte[] content = randomBytes(50_000);
    OperationValue.ChunkLocation location = store(content);

    for (NodeId replica : location.replicas()) {
      ChunkMessage.Read read =
          new ChunkMessage.Read(
              location.chunk(), location.version(), new ByteRange(0, content.length));
      ReadReply reply = cluster.port(replica).read(read);
      assertThat(reply.code()).isEqualTo(ErrorCode.NONE);
      assertThat(reply.bytes()).isEqualTo(Bytes.wrap(content));
    }
    assertThat(location.replicas()).hasSize(3);
  }

  @Test
  @DisplayName("J-03 a node that restarts on another port is found again, with its data")
  void restartedNodeKeepsItsDataOnAnotherPort() {
    byte[] content = randomBytes(10_000);
    OperationValue.ChunkLocation location = store(content);
    NodeId leader = cluster.awaitLeader();
    NodeAddress before = cluster.node(leader).address();
    cluster.stop(leader);

    OperationReply again = cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/b")));
    cluster.startAgain(leader);

    assertThat(again.outcome()).isEqualTo(Outcome.OK);
    assertThat(cluster.node(leader).address()).isNotEqualTo(before);
    awaitEqualDigests();
    NodeStatus status = cluster.port(leader).status();
    assertThat(status.incarnation()).isEqualTo(2);
    ChunkMessage.Read read =
        new ChunkMessage.Read(
            location.chunk(), location.version(), new ByteRange(0, content.length));
    assertThat(cluster.port(leader).read(read).bytes()).isEqualTo(Bytes.wrap(content));
  }

  @Test
  void wrongSecretIsRefusedAndTheNodeServesOn() {
    NodeAddress address = cluster.node(NodeId.of("n1")).address();
    RmiNodeConnector stranger =
        new RmiNodeConnector(cluster.anotherSecret(), RmiTimeouts.defaults());

    assertThatThrownBy(() -> stranger.connect(address))
        .isInstanceOf(NodeUnreachableException.class)
        .hasMessageContaining("refused the secret");
    assertThat(cluster.port(NodeId.of("n1")).status().node()).isEqualTo(NodeId.of("n1"));
  }

  @Test
  void everyNodesRegistryListsAllNodes() {
    for (RunningNode node : cluster.nodes().values()) {
      assertThat(cluster.connector().lookup(node.address())).isEqualTo(cluster.members());
    }
  }

  @Test
  void traceIsReadByLongPoll() {
    cluster.awaitLeader();
    TraceBatch batch = cluster.port(NodeId.of("n1")).pollTrace(1, 500, Duration.ofSeconds(1));

    assertThat(batch.events()).isNotEmpty();
    assertThat(batch.events().get(0).detail().kind()).isEqualTo("Boot");
  }

  private OperationValue.ChunkLocation store(byte[] content) {
    cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/docs")));
    cluster.perform(new FileOperation.CreateFile(FILE));
    OperationReply opened = cluster.perform(new FileOperation.OpenChunk(FILE, 0, List.of()));
    assertThat(opened.code()).isEqualTo(ErrorCode.NONE);
    OperationValue.ChunkLocation location =
        ((OperationValue.WritableChunk) Objects.requireNonNull(opened.value())).location();
    DataId data = new DataId(7, 1);
    NodeId first = location.replicas().get(0);
    List<NodeId> rest = location.replicas().subList(1, location.replicas().size());
    assertThat(cluster.port(first).push(PushedData.of(data, Bytes.wrap(content), rest)))
        .isEqualTo(new ChunkMessage.MutationReply(ErrorCode.NONE, List.of()));
    ChunkMessage.Write write =
        new ChunkMessage.Write(
            location.chunk(), location.version(), new ByteRange(0, content.length), data);
    assertThat(cluster.port(location.primary()).write(write).code()).isEqualTo(ErrorCode.NONE);
    OperationReply extended = cluster.perform(new FileOperation.ExtendFile(FILE, content.length));
    assertThat(extended.outcome()).isEqualTo(Outcome.OK);
    return location;
  }

  private void awaitEqualDigests() {
    await()
        .atMost(SmallCluster.LONG)
        .until(
            () ->
                cluster.nodes().keySet().stream()
                        .map(node -> cluster.port(node).status().storage().digest())
                        .distinct()
                        .count()
                    == 1);
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
