package org.quorama.metadata.tree;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.protocol.ErrorCode;

/** The chunkservers that are taken out of service. */
final class Drains {
  private final TreeSet<NodeId> nodes = new TreeSet<>();
  private final StateDigest digest;

  Drains(StateDigest digest) {
    this.digest = digest;
  }

  boolean takes(FileOperation.Mutation mutation) {
    return mutation instanceof FileOperation.Decommission
        || mutation instanceof FileOperation.Recommission;
  }

  ErrorCode perform(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.Decommission drain) {
      return add(drain.node()) ? ErrorCode.NONE : ErrorCode.EXISTS;
    } else if (mutation instanceof FileOperation.Recommission back && nodes.remove(back.node())) {
      digest.remove(hash(back.node()));
      return ErrorCode.NONE;
    }
    return ErrorCode.NOT_FOUND;
  }

  private boolean add(NodeId node) {
    boolean isNew = nodes.add(node);
    if (isNew) {
      digest.add(hash(node));
    }
    return isNew;
  }

  private static long hash(NodeId node) {
    return StateDigest.hash(48, StateDigest.part(node.value()));
  }

  Set<NodeId> nodes() {
    return Collections.unmodifiableSet(nodes);
  }

  void write(CommandWriter to) {
    to.writeInt(nodes.size());
    nodes.forEach(node -> to.writeText(node.value()));
  }

  /** Reads what {@link #write} wrote into these, which are empty. */
  void read(CommandReader from) {
    for (int left = from.readCount(); left > 0; left--) {
      add(from.readNode());
    }
  }
}
