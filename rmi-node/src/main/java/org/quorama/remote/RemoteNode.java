package org.quorama.remote;

import java.rmi.RemoteException;
import java.time.Duration;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftMessage.TimeoutNow;
import org.quorama.raft.RaftMessage.TimeoutNowReply;
import org.quorama.raft.log.Membership;
import org.quorama.remote.NodePort.ControlReply;
import org.quorama.remote.lab.LabOrder;
import org.quorama.trace.TraceBatch;

/** The exported object: turns remote calls into calls of the node. Thread-safe. */
final class RemoteNode implements NodeServices {
  private final NodePort node;
  private final PeerPort peer;
  private final int streamPort;

  RemoteNode(NodePort node, PeerPort peer, int streamPort) {
    this.node = node;
    this.peer = peer;
    this.streamPort = streamPort;
  }

  @Override
  public Stamped<RequestVoteReply> requestVote(Stamped<RequestVote> request)
      throws RemoteException {
    return answer(request, RequestVoteReply.class);
  }

  @Override
  public Stamped<AppendEntriesReply> appendEntries(Stamped<AppendEntries> request)
      throws RemoteException {
    return answer(request, AppendEntriesReply.class);
  }

  @Override
  public Stamped<InstallSnapshotReply> installSnapshot(Stamped<InstallSnapshot> request)
      throws RemoteException {
    return answer(request, InstallSnapshotReply.class);
  }

  @Override
  public Stamped<PreVoteReply> preVote(Stamped<PreVote> request) throws RemoteException {
    return answer(request, PreVoteReply.class);
  }

  @Override
  public Stamped<TimeoutNowReply> timeoutNow(Stamped<TimeoutNow> request) throws RemoteException {
    return answer(request, TimeoutNowReply.class);
  }

  private <T extends RaftMessage> Stamped<T> answer(
      Stamped<? extends RaftMessage> request, Class<T> type) throws RemoteException {
    Stamped<RaftMessage> reply = refusable(() -> peer.ask(request.stamp(), request.content()));
    return new Stamped<>(reply.stamp(), type.cast(reply.content()));
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> grant(Stamped<ChunkMessage.Grant> grant)
      throws RemoteException {
    return refusable(() -> peer.grant(grant.stamp(), grant.content()));
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order)
      throws RemoteException {
    return refusable(() -> peer.revoke(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order)
      throws RemoteException {
    return refusable(() -> peer.cloneChunk(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order)
      throws RemoteException {
    return refusable(() -> peer.copyChunk(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report)
      throws RemoteException {
    return refusable(() -> peer.report(stamp, report));
  }

  @Override
  public ReplyBatch performAll(RequestBatch batch) throws RemoteException {
    return refusable(() -> new ReplyBatch(node.performAll(batch.requests())));
  }

  @Override
  public int streamPort() {
    return streamPort;
  }

  @Override
  public LabReply lab(LabOrder order) throws RemoteException {
    try {
      return new LabReply(refusable(() -> node.lab(order)), "");
    } catch (IllegalStateException e) {
      return new LabReply(null, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ControlReply changeMembership(Membership.Change change) throws RemoteException {
    return refusable(() -> node.changeMembership(change));
  }

  @Override
  public ControlReply transferLeadership(NodeId target) throws RemoteException {
    return refusable(() -> node.transferLeadership(target));
  }

  @Override
  public NodeStatus status() throws RemoteException {
    return refusable(node::status);
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) throws RemoteException {
    return refusable(() -> node.pollTrace(fromSeq, max, wait));
  }

  /** What the node itself refuses leaves as a RemoteException, without its insides. */
  private static <T> T refusable(LocalCall<T> call) throws RemoteException {
    try {
      return call.run();
    } catch (NodeUnreachableException e) {
      throw new RemoteException(e.getMessage());
    }
  }

  private interface LocalCall<T> {
    T run();
  }
}
