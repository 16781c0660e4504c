package org.quorama.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.chunk.DiskRoom;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.simulation.NodeLab.Words;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.trace.MessageTrace.Kind;

/** One node's calls about files, in and out, and its replicas. */
final class ChunkRunner {
  private static final long CALL_TIMEOUT = 400_000_000;
  private static final long COPY_TIMEOUT = 5 * CALL_TIMEOUT;
  private static final long CAPACITY_CHUNKS = 1 << 10;

  private final World world;
  private final SimulatedNode node;
  private final ClusterChecker checker;
  private final ChunkDisk disk;
  private final PendingCalls<OperationReply> operations = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.GrantReply> grants = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.MutationReply> mutations = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.Orders> orders = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.CopyReply> copies = new PendingCalls<>(this::draw);
  private final PendingCalls<ReadAnswer> reads = new PendingCalls<>(this::draw);
  private final int chunkBytes;
  private long calls;

  /** What a replica answers to a read. */
  record ReadAnswer(ErrorCode code, Bytes bytes) {}

  ChunkRunner(World world, SimulatedNode node, ClusterChecker checker, NodeMaker maker) {
    this.world = world;
    this.node = node;
    this.checker = checker;
    this.disk = maker.chunkDisk();
    this.chunkBytes = maker.config().chunk().chunkSizeBytes();
  }

  private long draw() {
    calls++;
    return calls;
  }

  /** Numbers calls from here on so that none has the number of a call of the past. */
  void goOnBehind(long past) {
    calls = past;
  }

  /** Returns how many calls wait for an answer. */
  int waiting() {
    return pending().stream().mapToInt(PendingCalls::size).sum();
  }

  void crash() {
    pending().forEach(PendingCalls::crash);
  }

  private List<PendingCalls<?>> pending() {
    return List.of(operations, grants, mutations, orders, copies, reads);
  }

  void execute(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      disk.storeVersion(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.ApplyMutation store) {
      disk.apply(store, code -> applied(store, code));
    } else if (effect instanceof ChunkEffect.DeleteChunk delete) {
      disk.delete(delete.chunk());
    } else if (effect instanceof ChunkEffect.Forward forward) {
      forward(forward);
    } else if (effect instanceof ChunkEffect.SendReport send) {
      report(send);
    } else if (effect instanceof ChunkEffect.CloneLocally copy) {
      disk.copyLocally(copy, (code, length) -> copied(copy.call(), code, length));
    } else if (effect instanceof ChunkEffect.PullReplica pull) {
      pull(pull, Bytes.EMPTY);
    } else {
      answer(effect);
    }
  }

  private void stored(CallId call, ErrorCode code) {
    node.whenAble(() -> node.take(forChunk(new ChunkInput.Stored(call, code))));
  }

  private void applied(ChunkEffect.ApplyMutation effect, ErrorCode code) {
    stored(effect.call(), code);
    if (code == ErrorCode.CORRUPT) {
      corrupt(effect.chunk());
    }
  }

  private void copied(CallId call, ErrorCode code, long lengthBytes) {
    node.whenAble(() -> node.take(forChunk(new ChunkInput.CopyEnded(call, code, lengthBytes))));
  }

  /** Pulls the next piece of a replica; each is verified where it comes from. */
  private void pull(ChunkEffect.PullReplica pull, Bytes before) {
    ChunkMessage.Read read =
        new ChunkMessage.Read(
            pull.chunk(), pull.version(), new ByteRange(before.length(), chunkBytes / 2));
    Consumer<ReadAnswer> answered = node.inThisBoot(answer -> pulled(pull, before, answer));
    NodeLab lab = node.lab();
    if (lab != null && lab.isCutOff(pull.source())) {
      ReadAnswer none = new ReadAnswer(ErrorCode.REPLICA_FAILED, Bytes.EMPTY);
      world.schedule().after(0, () -> answered.accept(none));
      return;
    }
    world
        .network()
        .<ReadAnswer>call(
            link(pull.source()),
            caller -> peer(pull.source()).read(read, caller),
            answered,
            () -> answered.accept(new ReadAnswer(ErrorCode.REPLICA_FAILED, Bytes.EMPTY)));
  }

