package org.quorama.monitor.feed;

import java.io.IOException;
import java.time.Duration;
import org.quorama.chunk.ChunkMessage;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceRing;

/** A node that has nothing but a trace. */
final class FakeNode implements NodePort {
  private final TraceRing ring;
  private volatile boolean dead;

  FakeNode(TraceRing ring) {
    this.ring = ring;
  }

  static NodeUnreachableException unreachable() {
    return new NodeUnreachableException(
        "It does not answer", NodeUnreachableException.Effect.UNKNOWN, new IOException("refused"));
  }

  void dies() {
    dead = true;
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
    TraceBatch batch = ring.poll(fromSeq, max, wait.dividedBy(100));
    if (dead) {
      throw unreachable();
    }
    return batch;
  }

  @Override
  public OperationReply perform(OperationRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChunkMessage.MutationReply push(PushedData data) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChunkMessage.MutationReply write(ChunkMessage.Write write) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NodeStatus status() {
    throw new UnsupportedOperationException();
  }
}
