package org.quorama.remote;

import java.rmi.RemoteException;
import org.quorama.chunk.ChunkMessage;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.RequestVote;

/** A node reached over RMI, as other nodes see it. Thread-safe. */
final class RmiPeerPort implements PeerPort {
  private final NodeLink link;

  RmiPeerPort(NodeLink link) {
    this.link = link;
  }

  @Override
  public void open() {
    link.open();
  }

  @Override
  public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
    return link.call(services -> ask(services, stamp, request));
  }

  private static Stamped<RaftMessage> ask(RaftPeer peer, Stamp stamp, RaftMessage request)
      throws RemoteException {
    if (request instanceof AppendEntries append) {
      return widen(peer.appendEntries(new Stamped<>(stamp, append)));
    } else if (request instanceof RequestVote vote) {
      return widen(peer.requestVote(new Stamped<>(stamp, vote)));
    } else if (request instanceof RaftMessage.PreVote vote) {
      return widen(peer.preVote(new Stamped<>(stamp, vote)));
    } else if (request instanceof RaftMessage.InstallSnapshot snapshot) {
      return widen(peer.installSnapshot(new Stamped<>(stamp, snapshot)));
    } else if (request instanceof RaftMessage.TimeoutNow wish) {
      return widen(peer.timeoutNow(new Stamped<>(stamp, wish)));
    }
    throw new IllegalArgumentException("Not a question: " + request);
  }

  private static Stamped<RaftMessage> widen(Stamped<? extends RaftMessage> reply) {
    return new Stamped<>(reply.stamp(), reply.content());
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
    return link.call(services -> services.grant(new Stamped<>(stamp, grant)));
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order) {
    return link.call(services -> services.revoke(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
    return link.call(services -> services.cloneChunk(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
    return link.call(services -> services.copyChunk(stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    return link.stream(streams -> streams.mutate(stamp, mutate));
  }

  @Override
  public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
    return link.call(services -> services.report(stamp, report));
  }

  @Override
  public ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
    return link.stream(streams -> streams.pass(stamp, data));
  }

  @Override
  public Stamped<ChunkMessage.MutationReply> mutate(
      Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
    return link.stream(streams -> streams.mutate(stamp, mutate, data));
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    return link.stream(streams -> streams.read(read));
  }
}
