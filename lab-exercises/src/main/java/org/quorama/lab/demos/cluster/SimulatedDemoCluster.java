package org.quorama.lab.demos.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.simulation.SimulatedLab;
import org.quorama.simulation.lab.LabRequest;
import org.quorama.trace.TraceEvent;

/**
 * A simulated cluster. Whoever waits for news lets its virtual time pass. A broken rule is an
 * {@link IllegalStateException} that names it.
 */
final class SimulatedDemoCluster implements DemoCluster {
  /** How far ahead a pace is appointed: long enough for all nodes to hear of it. */
  private static final long AHEAD_MILLIS = 100;

  private final SimulatedDemoClusters.Audience audience;

  /** Everything below is guarded by this. */
  private final SimulatedLab lab;

  private final Map<NodeId, List<TraceEvent>> news = new TreeMap<>();
  private final List<TraceEvent> untold = new ArrayList<>();

  /** The last appointment on this machine's clock, and what it is in virtual time. */
  private long appointedHere;

  private long appointedThere;
  private boolean closed;

  SimulatedDemoCluster(SimulatedLab.Settings settings, SimulatedDemoClusters.Audience audience) {
    this.audience = audience;
    this.lab = new SimulatedLab(settings, this::happened);
  }

  private void happened(TraceEvent event) {
    news.computeIfAbsent(event.node(), node -> new ArrayList<>()).add(event);
    untold.add(event);
  }

  /** Does something, then tells who waits and who watches. */
  private synchronized <T> T turn(Supplier<T> action) {
    try {
      return action.get();
    } catch (InvariantViolation broken) {
      throw new IllegalStateException(broken.getMessage(), broken);
    } finally {
      notifyAll();
      audience.happened(List.copyOf(untold));
      untold.clear();
    }
  }

  @Override
  public List<NodeId> nodes() {
    return lab.nodes();
  }

  @Override
  public LabView lab(NodeId node, LabOrder order) {
    return turn(
        () -> {
          needUp(node);
          return lab.lab(node, inVirtualTime(order));
        });
  }

  private void needUp(NodeId node) {
    if (!lab.isUp(node)) {
      String message = node + " is down: restart it before";
      throw new NodeUnreachableException(
          message, NodeUnreachableException.Effect.NONE, new IllegalStateException(message));
    }
  }

  /** What is past counts as now; all nodes get the same moment for the same appointment. */
  private LabOrder inVirtualTime(LabOrder order) {
    if (!(order instanceof LabOrder.SetPace pace)) {
      return order;
    }
    if (pace.atWallMillis() != appointedHere) {
      appointedHere = pace.atWallMillis();
      boolean isAhead = appointedHere > System.currentTimeMillis();
      appointedThere = isAhead ? lab.wallMillis() + AHEAD_MILLIS : 0;
    }
    return new LabOrder.SetPace(appointedThere, pace.dilation(), pace.frozen());
  }

  @Override
  public List<TraceEvent> news(NodeId node, Duration wait) {
    return turn(
        () -> {
          if (!news.containsKey(node) && !wait.isZero()) {
            lab.run(wait);
          }
          List<TraceEvent> fresh = news.remove(node);
          return fresh == null ? List.of() : fresh;
        });
  }

  @Override
  public void kill(NodeId node) {
    turn(
        () -> {
          lab.kill(node);
          return node;
        });
  }

  @Override
  public void restart(NodeId node) {
    turn(
        () -> {
          lab.restart(node);
          return node;
        });
  }

  @Override
  public OperationReply ask(NodeId node, FileOperation operation) {
    return await(
        turn(
            () -> {
              needUp(node);
              return lab.ask(node, operation);
            }));
  }

  @Override
  public OperationReply perform(FileOperation operation) {
    return await(turn(() -> lab.perform(operation)));
  }

  private synchronized OperationReply await(LabRequest request) {
    try {
      while (request.reply().isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return request.reply().orElseGet(OperationReply::unknown);
  }

  @Override
  public List<NodeId> registry(NodeId node) {
    throw none("registries");
  }

  @Override
  public ReadReply replica(NodeId node, ChunkMessage.Read read) {
    throw none("bytes of files");
  }

  @Override
  public QuoramaClient client() {
    throw none("bytes of files");
  }

  private static ClusterException none(String what) {
    return new ClusterException(
        "a simulated cluster has no " + what + ": play it without --simulated");
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
