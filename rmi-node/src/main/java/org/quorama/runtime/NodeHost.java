package org.quorama.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.lab.LabDesk;
import org.quorama.runtime.lab.LabKit;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lane.Helpers;
import org.quorama.runtime.record.CoreOrigin;
import org.quorama.runtime.record.InputRecorder;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.NodeTrace;

/**
 * Runs a node's cores on its event loop, and executes their effects in order.
 *
 * <p>Thread rule: what is not marked otherwise is confined to the event loop.
 */
final class NodeHost implements LoopTurns, NodeEventLoop.Deadlines {
  private static final int MAILBOX_BOUND = 8192;
  private static final Duration STOP_WAIT = Duration.ofSeconds(2);

  private final LiveClock clock;
  private final NodeCore core;
  private final TraceDesk desk;
  private final NodeEventLoop loop;
  private final Helpers helpers = new Helpers();
  private final ChunkWorkers workers;
  private final ChunkScanner scanner;
  private final PeerLanes lanes;
  private final RaftHost raft;
  private final FileHost files;
  private final CountDownLatch leaderKnown = new CountDownLatch(1);

  /** Does what a lab orders; null if none may. */
  private final @Nullable LabDesk lab;

  NodeHost(LiveNodeParts parts, DataBuffers buffers, PeerPort self, Consumer<Throwable> onFailure) {
    NodeId node = parts.identity().node();
    String name = node.value();
    LabKit kit = parts.lab();
    clock = kit == null ? new LiveClock() : kit.clock();
    NodeCore.Recovered recovered =
        new NodeCore.Recovered(
            parts.disk().recovered(),
            parts.disk().chunks().held(),
            (int) parts.identity().incarnation());
    CoreOrigin origin =
        new CoreOrigin(parts.config(), recovered, new SplittableRandom().nextLong(), clock.now());
    core = origin.make(new SplittableRandom(origin.seed())::nextLong);
    desk = openDesk(parts, origin);
    loop = new NodeEventLoop(name + "-loop", MAILBOX_BOUND, clock, this, onFailure);
    PersistQueue persistQueue =
        new PersistQueue(
            parts.disk().raftLog(),
            helpers,
            System::nanoTime,
            ticket -> complete(() -> raft().persisted(ticket)),
            onFailure);
    workers =
        new ChunkWorkers(
            name + "-chunk-", parts.disk().chunks(), buffers, helpers, this::corruptionFound);
    scanner =
        new ChunkScanner(
            parts.disk().chunks(), parts.disk().scanBytesPerSecond(), this::corruptionFound);
    lanes =
        new PeerLanes(
            node,
            parts.config().raft(),
            clock,
            member -> member.equals(node) ? self : parts.peers().apply(member));
    lab = kit == null ? null : new LabDesk(kit, new LabSide(parts.identity(), this));
    MessageGate gate = lab == null ? MessageGate.OPEN : lab.gate();
    raft = new RaftHost(this, desk, persistQueue, lanes.senders(), gate);
    files = new FileHost(node, this, desk, workers, lanes.senders(), gate);
  }

  private TraceDesk openDesk(LiveNodeParts parts, CoreOrigin origin) {
    NodeIdentity identity = parts.identity();
    NodeTracer tracer =
        new NodeTracer(identity.node(), identity.incarnation(), MetadataCommand::describe);
    tracer.booted(core.raftStatus());
    InputRecorder recorder = parts.trace().inputs() ? new InputRecorder(core, origin) : null;
    return new TraceDesk(identity, tracer, parts.trace(), clock, recorder);
  }

  /** Starts the threads; only now does the time to the first election begin. */
  void start(NodeIdentity identity) {
    RaftStatus status = core.raftStatus();
    desk.booted(
        new NodeTrace.Boot(
            identity.address().toString(),
            status.hardState().currentTerm(),
            status.log().last().index()));
    if (lab != null) {
      lab.started();
    }
    raft.persistQueue.start(identity.node() + "-disk");
    loop.start();
    scanner.start(identity.node() + "-scan");
  }

  /** Ends the loop, then writes what Raft still wants written. Thread-safe. */
  void stop() {
    loop.stop(STOP_WAIT);
    lanes.stop();
    raft.persistQueue.stop(STOP_WAIT);
    workers.stop();
    scanner.stop();
    files.abandonAll();
    raft.controls.abandonAll();
  }

  /** Tells whether the thread that writes for Raft still runs. Thread-safe. */
  boolean isWriting() {
    return raft.persistQueue.isRunning();
  }

