package org.quorama.metadata;

import java.util.List;
import java.util.TreeMap;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.repair.FileChunk;
import org.quorama.metadata.tree.FileNode;

/** Finds the chunks of files, or of all files below directories, each once. */
final class ChunkWalk {
  private final long after;
  private final int limit;

  /** The least ids behind the start, by id. */
  private final TreeMap<ChunkId, FileChunk> found = new TreeMap<>();

  ChunkWalk(long after, int limit) {
    this.after = after;
    this.limit = limit;
  }

  /** Returns what was found so far, by id; if a chunk has several files, the first that had it. */
  List<FileChunk> found() {
    return List.copyOf(found.values());
  }

  /** Goes through a file, or all files below a directory. */
  void walk(FilePath path, FileNode node) {
    List<ChunkId> chunks = node.chunks();
    for (int i = 0; i < chunks.size(); i++) {
      take(new FileChunk(path, i, chunks.get(i)));
    }
    node.children().forEach((name, child) -> walk(path.resolve(name), child));
  }

  private void take(FileChunk chunk) {
    if (chunk.chunk().value() > after && found.putIfAbsent(chunk.chunk(), chunk) == null) {
      while (found.size() > limit) {
        found.pollLastEntry();
      }
    }
  }
}
