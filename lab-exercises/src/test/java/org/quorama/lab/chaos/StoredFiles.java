package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * Files of one chunk each: what the master says of them, and what every node really has, asked one
 * by one.
 */
final class StoredFiles {
  static final int REPLICAS = 3;
  private static final int LENGTH = 20_000;
  private static final int MOST_EVENTS = 10_000;

  private final ClusterSession session;
  private final Map<FilePath, byte[]> files = new TreeMap<>();

  StoredFiles(ClusterSession session) {
    this.session = session;
  }

  /** Stores files of different bytes. */
  StoredFiles put(String name, int count) {
    for (int i = 0; i < count; i++) {
      put(FilePath.parse("/%s-%02d".formatted(name, i)));
    }
    return this;
  }

  void put(FilePath path) {
    byte[] bytes = new byte[LENGTH];
    new SplittableRandom(path.toString().hashCode()).nextBytes(bytes);
    put(path, bytes);
  }

  void put(FilePath path, byte[] bytes) {
    session
        .client()
        .put(new ByteArrayInputStream(bytes), bytes.length, path, TransferProgress.none());
    files.put(path, bytes);
  }

  /** Returns where the chunk of every file is, as the master says. */
  List<ChunkLocation> chunks() {
    return files.keySet().stream().map(this::chunkOf).toList();
  }

  ChunkLocation chunkOf(FilePath path) {
    return session.client().locate(path).chunks().get(0);
  }

  /** Asks a node for its replica; whoever does not answer refuses, too. */
  ReadReply ask(NodeId node, ChunkLocation of) {
    ByteRange all = new ByteRange(0, LENGTH);
    try {
      return session
          .connector()
          .connect(Objects.requireNonNull(session.nodes().get(node)))
          .read(new ChunkMessage.Read(of.chunk(), of.version(), all));
    } catch (NodeUnreachableException e) {
      return ReadReply.refusal(ErrorCode.NO_REPLICA);
    }
  }

  /** Returns the nodes that have a replica of this version or a later one. */
  List<NodeId> holders(ChunkLocation of) {
    return session.nodes().keySet().stream()
        .sorted()
        .filter(node -> ask(node, of).code() == ErrorCode.NONE)
        .toList();
  }

  /** Waits until every chunk is on just three nodes, all of which the master names. */
  void awaitThreeOfEach(Duration atMost) {
    await()
        .atMost(atMost)
        .untilAsserted(
            () ->
                assertThat(chunks())
                    .allSatisfy(
                        chunk ->
                            assertThat(holders(chunk))
                                .hasSize(REPLICAS)
                                .containsExactlyInAnyOrderElementsOf(chunk.replicas())));
  }

  /** Every replica that the master names has the bytes of its file, and so has who reads it. */
  void assertIntact() {
    files.forEach(
        (path, bytes) -> {
          ChunkLocation chunk = chunkOf(path);
          assertThat(chunk.replicas())
              .as("%s", path)
              .isNotEmpty()
              .allSatisfy(
                  node -> assertThat(ask(node, chunk).bytes()).isEqualTo(Bytes.wrap(bytes)));
          assertThat(read(session.client(), path)).as("%s", path).isEqualTo(bytes);
        });
  }

  static byte[] read(QuoramaClient client, FilePath path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(path, out, TransferProgress.none());
    return out.toByteArray();
  }

  /** Returns what a node's trace tells of a kind. */
  <T extends TraceDetail> List<T> traced(NodeId node, Class<T> kind) {
    NodePort port = session.connector().connect(Objects.requireNonNull(session.nodes().get(node)));
    List<T> found = new ArrayList<>();
    TraceBatch batch = port.pollTrace(1, MOST_EVENTS, Duration.ZERO);
    while (!batch.events().isEmpty()) {
      batch.events().stream()
          .map(TraceEvent::detail)
          .filter(kind::isInstance)
          .map(kind::cast)
          .forEach(found::add);
      batch = port.pollTrace(batch.nextSeq(), MOST_EVENTS, Duration.ZERO);
    }
    return found;
  }

  static List<String> names(Collection<ChunkLocation> chunks) {
    return chunks.stream().map(chunk -> chunk.chunk().toString()).toList();
  }
}