  /**
   * Opens the ways to a quorum of the other nodes, so that no election waits for connections and
   * classes; gives up after a while. Thread-safe.
   */
  void warmUp(Duration patience) {
    lanes.warmUp(patience);
  }

  /** Waits until the node has once known a leader, at most this long. Thread-safe. */
  void awaitLeader(Duration wait) {
    try {
      boolean unused = leaderKnown.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts a turn of another thread into the mailbox; false if it is full. Thread-safe. */
  boolean submit(Runnable turn) {
    return loop.submit(turn);
  }

  /**
   * Brings a turn like {@link #submit}, for a caller that waits for its answer: what the turn wants
   * written he may write himself before. Thread-safe.
   */
  boolean submitAndHelp(Runnable turn) {
    return helpers.helping(() -> loop.submit(turn));
  }

  /**
   * Brings a turn for another node, which waits for this one's answer, and not longer than a disk
   * that is quick takes. Thread-safe.
   */
  boolean submitForPeer(Runnable turn) {
    return raft.persistQueue.isQuick() ? submitAndHelp(turn) : submit(turn);
  }

  @Override
  public void complete(Runnable turn) {
    loop.complete(turn);
  }

  @Override
  public MonotonicTime nextWakeup() {
    return lab == null ? core.nextWakeup() : lab.nextWakeup();
  }

  @Override
  public void timePassed() {
    if (lab == null) {
      step(new NodeInput.TimePassed());
    } else {
      lab.timePassed();
    }
  }

  /** Returns the node's clock. Thread-safe. */
  LiveClock clock() {
    return clock;
  }

  @Override
  public void step(NodeInput input) {
    MonotonicTime now = clock.now();
    desk.taking(now, input);
    RaftStatus before = core.raftStatus();
    List<NodeEffect> effects = core.step(now, input);
    RaftStatus after = core.raftStatus();
    desk.observe(input, effects, before, after, now);
    if (after.leaderId() != null) {
      leaderKnown.countDown();
    }
    files.operations.answerIn(after.hardState().currentTerm());
    effects.forEach(this::execute);
  }

  private void execute(NodeEffect effect) {
    if (effect instanceof NodeEffect.OfRaft ofRaft) {
      raft.execute(ofRaft.effect());
      if (ofRaft.effect() instanceof RaftEffect.MembershipChanged changed) {
        lanes.follow(changed.membership());
      }
    } else if (effect instanceof NodeEffect.OfMaster ofMaster) {
      files.execute(ofMaster.effect());
    } else if (effect instanceof NodeEffect.OfChunk ofChunk) {
      files.execute(ofChunk.effect());
    }
  }

  /** Tells the chunkserver that a replica is corrupt. Thread-safe. */
  void corruptionFound(ChunkId chunk) {
    completeWith(new NodeInput.ForChunk(new ChunkInput.CorruptionFound(chunk)));
  }

  /** Returns the ways to the other nodes. Thread-safe. */
  PeerLanes lanes() {
    return lanes;
  }

  NodeCore core() {
    return core;
  }

  TraceDesk desk() {
    return desk;
  }

  RaftHost raft() {
    return raft;
  }

  /** Returns what does a lab's orders; empty if none may change the node. */
  Optional<LabDesk> lab() {
    return Optional.ofNullable(lab);
  }

  /** Returns how many things were begun and not heard of. */
  int underWay() {
    return loop.waiting() + raft.underWay() + files.underWay();
  }

  /** Has the loop look at its deadlines again. Thread-safe. */
  void wake() {
    loop.wake();
  }

  /** Has the loop run nothing but what a lab orders, or go on. */
  void pause(boolean paused) {
    loop.pause(paused);
  }

  /** Runs a lab's turn on this thread, even while the node is paused; false if it cannot be. */
  boolean runAside(Runnable turn, Duration wait) {
    return loop.runAside(turn, wait);
  }

  /** Returns the chunk and master side; its waiting callers are thread-safe. */
  FileHost files() {
    return files;
  }

  /**
   * Returns the way to another node. Thread-safe.
   *
   * @throws NodeUnreachableException if it is no member
   */
  PeerSender peer(NodeId node) {
    PeerSender sender = lanes.senders().get(node);
    if (sender == null) {
      String message = node + " is no member";
      throw new NodeUnreachableException(
          message, NodeUnreachableException.Effect.NONE, new IllegalArgumentException(message));
    }
    return sender;
  }
}
