package org.quorama.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Five nodes with files, and all that happens on them, for scenarios of what must not happen. */
final class TracedFiles {
  private final List<TraceEvent> events = new ArrayList<>();
  private final FileStage files;

  TracedFiles(Stage.Setting setting) {
    files = new FileStage(setting, Set.of(), events::add);
  }

  FileStage files() {
    return files;
  }

  /** Makes a file of one chunk of 100 ones. */
  OperationValue.ChunkLocation written() {
    files.creates(FileStage.FILE);
    Bytes ones = FileStage.filled(100, 1);
    FileStage.require(files.writes(0, FileStage.FILE, 0, 0, ones).isOk(), "it is written");
    return files.location(FileStage.FILE, 0);
  }

  /** Returns a replica that is neither the primary nor the master. */
  NodeId secondaryOf(OperationValue.ChunkLocation location) {
    NodeId leader = files.cluster().world().nodes().get(files.cluster().leader());
    return location.replicas().stream()
        .filter(node -> !node.equals(location.primary()) && !node.equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Returns what of a kind happened on a node so far. */
  <T extends TraceDetail> List<TraceEvent> on(NodeId node, Class<T> kind, Predicate<T> which) {
    return events.stream()
        .filter(event -> event.node().equals(node))
        .filter(event -> kind.isInstance(event.detail()) && which.test(kind.cast(event.detail())))
        .toList();
  }

  /** Returns the orders that a node gave under a version. */
  List<TraceEvent> ordered(NodeId node, ChunkId chunk, ChunkVersion version) {
    return on(
        node,
        ChunkTrace.MutationOrdered.class,
        order -> order.chunk().equals(chunk.toString()) && order.version() == version.number());
  }

  /** Returns the deletions of a chunk's replica on a node. */
  List<TraceEvent> deleted(NodeId node, ChunkId chunk) {
    return on(
        node,
        ChunkTrace.ReplicaDeleted.class,
        deletion -> deletion.chunk().equals(chunk.toString()));
  }

  /** Returns when a primary's lease of a version ends by what it was told so far. */
  long leaseEnd(NodeId node, ChunkId chunk, ChunkVersion version) {
    String name = chunk.toString();
    return events.stream()
        .filter(event -> event.node().equals(node))
        .mapToLong(
            event -> {
              if (event.detail() instanceof ChunkTrace.LeaseHeld held
                  && held.chunk().equals(name)
                  && held.version() == version.number()) {
                return event.timeNanos() + held.lengthNanos();
              }
              return event.detail() instanceof ChunkTrace.LeaseExtended extended
                      && extended.chunk().equals(name)
                      && extended.version() == version.number()
                  ? event.timeNanos() + extended.lengthNanos()
                  : 0;
            })
        .max()
        .orElse(0);
  }
}
