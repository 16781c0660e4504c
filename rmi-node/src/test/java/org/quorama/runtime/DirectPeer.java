package org.quorama.runtime;

import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.raft.RaftMessage;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/** Calls the other node in this JVM. */
final class DirectPeer implements PeerPort {
  private final Supplier<LiveNode> node;

  DirectPeer(Supplier<LiveNode> node) {
    this.node = node;
  }

  @Override
  public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
    return node.get().ask(stamp, request);
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
    return node.get().grant(stamp, grant);
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order) {
    return node.get().revoke(stamp, order);
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
    return node.get().cloneChunk(stamp, order);
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
    return node.get().copyChunk(stamp, order);
  }

  @Override
  public Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    return node.get().mutate(stamp, mutate);
  }

  @Override
  public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
    return node.get().report(stamp, report);
  }

  @Override
  public ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
    return node.get().pass(stamp, data);
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    return node.get().read(read);
  }
}
