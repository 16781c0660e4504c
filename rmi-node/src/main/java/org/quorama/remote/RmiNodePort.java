package org.quorama.remote;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.raft.log.Membership;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.TraceBatch;

/** A node reached over RMI, as clients see it. Thread-safe. */
final class RmiNodePort implements NodePort {
  private final NodeLink link;

  RmiNodePort(NodeLink link) {
    this.link = link;
  }

  @Override
  public OperationReply perform(OperationRequest request) {
    return performAll(List.of(request)).get(0);
  }

  @Override
  public List<OperationReply> performAll(List<OperationRequest> requests) {
    List<OperationReply> replies =
        link.call(services -> services.performAll(new RequestBatch(requests))).replies();
    if (replies.size() != requests.size()) {
      throw new IllegalStateException(
          replies.size() + " answers to " + requests.size() + " requests");
    }
    return replies;
  }

  @Override
  public ChunkMessage.MutationReply push(PushedData data) {
    return link.stream(streams -> streams.push(data));
  }

  @Override
  public ChunkMessage.MutationReply write(ChunkMessage.Write write) {
    return link.stream(streams -> streams.write(write));
  }

  @Override
  public ChunkMessage.MutationReply write(PushedData data, ChunkMessage.Write write) {
    return link.stream(streams -> streams.write(data, write));
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    return link.stream(streams -> streams.read(read));
  }

  @Override
  public ReadReply read(ChunkMessage.Read read, byte[] room) {
    return link.stream(streams -> streams.read(read, room));
  }

  @Override
  public LabView lab(LabOrder order) {
    NodeService.LabReply reply = link.call(services -> services.lab(order));
    LabView view = reply.view();
    if (view == null) {
      throw new IllegalStateException(reply.refusal());
    }
    return view;
  }

  @Override
  public ControlReply changeMembership(Membership.Change change) {
    return link.call(services -> services.changeMembership(change));
  }

  @Override
  public ControlReply transferLeadership(NodeId target) {
    return link.call(services -> services.transferLeadership(target));
  }

  @Override
  public NodeStatus status() {
    return link.call(NodeService::status);
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
    return link.call(services -> services.pollTrace(fromSeq, max, wait));
  }
}
