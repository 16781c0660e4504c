package org.quorama.runtime.lab;

import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.raft.RaftMessage;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/** A way to a node on which every call is let through, or refused, in one of two places. */
abstract class GuardedPort implements PeerPort {
  private final PeerPort port;

  GuardedPort(PeerPort port) {
    this.port = port;
  }

  /** Lets an order and its answer through, or throws. */
  abstract <T> T order(Stamp stamp, Supplier<T> call);

  /** Lets bytes of a file and the answer through, or throws. */
  abstract <T> T data(Stamp stamp, Supplier<T> call);

  @Override
  public final Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
    return order(stamp, () -> port.ask(stamp, request));
  }

  @Override
  public final Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
    return order(stamp, () -> port.grant(stamp, grant));
  }

  @Override
  public final Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke revoke) {
    return order(stamp, () -> port.revoke(stamp, revoke));
  }

  @Override
  public final Stamped<ChunkMessage.CopyReply> cloneChunk(
      Stamp stamp, ChunkMessage.CloneChunk copy) {
    return order(stamp, () -> port.cloneChunk(stamp, copy));
  }

  @Override
  public final Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk copy) {
    return order(stamp, () -> port.copyChunk(stamp, copy));
  }

  @Override
  public final Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    return order(stamp, () -> port.mutate(stamp, mutate));
  }

  @Override
  public final Stamped<ChunkMessage.MutationReply> mutate(
      Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
    return order(stamp, () -> port.mutate(stamp, mutate, data));
  }

  @Override
  public final Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
    return order(stamp, () -> port.report(stamp, report));
  }

  @Override
  public final ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
    return data(stamp, () -> port.pass(stamp, data));
  }
}
