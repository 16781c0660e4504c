package org.quorama.metadata;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.repair.ChunkCatalog;
import org.quorama.metadata.repair.ChunkView;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Namespace;

/** Shows the care for replicas what the namespace knows of chunks. */
final class NamespaceCatalog implements ChunkCatalog {
  private final Namespace namespace;

  NamespaceCatalog(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public Optional<ChunkView> chunk(ChunkId chunk) {
    return namespace.chunk(chunk).map(NamespaceCatalog::view);
  }

  private static ChunkView view(ChunkEntry entry) {
    Placement current = entry.current();
    return new ChunkView(
        entry.chunk(),
        current.version(),
        current.primary(),
        current.replicas(),
        entry.granted().version(),
        entry.confirmed() != null);
  }

  @Override
  public List<ChunkId> chunksAfter(long after, int limit) {
    return namespace.chunks().tailMap(new ChunkId(after + 1)).keySet().stream()
        .limit(limit)
        .toList();
  }

  @Override
  public int size() {
    return namespace.chunks().size();
  }

  @Override
  public boolean isGarbage(ChunkId chunk) {
    return namespace.isGarbage(chunk);
  }

  @Override
  public Set<NodeId> draining() {
    return namespace.draining();
  }
}
