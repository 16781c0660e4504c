package org.quorama.metadata.tree;

import java.util.function.LongConsumer;

/** The shares of files and directories in the digest of the state. */
final class NodeHashes {
  private NodeHashes() {}

  /** Hashes what a parent says of a child, and what may change of it. */
  static long ofEntry(long parent, String name, FileNode node) {
    String kind = node.isDirectory() ? "directory" : node.sync.name();
    return StateDigest.hash(
        2,
        parent,
        StateDigest.part(name),
        node.id(),
        node.createdIndex,
        StateDigest.part(kind),
        node.lengthBytes,
        node.cutBytes);
  }

  static long ofChunk(FileNode file, int index) {
    return StateDigest.hash(10, file.id(), index, file.chunks.get(index).value());
  }

  static long ofCopy(FileNode file, int index, long copy) {
    return StateDigest.hash(11, file.id(), index, copy);
  }

  /** Hashes all that a node and those below it hold, but not the entry of the node itself. */
  static void forEach(FileNode node, LongConsumer hashes) {
    if (node.attributes != null) {
      node.attributes.all().forEach(register -> hashes.accept(register.hash()));
    }
    for (int i = 0; i < node.chunks.size(); i++) {
      hashes.accept(ofChunk(node, i));
    }
    if (node.copies != null) {
      node.copies.forEach((index, copy) -> hashes.accept(ofCopy(node, index, copy.value())));
    }
    node.children()
        .forEach(
            (name, child) -> {
              hashes.accept(ofEntry(node.id(), name, child));
              forEach(child, hashes);
            });
  }
}
