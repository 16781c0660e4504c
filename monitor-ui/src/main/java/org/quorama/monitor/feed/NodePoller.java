package org.quorama.monitor.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceEvent;

/** Reads one node's trace until stopped. Its fields belong to its thread. */
final class NodePoller implements Runnable {
  private static final System.Logger LOG = System.getLogger(NodePoller.class.getName());
  private static final int MAX_EVENTS = 2_000;
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** How long a node is left alone between two polls. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private final NodeId node;
  private final Map<NodeId, NodeAddress> known;
  private final NodeConnector connector;
  private final TraceSink sink;
  private final Duration retry;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long incarnation;
  private long nextSeq = 1;

  NodePoller(
      NodeId node,
      Map<NodeId, NodeAddress> nodes,
      NodeConnector connector,
      TraceSink sink,
      Duration retry) {
    this.node = node;
    this.known = new TreeMap<>(nodes);
    this.connector = connector;
    this.sink = sink;
    this.retry = retry;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    while (stopped.getCount() > 0) {
      try {
        NodePort port = connector.connect(address());
        pollWhileItAnswers(port);
      } catch (NodeUnreachableException e) {
        LOG.log(System.Logger.Level.DEBUG, "No trace of {0}: {1}", node, e.getMessage());
        lost();
      } catch (InterruptedException e) {
        stop();
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "Reading the trace of " + node + " failed", e);
        lost();
      }
    }
  }

  /** Pauses between polls, so that a busy node is read in a few big batches. */
  private void pollWhileItAnswers(NodePort port) throws InterruptedException {
    while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      TraceBatch batch = port.pollTrace(nextSeq, MAX_EVENTS, WAIT);
      sink.reachable(node, true);
      take(batch);
    }
  }

  private void take(TraceBatch batch) {
    if (batch.incarnation() != incarnation) {
      boolean readFromElsewhere = nextSeq != 1;
      incarnation = batch.incarnation();
      nextSeq = 1;
      if (readFromElsewhere) {
        return;
      }
    }
    nextSeq = batch.nextSeq();
    if (!batch.events().isEmpty()) {
      sink.events(withGap(batch));
    }
  }

  private static List<TraceEvent> withGap(TraceBatch batch) {
    TraceEvent first = batch.events().get(0);
    if (batch.missing() == 0 || first.detail() instanceof NodeTrace.EventsMissing) {
      return batch.events();
    }
    List<TraceEvent> events = new ArrayList<>();
    events.add(
        new TraceEvent(
            first.node(),
            first.incarnation(),
            first.seq(),
            first.lamport(),
            first.timeNanos(),
            first.state(),
            new NodeTrace.EventsMissing(batch.missing())));
    events.addAll(batch.events());
    return events;
  }

  private void lost() {
    if (stopped.getCount() == 0) {
      return;
    }
    sink.reachable(node, false);
    try {
      if (!stopped.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
        askOthers();
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
  }

  private NodeAddress address() {
    NodeAddress address = known.get(node);
    if (address == null) {
      throw new IllegalStateException("No address of " + node);
    }
    return address;
  }

  /** A restarted node may listen elsewhere: any other node's registry knows. */
  private void askOthers() {
    for (Map.Entry<NodeId, NodeAddress> other : known.entrySet()) {
      Optional<NodeAddress> found =
          other.getKey().equals(node) ? Optional.empty() : ask(other.getValue());
      if (found.isPresent()) {
        known.put(node, found.get());
        return;
      }
    }
  }

  private Optional<NodeAddress> ask(NodeAddress other) {
    try {
      return connector.lookup(other).addressOf(node);
    } catch (NodeUnreachableException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} does not answer either", other);
      return Optional.empty();
    }
  }
}
