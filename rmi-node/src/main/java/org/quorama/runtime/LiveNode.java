package org.quorama.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.Membership;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.stream.BlockSink;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.lab.LabDesk;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceBatch;

/**
 * A node that lives: its cores on one event loop, its disk, its peers. Thread-safe; every call
 * blocks its caller for a bounded time and never the loop.
 *
 * <p>If the mailbox is full, a client hears {@link ErrorCode#OVERLOADED} and another node a {@link
 * NodeUnreachableException}; certainly nothing happened. If the disk of Raft fails, an invariant
 * breaks or anything unexpected comes up, the node stops at once and acknowledges nothing more.
 */
public final class LiveNode implements NodePort, PeerPort, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveNode.class.getName());
  private static final Duration OPERATION_WAIT = Duration.ofSeconds(10);

  /** Another node gives up after 15 s, whatever its clock shows, and shall hear before. */
  private static final Duration PEER_WAIT = Duration.ofSeconds(12);

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration MAX_POLL = Duration.ofSeconds(10);
  private static final int MAX_REQUESTS = 1024;
  private static final int MAX_EVENTS = 10_000;
  private static final long BUFFER_BYTES = 24L << 20;

  private final LiveNodeParts parts;
  private final NodeHost host;
  private final DataFlow dataFlow;
  private final AtomicLong calls = new AtomicLong();
  private final Consumer<Throwable> onFailure;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * Makes a node that does nothing yet.
   *
   * @param parts what it is made of
   * @param onFailure told, once, why the node has to stop by itself; it has stopped then
   */
  public LiveNode(LiveNodeParts parts, Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.onFailure = onFailure;
    DataBuffers buffers = new DataBuffers(BUFFER_BYTES);
    this.host = new NodeHost(parts, buffers, this, this::fail);
    this.dataFlow = new DataFlow(parts, host, buffers);
  }

  /**
   * Opens the ways to a quorum, as far as it is known where the others listen and they answer
   * within a few seconds, then starts the node's threads. What others ask meanwhile waits.
   */
  public void start() {
    RaftConfig raft = parts.config().raft();
    if (parts.members().get().addresses().size() >= raft.quorum()) {
      host.warmUp(WARM_UP);
    }
    host.start(parts.identity());
  }

  /**
   * Waits until the node has once known a leader.
   *
   * @param wait how long at most
   */
  public void awaitLeader(Duration wait) {
    host.awaitLeader(wait);
  }

  private void fail(Throwable cause) {
    if (failed.compareAndSet(false, true)) {
      LOG.log(Level.ERROR, "Node " + self() + " stops: " + cause.getMessage(), cause);
      stop();
      onFailure.accept(cause);
    }
  }

  /** Stops the node in good order. What was acknowledged is durable. */
  @Override
  public void close() {
    Waits.on(host, () -> recordStop());
    stop();
  }

  private void stop() {
    host.stop();
  }

  /**
   * Tells whether the thread that writes for Raft still runs: after {@link #close} only if the disk
   * does not come to an end. Raft's files must stay open as long.
   */
  public boolean isWriting() {
    return host.isWriting();
  }

  private NodeId self() {
    return parts.identity().node();
  }

  private boolean recordStop() {
    host.desk().stopped();
    return true;
  }

  /**
   * Puts what discovery sees into the trace.
   *
   * @param members who, and where
   */
  public void membersSeen(ClusterMembers members) {
    host.complete(() -> host.desk().record(new NodeTrace.MembersSeen(members)));
  }

  private CallId nextCall() {
    return new CallId(calls.incrementAndGet());
  }

  @Override
  public OperationReply perform(OperationRequest request) {
    return performAll(List.of(request)).get(0);
  }

  @Override
  public List<OperationReply> performAll(List<OperationRequest> requests) {
    if (requests.isEmpty() || requests.size() > MAX_REQUESTS) {
      throw new IllegalArgumentException(
          "A call holds 1 to " + MAX_REQUESTS + " operations, not " + requests.size());
    }
    OperationCalls operations = host.files().operations;
    OperationCalls.Batch batch = operations.open(requests);
    try {
      if (!host.submitAndHelp(() -> operations.begin(batch))) {
        return all(requests.size(), OperationReply.fail(ErrorCode.OVERLOADED));
      }
      return Waits.forAnswer(batch.answer(), OPERATION_WAIT, Waits.LONGEST, host.clock())
          .orElseGet(() -> gaveUp(batch));
    } finally {
      operations.close(batch);
    }
  }

  /** Some of them may have ended meanwhile, but a late answer is as good as none. */
  private List<OperationReply> gaveUp(OperationCalls.Batch batch) {
    host.complete(() -> host.files().operations.forget(batch));
    return all(batch.size(), OperationReply.unknown());
  }

  private List<OperationReply> all(int count, OperationReply reply) {
    return Collections.nCopies(count, reply.answeredBy(self(), 0));
  }

  @Override
  public MutationReply write(ChunkMessage.Write write) {
    CallId call = nextCall();
    ChunkInput input = new ChunkInput.WriteArrived(call, write);
    return askCore(host.files().calls.writes, call, input)
        .map(answer -> answer.orElseGet(() -> refusal(ErrorCode.INDETERMINATE)))
        .orElseGet(() -> refusal(ErrorCode.OVERLOADED));
  }

  @Override
  public MutationReply write(PushedData data, ChunkMessage.Write write) {
    if (!dataFlow.keepRider(data)) {
      return refusal(ErrorCode.CORRUPT);
    }
    try {
      return write(write);
    } finally {
      dataFlow.dropRider(data.id());
    }
  }

  private static MutationReply refusal(ErrorCode code) {
    return new MutationReply(code, List.of());
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    ErrorCode code = mayRead(read);
    return code == ErrorCode.NONE ? dataFlow.readStored(read) : ReadReply.refusal(code);
  }

  @Override
  public ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException {
    ErrorCode code = mayRead(read);
    return code == ErrorCode.NONE ? dataFlow.readStored(read, sink) : code;
  }

  private ErrorCode mayRead(ChunkMessage.Read read) {
    CallId call = nextCall();
    ChunkInput input = new ChunkInput.ReadArrived(call, read);
    return askCore(host.files().calls.reads, call, input)
        .map(answer -> answer.orElse(ErrorCode.INDETERMINATE))
        .orElse(ErrorCode.OVERLOADED);
  }

  @Override
  public MutationReply push(PushedData data) {
    return dataFlow.push(data);
  }

  @Override
  public ByteBuffer room(int length) {
    return dataFlow.room(length);
  }

  @Override
  public MutationReply pass(Stamp stamp, PushedData data) {
    return dataFlow.pass(stamp, data);
  }

  @Override
  public ControlReply changeMembership(Membership.Change change) {
    return host.raft()
        .controls
        .ask(host, call -> new RaftInput.MembershipChangeRequested(call, change));
  }

  @Override
  public ControlReply transferLeadership(NodeId target) {
    return host.raft().controls.ask(host, call -> new RaftInput.TransferRequested(call, target));
  }

  @Override
  public NodeStatus status() {
    return Waits.on(host, this::statusOnLoop).orElseThrow(() -> silent("its loop is busy"));
  }

  private NodeStatus statusOnLoop() {
    List<ChunkMessage.ReplicaInfo> held = parts.disk().chunks().held();
    return new NodeStatus(
        self(),
        parts.identity().address(),
        parts.identity().incarnation(),
        NodeTracer.summaryOf(host.core().raftStatus()),
        parts.members().get(),
        new NodeStatus.Storage(
            held.size(), parts.disk().chunks().bytesHeld(), host.core().metadataDigest()),
        host.core().raftStatus().membership());
  }

  @Override
  public LabView lab(LabOrder order) {
    LabDesk desk = host.lab().orElseThrow(LiveNode::noLab);
    LabDesk.Answer answer =
        Waits.aside(host, () -> desk.answer(order)).orElseThrow(() -> silent("its loop is busy"));
    return answer.view();
  }

  private static IllegalStateException noLab() {
    return new IllegalStateException("The node was not started as a lab: start it with lab=true");
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
    Duration bounded = wait.compareTo(MAX_POLL) > 0 ? MAX_POLL : wait;
    int most = Math.max(1, Math.min(max, MAX_EVENTS));
    return parts.trace().ring().poll(fromSeq, most, bounded.isNegative() ? Duration.ZERO : bounded);
  }

  @Override
  public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
    // Not only members may ask: a new one is sent the log before it hears that it is one, and one
    // that has not heard of its removal still asks [Dissertation §4.2.1]. All know the secret.
    CompletableFuture<Stamped<RaftMessage>> answer = new CompletableFuture<>();
    if (!host.submitForPeer(() -> host.raft().ask(stamp, request, answer))) {
      throw silent("it is overloaded or stops");
    }
    Duration patience = patienceFor(request);
    return Waits.forAnswer(answer, patience, PEER_WAIT, host.clock())
        .or(() -> early(stamp, request, answer))
        .orElseThrow(() -> silent("what it would promise is not on its disk yet"));
  }

  /** The answer without what is not durable; a later heartbeat's answer covers the rest. */
  private Optional<Stamped<RaftMessage>> early(
      Stamp stamp, RaftMessage request, CompletableFuture<Stamped<RaftMessage>> answer) {
    boolean asked =
        request instanceof RaftMessage.AppendEntries append
            && host.submit(() -> host.raft().answerEarly(stamp.from(), append, answer));
    return asked
        ? Waits.forAnswer(answer, patienceFor(request), PEER_WAIT, host.clock())
        : Optional.empty();
  }

  /**
   * While the disk is slow the asker must not wait, or its next heartbeats would, too, it would not
   * know that it still leads, and this node would start an election.
   */
  private Duration patienceFor(RaftMessage request) {
    RaftConfig raft = parts.config().raft();
    return request instanceof RaftMessage.AppendEntries
        ? raft.heartbeatInterval()
        : raft.electionTimeoutMax();
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
    FileHost files = host.files();
    return serve(stamp, files.calls.grants, call -> files.grant(call, stamp, grant));
  }

  @Override
  public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke revoke) {
    FileHost files = host.files();
    return serve(stamp, files.calls.grants, call -> files.revoke(call, stamp, revoke));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
    FileHost files = host.files();
    return serve(stamp, files.calls.copies, call -> files.cloneChunk(call, stamp, order));
  }

  @Override
  public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
    FileHost files = host.files();
    return serve(stamp, files.calls.copies, call -> files.copyChunk(call, stamp, order));
  }

  @Override
  public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    FileHost files = host.files();
    return serve(stamp, files.calls.mutations, call -> files.mutate(call, stamp, mutate));
  }

  @Override
  public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
    dataFlow.keep(data); // if it is damaged, it is missing
    return mutate(stamp, mutate);
  }

  @Override
  public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
    FileHost files = host.files();
    return serve(stamp, files.calls.orders, call -> files.report(call, stamp, report));
  }

  /** Has another node's question taken on the loop, and waits for the answer. */
  private <T> T serve(Stamp stamp, PendingCalls<T> pending, Consumer<CallId> turn) {
    checkMember(stamp);
    CallId call = nextCall();
    return ask(pending, call, () -> turn.accept(call), PEER_WAIT)
        .flatMap(answer -> answer)
        .orElseThrow(() -> silent("it is overloaded, or has no answer in time"));
  }

  /** Has a client's question taken by the chunkserver's core, and waits for the answer. */
  private <T> Optional<Optional<T>> askCore(
      PendingCalls<T> pending, CallId call, ChunkInput input) {
    return ask(pending, call, () -> host.step(new NodeInput.ForChunk(input)), Waits.LONGEST);
  }

  /** Submits a turn and waits: empty if the mailbox is full, holds empty if no answer came. */
  private <T> Optional<Optional<T>> ask(
      PendingCalls<T> pending, CallId call, Runnable turn, Duration most) {
    pending.open(call);
    if (!host.submitAndHelp(turn)) {
      pending.forget(call);
      return Optional.empty();
    }
    return Optional.of(pending.await(call, OPERATION_WAIT, most, host.clock()));
  }

  private void checkMember(Stamp stamp) {
    if (!host.lanes().isMember(stamp.from())) {
      throw silent(stamp.from() + " is no member");
    }
  }

  private NodeUnreachableException silent(String why) {
    String message = "Node " + self() + " does not answer: " + why;
    return new NodeUnreachableException(
        message, NodeUnreachableException.Effect.UNKNOWN, new IllegalStateException(why));
  }
}