  private void pulled(ChunkEffect.PullReplica pull, Bytes before, ReadAnswer answer) {
    if (answer.code() != ErrorCode.NONE) {
      copied(pull.call(), answer.code(), 0);
      return;
    }
    byte[] both = Arrays.copyOf(before.unsafeArray(), before.length() + answer.bytes().length());
    System.arraycopy(
        answer.bytes().unsafeArray(), 0, both, before.length(), answer.bytes().length());
    if (answer.bytes().length() == chunkBytes / 2) {
      pull(pull, Bytes.wrap(both));
    } else {
      world.counters().count(Sometimes.REPLICA_PULLED);
      disk.keepPulled(pull, Bytes.wrap(both), (code, length) -> copied(pull.call(), code, length));
    }
  }

  /** Tells the core, a moment later, that a block of a replica does not have its checksum. */
  private void corrupt(ChunkId chunk) {
    world.counters().count(Sometimes.CORRUPTION_FOUND);
    NodeInput found = forChunk(new ChunkInput.CorruptionFound(chunk));
    world.schedule().after(0, node.inThisBoot(() -> node.take(found)));
  }

  /** Reads a replica as the scanner does; what is found is told to the core. */
  void scan(ChunkId chunk) {
    if (!disk.verifies(chunk, new ByteRange(0, chunkBytes))) {
      node.whenAble(() -> corrupt(chunk));
    }
  }

