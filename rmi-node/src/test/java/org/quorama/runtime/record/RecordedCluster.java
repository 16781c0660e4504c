package org.quorama.runtime.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quorama.chunk.ChunkConfig;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.RecoveredState;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * Five nodes in one thread on a clock of their own, with disks that are quick and a network that
 * loses nothing; all is recorded as live nodes record it.
 */
public final class RecordedCluster {
  private static final List<NodeId> IDS =
      Stream.of("n1", "n2", "n3", "n4", "n5").map(NodeId::of).toList();

  private final Map<NodeId, Node> nodes = new TreeMap<>();
  private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
  private final List<TraceEvent> events = new ArrayList<>();
  private MonotonicTime now = MonotonicTime.ZERO;
  private long calls;

  /** Makes a cluster whose nodes have all started. */
  public RecordedCluster() {
    for (NodeId id : IDS) {
      nodes.put(id, new Node(id));
    }
  }

  /** One node: its cores, and what records them. */
  private final class Node {
    final NodeId id;
    final NodeCore core;
    final NodeTracer tracer;
    final InputRecorder recorder;
    boolean up = true;

    Node(NodeId id) {
      this.id = id;
      NodeCore.Recovered empty = new NodeCore.Recovered(RecoveredState.EMPTY, List.of(), 1);
      CoreOrigin origin = new CoreOrigin(config(id), empty, id.hashCode(), now);
      core = origin.make(new SplittableRandom(origin.seed())::nextLong);
      recorder = new InputRecorder(core, origin);
      tracer = new NodeTracer(id, 1, MetadataCommand::describe);
      tracer.booted(core.raftStatus());
      record(new NodeTrace.Boot("", 0, 0));
      recorder.made().forEach(this::record);
    }

    void record(TraceDetail detail) {
      events.add(tracer.record(now.nanos(), detail));
    }

    void step(NodeInput input) {
      if (!up) {
        return;
      }
      if (input instanceof NodeInput.ForRaft raft
          && raft.input() instanceof RaftInput.Persisted persisted) {
        events.addAll(tracer.persisted(now.nanos(), persisted));
      }
      RaftStatus before = core.raftStatus();
      List<NodeEffect> effects = core.step(now, input);
      record(recorder.taken(now, input));
      events.addAll(tracer.observe(now.nanos(), input, effects, before, core.raftStatus(), now));
      if (recorder.isCheckpointDue()) {
        record(recorder.checkpoint());
      }
      effects.forEach(this::execute);
    }

    private void execute(NodeEffect effect) {
      if (effect instanceof NodeEffect.OfRaft raft
          && raft.effect() instanceof RaftEffect.Persist persist) {
        later(new RaftInput.Persisted(persist.ticket()));
      } else if (effect instanceof NodeEffect.OfRaft raft
          && raft.effect() instanceof RaftEffect.SendMessage send) {
        underWay.add(() -> send(send.to(), send.message()));
      } else if (effect instanceof NodeEffect.OfChunk chunk
          && chunk.effect() instanceof ChunkEffect.SendReport report) {
        NodeInput lost = new NodeInput.ForChunk(new ChunkInput.ReportLost(report.call()));
        underWay.add(() -> step(lost));
      }
    }

    private void later(RaftInput input) {
      underWay.add(() -> step(new NodeInput.ForRaft(input)));
    }

    /** Leaves behind every write that was asked for before: the queue keeps the order. */
    private void send(NodeId to, RaftMessage message) {
      if (up) {
        String messageId = tracer.nextMessageId();
        record(new MessageTrace.Sent(messageId, to, MessageSummaries.summary(message)));
        long lamport = tracer.lamport();
        underWay.add(() -> node(to).receive(messageId, id, lamport, message));
      }
    }

    private void receive(String messageId, NodeId from, long lamport, RaftMessage message) {
      if (up) {
        tracer.merge(lamport);
        record(new MessageTrace.Received(messageId, from, MessageSummaries.summary(message)));
        step(new NodeInput.ForRaft(new RaftInput.MessageArrived(from, message)));
      }
    }
  }

  private Node node(NodeId id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new AssertionError("No node " + id);
    }
    return node;
  }

  /** Returns all that was recorded so far, in the order in which it happened. */
  public List<TraceEvent> events() {
    return List.copyOf(events);
  }

  /** Returns what a node's Raft believes. */
  public RaftStatus status(NodeId id) {
    return node(id).core.raftStatus();
  }

  /** Returns who leads; fails if nobody does. */
  public NodeId leader() {
    return nodes.values().stream()
        .filter(node -> node.up && node.core.raftStatus().role() == RoleName.LEADER)
        .map(node -> node.id)
        .findFirst()
        .orElseThrow(() -> new AssertionError("Nobody leads"));
  }

  /** Lets time pass. */
  public void run(Duration duration) {
    MonotonicTime end = now.plus(duration);
    settle();
    while (wakeup().compareTo(end) <= 0) {
      now = wakeup();
      for (Node node : nodes.values()) {
        if (node.up && node.core.nextWakeup().isDue(now)) {
          node.step(new NodeInput.TimePassed());
        }
      }
      settle();
    }
    now = end;
  }

  private MonotonicTime wakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Node node : nodes.values()) {
      next = node.up ? next.earliest(node.core.nextWakeup()) : next;
    }
    return next;
  }

  private void settle() {
    while (!underWay.isEmpty()) {
      underWay.remove().run();
    }
  }

  /** Makes a directory by the leader, and lets all hear of it. */
  public void makeDirectory(String path) {
    calls++;
    FileOperation operation = new FileOperation.MakeDirectory(FilePath.parse(path));
    node(leader())
        .step(
            new NodeInput.ForMaster(
                MasterInput.OperationsRequested.of(
                    new CallId(calls), OperationRequest.once(operation))));
    settle();
  }

  /** Kills a node: it says no word of it. */
  public void kill(NodeId id) {
    node(id).up = false;
  }

  /** Stops all nodes in good order. */
  public void stop() {
    for (Node node : nodes.values()) {
      if (node.up) {
        node.record(node.recorder.checkpoint());
        node.record(new NodeTrace.Stopped());
        node.up = false;
      }
    }
  }

  private static NodeCoreConfig config(NodeId self) {
    Duration second = Duration.ofSeconds(1);
    return new NodeCoreConfig(
        RaftConfig.standard(
            self,
            IDS,
            RaftConfig.Timing.of(second, second.multipliedBy(2), Duration.ofMillis(100)),
            RaftConfig.Limits.defaults()),
        new MasterConfig(self, 1024, 3, second, second, 16),
        new ChunkConfig(self, 1024, second, second, 16));
  }
}
