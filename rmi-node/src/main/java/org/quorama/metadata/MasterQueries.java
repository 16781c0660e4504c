package org.quorama.metadata;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.repair.FileChunk;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Found;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.ErrorCode;

/** Answers queries from the namespace as it is now. */
final class MasterQueries {
  private static final int MAX_CHECKED = 4096;

  private final MasterState state;

  MasterQueries(MasterState state) {
    this.state = state;
  }

  OperationReply answer(FileOperation.Query query) {
    if (query instanceof FileOperation.ListDeleted) {
      return ok(new OperationValue.Deleted(state.namespace.deleted()));
    }
    if (query instanceof FileOperation.SafeMode || query instanceof FileOperation.DiskFree) {
      return ofLeader(query);
    }
    FilePath path = pathOf(query);
    Found found = state.namespace.find(path);
    FileNode node = found.node();
    if (node == null) {
      return OperationReply.fail(found.code());
    }
    if (query instanceof FileOperation.CheckFiles check) {
      return state.reign.leads()
          ? ok(health(check, node))
          : OperationReply.notLeader(Optional.empty());
    } else if (query instanceof FileOperation.GetAttribute get) {
      return attribute(node, get.name());
    } else if (query instanceof FileOperation.Stat) {
      return ok(node.describe(path));
    } else if (query instanceof FileOperation.ListDirectory) {
      return node.isDirectory()
          ? ok(new OperationValue.Listing(node.list(path)))
          : OperationReply.fail(ErrorCode.NOT_A_DIRECTORY);
    }
    return node.isDirectory() ? OperationReply.fail(ErrorCode.IS_A_DIRECTORY) : ok(locations(node));
  }

  /** Answers what only the leader knows. */
  private OperationReply ofLeader(FileOperation.Query query) {
    if (!state.reign.leads()) {
      return OperationReply.notLeader(Optional.empty());
    }
    return query instanceof FileOperation.SafeMode mode
        ? ok(state.care.safeMode(mode.action()))
        : ok(state.care.space());
  }

  /** The root has below it, too, what was deleted and can be brought back [GFS §4.4.1]. */
  private OperationValue.ChunkHealthList health(FileOperation.CheckFiles check, FileNode node) {
    long after = check.after() == null ? 0 : check.after().value();
    int limit = Math.max(1, Math.min(check.limit(), MAX_CHECKED));
    ChunkWalk walk = new ChunkWalk(after, limit + 1);
    walk.walk(check.path(), node);
    if (check.path().equals(FilePath.ROOT)) {
      FileNode hidden = state.namespace.find(Namespace.DELETED).node();
      walk.walk(Namespace.DELETED, Objects.requireNonNull(hidden, "always there"));
    }
    List<FileChunk> found = walk.found();
    List<OperationValue.ChunkHealth> health =
        found.stream().limit(limit).map(state.care::health).toList();
    return new OperationValue.ChunkHealthList(health, found.size() > limit);
  }

  private static FilePath pathOf(FileOperation.Query query) {
    if (query instanceof FileOperation.CheckFiles check) {
      return check.path();
    }
    if (query instanceof FileOperation.Stat stat) {
      return stat.path();
    } else if (query instanceof FileOperation.ListDirectory list) {
      return list.path();
    }
    return query instanceof FileOperation.GetAttribute get
        ? get.path()
        : ((FileOperation.Locate) query).path();
  }

  private OperationReply attribute(FileNode node, String name) {
    return node.attribute(name)
        .map(this::ok)
        .orElseGet(() -> OperationReply.fail(ErrorCode.NOT_FOUND));
  }

  private OperationReply ok(OperationValue value) {
    return OperationReply.ok(value, state.appliedIndex);
  }

  private OperationValue.Locations locations(FileNode file) {
    List<OperationValue.ChunkLocation> chunks = file.chunks().stream().map(this::location).toList();
    return new OperationValue.Locations(file.lengthBytes(), state.config.chunkSizeBytes(), chunks);
  }

  /**
   * Lists who is known to hold the current version; while nobody is, who confirmed that they do, if
   * it ever was.
   */
  private OperationValue.ChunkLocation location(ChunkId chunk) {
    ChunkEntry entry = state.namespace.chunk(chunk).orElseThrow();
    Placement current = entry.current();
    List<NodeId> known = state.locations.holders(chunk, current.version());
    boolean isGuess = known.isEmpty() && entry.confirmed() != null;
    List<NodeId> replicas = isGuess ? List.copyOf(new TreeSet<>(current.replicas())) : known;
    return new OperationValue.ChunkLocation(chunk, current.version(), current.primary(), replicas);
  }
}
