package org.quorama.runtime;

import java.util.concurrent.CountDownLatch;
import org.quorama.chunk.ChunkMessage;
import org.quorama.raft.RaftMessage;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/** Answers nothing until it thaws, and then nothing of use. */
final class FrozenPeer implements PeerPort {
  final CountDownLatch calls = new CountDownLatch(1);
  final CountDownLatch thaw = new CountDownLatch(1);

  private IllegalStateException freeze() {
    calls.countDown();
    try {
      thaw.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new IllegalStateException("was frozen");
  }

  @Override
  public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    throw freeze();
  }

  @Override
  public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
    throw freeze();
  }

  @Override
  public ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
    throw freeze();
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    throw new UnsupportedOperationException();
  }
}
