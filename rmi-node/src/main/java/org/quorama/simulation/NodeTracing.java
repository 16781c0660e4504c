package org.quorama.simulation;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Writes one node's trace into the sink of the run, if there is one. */
final class NodeTracing {
  private static final Stamp UNTRACED = new Stamp("", 0);

  private final World world;
  private final NodeId node;
  private NodeTracer tracer;

  /** Travels with a message: its id, and the sender's Lamport clock. */
  record Stamp(String messageId, long lamport) {}

  NodeTracing(World world, NodeId node) {
    this.world = world;
    this.node = node;
    this.tracer = new NodeTracer(node, 1, MetadataCommand::describe);
  }

  void booted(int incarnation, RaftStatus status) {
    tracer = new NodeTracer(node, incarnation, MetadataCommand::describe);
    tracer.booted(status);
    long term = status.hardState().currentTerm();
    record(new NodeTrace.Boot("", term, status.log().last().index()));
  }

  /** Goes on with the trace of a recorded node; its first event says so. */
  void forked(NodeTrace.Forked forked, ForkPoint.Node past, RaftStatus status) {
    tracer = new NodeTracer(node, past.incarnation(), MetadataCommand::describe);
    tracer.booted(status);
    long unused = tracer.merge(past.lamport());
    record(forked);
  }

  void killed() {
    record(new NodeTrace.Killed());
  }

  void stepped(
      NodeInput input,
      List<NodeEffect> effects,
      RaftStatus before,
      RaftStatus after,
      MonotonicTime now) {
    Consumer<TraceEvent> sink = world.sink();
    if (sink != null) {
      long time = world.schedule().now();
      tracer.observe(time, input, effects, before, after, now).forEach(sink);
    }
  }

  void persisted(long ticket) {
    Consumer<TraceEvent> sink = world.sink();
    if (sink != null) {
      tracer.persisted(world.schedule().now(), new RaftInput.Persisted(ticket)).forEach(sink);
    }
  }

  Stamp sent(NodeId to, RaftMessage message) {
    return world.sink() == null ? UNTRACED : sent(to, MessageSummaries.summary(message));
  }

  Stamp sent(NodeId to, Summary summary) {
    String id = tracer.nextMessageId();
    record(new MessageTrace.Sent(id, to, summary));
    return new Stamp(id, tracer.lamport());
  }

  void received(Stamp stamp, NodeId from, RaftMessage message) {
    if (world.sink() != null) {
      received(stamp, from, MessageSummaries.summary(message));
    }
  }

  void received(Stamp stamp, NodeId from, Summary summary) {
    tracer.merge(stamp.lamport());
    record(new MessageTrace.Received(stamp.messageId(), from, summary));
  }

  /** Tells that nobody hears a message. */
  void unheard(Stamp stamp, NodeId to) {
    record(new MessageTrace.Dropped(stamp.messageId(), to, "unreachable"));
  }

  long nextSeq() {
    return tracer.nextSeq();
  }

  void record(TraceDetail detail) {
    @Nullable Consumer<TraceEvent> sink = world.sink();
    if (sink != null) {
      sink.accept(tracer.record(world.schedule().now(), detail));
    }
  }
}