  private void answer(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.AnswerGrant answer) {
      grants.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      mutations.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.AnswerCopy answer) {
      copies.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.ServeRead serve) {
      reads.answer(serve.call(), served(serve.read()));
    } else if (effect instanceof ChunkEffect.RefuseRead refuse) {
      count(refuse.code());
      reads.answer(refuse.call(), new ReadAnswer(refuse.code(), Bytes.EMPTY));
    }
  }

  private void count(ErrorCode refusal) {
    if (refusal == ErrorCode.STALE_VERSION) {
      world.counters().count(Sometimes.STALE_READ_REFUSED);
    }
  }

  private ReadAnswer served(ChunkMessage.Read read) {
    boolean trusts = world.plan().bugs().contains(PlantedBug.READ_WITHOUT_CHECKSUM);
    if (!trusts && !disk.verifies(read.chunk(), read.range())) {
      corrupt(read.chunk());
      return new ReadAnswer(ErrorCode.CORRUPT, Bytes.EMPTY);
    }
    return new ReadAnswer(ErrorCode.NONE, disk.read(read.chunk(), read.range()));
  }

  /** Sends what the master wants of a chunkserver; the core gets an answer in any case. */
  void execute(MasterEffect effect) {
    if (effect instanceof MasterEffect.AnswerOperation answer) {
      operations.answer(answer.call(), answer.reply());
    } else if (effect instanceof MasterEffect.AnswerReport answer) {
      orders.answer(answer.call(), answer.orders());
    } else if (effect instanceof MasterEffect.SendGrant send) {
      ChunkMessage.Grant grant = world.network().carried(send.grant());
      this.<ChunkMessage.GrantReply>ask(
          link(send.to()),
          grantWords(Kind.GRANT, Kind.GRANT_REPLY),
          (to, caller) ->
              to.take(to.grants, caller, call -> new ChunkInput.GrantArrived(call, grant)),
          reply ->
              forMaster(
                  new MasterInput.GrantAnswered(
                      send.call(), send.to(), reply.accepted(), reply.lengthBytes())),
          forMaster(new MasterInput.GrantAnswered(send.call(), send.to(), false)));
    } else if (effect instanceof MasterEffect.SendRevoke send) {
      ChunkMessage.Revoke revoke = world.network().carried(send.revoke());
      this.<ChunkMessage.GrantReply>ask(
          link(send.to()),
          grantWords(Kind.REVOKE, Kind.REVOKE_REPLY),
          (to, caller) ->
              to.take(to.grants, caller, call -> new ChunkInput.RevokeArrived(call, revoke)),
          ChunkRunner::codeOf,
          code -> forMaster(new MasterInput.RevokeAnswered(send.call(), send.to(), code)));
    } else {
      copy(effect);
    }
  }

  private void copy(MasterEffect effect) {
    if (effect instanceof MasterEffect.SendClone send) {
      ChunkMessage.CloneChunk order = world.network().carried(send.order());
      this.<ChunkMessage.CopyReply>ask(
          slowLink(send.to()),
          copyWords(Kind.CLONE),
          (to, caller) ->
              to.take(to.copies, caller, call -> new ChunkInput.CloneArrived(call, order)),
          ChunkMessage.CopyReply::code,
          code -> forMaster(new MasterInput.CloneAnswered(send.call(), send.to(), code)));
    } else if (effect instanceof MasterEffect.SendCopy send) {
      ChunkMessage.CopyChunk order = world.network().carried(send.order());
      this.<ChunkMessage.CopyReply>ask(
          slowLink(send.to()),
          copyWords(Kind.COPY),
          (to, caller) ->
              to.take(to.copies, caller, call -> new ChunkInput.CopyArrived(call, order)),
          ChunkMessage.CopyReply::code,
          code -> forMaster(new MasterInput.CopyAnswered(send.call(), send.to(), code)));
    }
  }

  private static Words<ChunkMessage.GrantReply> grantWords(Kind question, Kind answer) {
    return new Words<>(
        MessageSummaries.summary(question, 0, false),
        reply -> MessageSummaries.summary(answer, 0, reply.accepted()));
  }

  private static Words<ChunkMessage.CopyReply> copyWords(Kind question) {
    return new Words<>(
        MessageSummaries.summary(question, 0, false),
        reply -> MessageSummaries.summary(Kind.COPY_REPLY, 0, reply.code() == ErrorCode.NONE));
  }

  private static ErrorCode codeOf(ChunkMessage.GrantReply reply) {
    return reply.accepted() ? ErrorCode.NONE : ErrorCode.STALE_VERSION;
  }

  /**
   * Asks a chunkserver something; exactly one input comes of it, also if nobody answers.
   *
   * @param link to whom, and for how long
   * @param words what a trace says of it
   * @param request what is asked
   * @param code what an answer means
   * @param input what this node takes then
   */
  private <R> void ask(
      SimulatedNetwork.Link link,
      Words<R> words,
      BiConsumer<ChunkRunner, Consumer<R>> request,
      Function<R, ErrorCode> code,
      Function<ErrorCode, NodeInput> input) {
    this.<R>ask(
        link,
        words,
        request,
        reply -> input.apply(code.apply(reply)),
        input.apply(ErrorCode.REPLICA_FAILED));
  }

  /** Asks a chunkserver something of which more than a code is taken. */
  private <R> void ask(
      SimulatedNetwork.Link link,
      Words<R> words,
      BiConsumer<ChunkRunner, Consumer<R>> request,
      Function<R, NodeInput> answered,
      NodeInput lost) {
    NodeLab lab = node.lab();
    if (lab != null) {
      lab.ask(new NodeLab.Question<>(link, words, request, answered, lost));
      return;
    }
    ChunkRunner to = world.peers().get(link.to()).runner().chunks();
    Consumer<NodeInput> ended = node.inThisBoot(node::take);
    world
        .network()
        .<R>call(
            link,
            caller -> request.accept(to, caller),
            reply -> ended.accept(answered.apply(reply)),
            () -> ended.accept(lost));
  }

  private void forward(ChunkEffect.Forward forward) {
    ChunkMessage.Mutate mutate = world.network().carried(forward.mutate());
    long bytes = mutate.range().length();
    this.<ChunkMessage.MutationReply>ask(
        link(forward.to()),
        new Words<>(
            MessageSummaries.summary(Kind.MUTATE, bytes, false),
            reply ->
                MessageSummaries.summary(Kind.MUTATE_REPLY, 0, reply.code() == ErrorCode.NONE)),
        (to, caller) ->
            to.take(to.mutations, caller, call -> new ChunkInput.MutateArrived(call, mutate)),
        ChunkMessage.MutationReply::code,
        code -> forChunk(new ChunkInput.ForwardAnswered(forward.call(), forward.to(), code)));
  }

  private void report(ChunkEffect.SendReport send) {
    ChunkMessage.ChunkReport report =
        world
            .network()
            .carried(
                send.report()
                    .withSpace(new DiskRoom(CAPACITY_CHUNKS * chunkBytes, disk.usedBytes())));
    NodeId self = node.id();
    this.<ChunkMessage.Orders>ask(
        link(send.to()),
        new Words<>(
            MessageSummaries.summary(Kind.REPORT, report.held().size(), false),
            orders -> MessageSummaries.summary(Kind.ORDERS, orders.garbage().size(), true)),
        (to, caller) -> to.takeReport(self, report, caller),
        orders -> forChunk(new ChunkInput.ReportAnswered(send.call(), orders)),
        forChunk(new ChunkInput.ReportLost(send.call())));
  }

  private void takeReport(
      NodeId from, ChunkMessage.ChunkReport report, Consumer<ChunkMessage.Orders> caller) {
    node.whenAble(
        () -> {
          CallId call = orders.add(caller);
          node.take(forMaster(new MasterInput.ReportArrived(call, from, report)));
        });
  }

  private ChunkRunner peer(NodeId id) {
    return world.peers().get(world.indexOf(id)).runner().chunks();
  }

  private SimulatedNetwork.Link link(NodeId to) {
    return new SimulatedNetwork.Link(node.index(), world.indexOf(to), CALL_TIMEOUT);
  }

  private SimulatedNetwork.Link slowLink(NodeId to) {
    return new SimulatedNetwork.Link(node.index(), world.indexOf(to), COPY_TIMEOUT);
  }

  private static NodeInput forChunk(ChunkInput input) {
    return new NodeInput.ForChunk(input);
  }

  private static NodeInput forMaster(MasterInput input) {
    return new NodeInput.ForMaster(input);
  }

  private interface InputOfCall {
    ChunkInput input(CallId call);
  }

  private <R> void take(PendingCalls<R> pending, Consumer<R> caller, InputOfCall input) {
    node.whenAble(
        () -> {
          CallId call = pending.add(caller);
          node.take(forChunk(input.input(call)));
        });
  }

  /** A client asks the master. */
  void operation(OperationRequest request, Consumer<OperationReply> caller) {
    node.whenAble(
        () -> {
          CallId call = operations.add(caller);
          node.take(forMaster(MasterInput.OperationsRequested.of(call, request)));
        });
  }

  /** A client pushes data. */
  void push(DataId data, Bytes bytes, Consumer<Boolean> caller) {
    node.whenAble(
        () -> {
          checker.pushed(data, bytes);
          disk.push(data, bytes);
          caller.accept(true);
        });
  }

  /** A client writes through this primary. */
  void write(ChunkMessage.Write write, Consumer<ChunkMessage.MutationReply> caller) {
    take(mutations, caller, call -> new ChunkInput.WriteArrived(call, write));
  }

  /** A client reads from this replica. */
  void read(ChunkMessage.Read read, Consumer<ReadAnswer> caller) {
    take(reads, caller, call -> new ChunkInput.ReadArrived(call, read));
  }

  /**
   * The callers that wait for an answer of one node; a crash forgets them.
   *
   * @param <R> what they wait for
   */
  private static final class PendingCalls<R> {
    private final LongSupplier numbers;
    private final Map<CallId, Consumer<R>> waiting = new HashMap<>();

    /** Makes an empty set of callers; the numbers are unique in the node. */
    PendingCalls(LongSupplier numbers) {
      this.numbers = numbers;
    }

    /** Keeps a caller until it is answered. */
    CallId add(Consumer<R> caller) {
      CallId call = new CallId(numbers.getAsLong());
      waiting.put(call, caller);
      return call;
    }

    void answer(CallId call, R reply) {
      Consumer<R> caller = waiting.remove(call);
      if (caller != null) {
        caller.accept(reply);
      }
    }

    int size() {
      return waiting.size();
    }

    void crash() {
      waiting.clear();
    }
  }
}
