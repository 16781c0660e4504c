package org.quorama.lab.shell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.client.OperationFailedException;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;

/** Requests to single nodes, whoever leads. Thread-safe. */
final class DirectCalls {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ShellCluster cluster;
  private final long client = new SecureRandom().nextLong();
  private final AtomicLong sequence = new AtomicLong();

  DirectCalls(ShellCluster cluster) {
    this.cluster = cluster;
  }

  /** Reads what some node has applied, which may be old; its nodes take turns. */
  ShellResponse stale(FileOperation query) {
    long number = sequence.incrementAndGet();
    OperationRequest request =
        new OperationRequest(new RequestId(client, number), 0, ReadMode.STALE, query);
    Map<NodeId, NodeAddress> nodes = nodes();
    List<NodeId> order = List.copyOf(nodes.keySet());
    for (int i = 0; i < order.size(); i++) {
      NodeId node = order.get((int) ((number + i) % order.size()));
      try {
        OperationReply reply = cluster.connector().connect(addressOf(node, nodes)).perform(request);
        return at(node, ShellOperations.respond(query, reply));
      } catch (NodeUnreachableException ignored) {
        // another node may answer
      }
    }
    throw nobody();
  }

  private static ShellResponse at(NodeId node, ShellResponse response) {
    ShellResponse.Origin origin = response.origin();
    return new ShellResponse(
        response.outcome(),
        response.code(),
        response.value(),
        new ShellResponse.Origin(origin.index(), origin.term(), node),
        response.message());
  }

  private static OperationFailedException nobody() {
    return new OperationFailedException(
        Outcome.FAIL, ErrorCode.NOT_LEADER, "No node answers: is the cluster up?");
  }

  /** Reads bytes of one replica, as its node has them. */
  ShellResponse readReplica(ShellRequest request) {
    NodeId node = nodeOf(request);
    ChunkMessage.Read read = readOf(request);
    ReadReply reply = cluster.connector().connect(addressOf(node, nodes())).read(read);
    ShellResponse.Origin origin = new ShellResponse.Origin(0, 0, node);
    return reply.code() == ErrorCode.NONE
        ? ShellResponse.ok(ShellValues.data(reply.bytes()), origin)
        : ShellResponse.notOk(
            Outcome.FAIL, reply.code(), origin, ShellValues.sentence(reply.code()));
  }

  private static NodeId nodeOf(ShellRequest request) {
    try {
      return NodeId.of(request.text("node"));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("The field node is wrong: " + e.getMessage());
    }
  }

  private static ChunkMessage.Read readOf(ShellRequest request) {
    ByteRange range = ShellOperations.range(request);
    int length = Math.min(range.length(), 1 << 20);
    try {
      return new ChunkMessage.Read(
          new ChunkId(request.number("chunk")),
          new ChunkVersion(request.number("version", 1)),
          new ByteRange(range.offset(), length));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }

  /** Asks every node what it says of itself. */
  ShellResponse status() {
    ArrayNode all = JSON.arrayNode();
    nodes().forEach((node, address) -> all.add(row(node, address)));
    return ShellResponse.ok(all, ShellResponse.Origin.NONE);
  }

  private ObjectNode row(NodeId node, NodeAddress address) {
    ObjectNode row = JSON.objectNode();
    row.put("node", node.value());
    row.put("address", address.toString());
    try {
      fill(row, cluster.connector().connect(address).status());
    } catch (NodeUnreachableException e) {
      row.put("answers", false);
      row.put("why", String.valueOf(e.getMessage()));
    }
    return row;
  }

  private static void fill(ObjectNode row, NodeStatus status) {
    NodeId leader = status.raft().leaderId();
    row.put("answers", true);
    row.put("role", status.raft().role().name().toLowerCase(Locale.ROOT));
    row.put("term", status.raft().term());
    row.put("leader", leader == null ? null : leader.value());
    row.put("lastIndex", status.raft().lastIndex());
    row.put("commitIndex", status.raft().commitIndex());
    row.put("lastApplied", status.raft().lastApplied());
    row.put("snapshotIndex", status.raft().snapshotIndex());
    row.put("digest", Long.toHexString(status.storage().digest()));
    row.put("digestIndex", status.raft().lastApplied());
    row.set("voters", ids(status.membership().voters()));
    row.set("learners", ids(status.membership().learners()));
    row.put("chunks", status.storage().chunks());
    row.put("incarnation", status.incarnation());
  }

  private static ArrayNode ids(List<NodeId> nodes) {
    ArrayNode ids = JSON.arrayNode();
    nodes.forEach(node -> ids.add(node.value()));
    return ids;
  }

  /** Asks one registry after the other for all nodes. */
  private Map<NodeId, NodeAddress> nodes() {
    for (NodeAddress server : cluster.servers()) {
      try {
        Map<NodeId, NodeAddress> found =
            new TreeMap<>(cluster.connector().lookup(server).addresses());
        if (!found.isEmpty()) {
          return found;
        }
      } catch (NodeUnreachableException ignored) {
        // another server may answer
      }
    }
    throw nobody();
  }

  private static NodeAddress addressOf(NodeId node, Map<NodeId, NodeAddress> nodes) {
    NodeAddress address = nodes.get(node);
    if (address == null) {
      throw new BadRequestException("No node is called " + node + ": there are " + nodes.keySet());
    }
    return address;
  }
}
