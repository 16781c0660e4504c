package org.quorama.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftStatus;
import org.quorama.remote.Stamp;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.record.InputRecorder;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceDetail;

/** Writes a live node's trace and stamps its messages. Confined to the node's event loop. */
final class TraceDesk {
  private final NodeIdentity identity;
  private final NodeTracer tracer;
  private final TraceSink sink;
  private final LiveClock clock;

  /** Records the inputs of the cores; null if nobody wants them. */
  private final @Nullable InputRecorder recorder;

  TraceDesk(NodeIdentity identity, NodeTracer tracer, TraceSink sink, LiveClock clock) {
    this(identity, tracer, sink, clock, null);
  }

  TraceDesk(
      NodeIdentity identity,
      NodeTracer tracer,
      TraceSink sink,
      LiveClock clock,
      @Nullable InputRecorder recorder) {
    this.recorder = recorder;
    this.identity = identity;
    this.tracer = tracer;
    this.sink = sink;
    this.clock = clock;
  }

  /** Records what only the host saw. */
  void record(TraceDetail detail) {
    sink.add(tracer.record(clock.wallNanos(), detail));
  }

  /** Returns whose trace it is. */
  NodeId node() {
    return identity.node();
  }

  /** Records that the node starts, and what a replay of this boot begins with. */
  void booted(NodeTrace.Boot boot) {
    record(boot);
    if (recorder != null) {
      recorder.made().forEach(this::record);
    }
  }

  /** Records that the node stops in good order, and what its cores held last. */
  void stopped() {
    if (recorder != null) {
      record(recorder.checkpoint());
    }
    record(new NodeTrace.Stopped());
  }

  /** Returns the number that the next event gets. */
  long nextSeq() {
    return tracer.nextSeq();
  }

  /** Records that a message leaves, and returns the stamp that goes with it. */
  Stamp sent(NodeId to, MessageTrace.Summary summary) {
    String messageId = tracer.nextMessageId();
    record(new MessageTrace.Sent(messageId, to, summary));
    return new Stamp(identity.node(), identity.incarnation(), tracer.lamport(), messageId);
  }

  /** Records that a message is about to be handled. */
  void received(Stamp stamp, MessageTrace.Summary summary) {
    tracer.merge(stamp.lamport());
    record(new MessageTrace.Received(stamp.messageId(), stamp.from(), summary));
  }

  /** Records that a message is lost as far as this node can tell. */
  void dropped(Stamp stamp, NodeId to) {
    dropped(stamp, to, "unreachable");
  }

  /** Records that a message is lost, and why. */
  void dropped(Stamp stamp, NodeId to, String reason) {
    record(new MessageTrace.Dropped(stamp.messageId(), to, reason));
  }

  /** Records what is durable now, before anything that promises it leaves. */
  void persisted(long ticket) {
    sink.addAll(tracer.persisted(clock.wallNanos(), new RaftInput.Persisted(ticket)));
  }

  /** Records an input that the cores are about to take, if that is wanted. */
  void taking(MonotonicTime now, NodeInput input) {
    if (recorder != null) {
      record(recorder.taken(now, input));
    }
  }

  /** Records a step of the cores. */
  void observe(
      NodeInput input,
      List<NodeEffect> effects,
      RaftStatus before,
      RaftStatus after,
      MonotonicTime now) {
    sink.addAll(tracer.observe(clock.wallNanos(), input, effects, before, after, now));
    if (recorder != null && recorder.isCheckpointDue()) {
      record(recorder.checkpoint());
    }
  }
}
