package org.quorama.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.runtime.core.NodeInput;
import org.quorama.simulation.check.ClusterChecker;

/** One node's calls about files, in and out, and its replicas. */
final class ChunkRunner {
  private static final long CALL_TIMEOUT = 400_000_000;

  private final World world;
  private final SimulatedNode node;
  private final ClusterChecker checker;
  private final ChunkDisk disk;
  private final PendingCalls<OperationReply> operations = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.GrantReply> grants = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.MutationReply> mutations = new PendingCalls<>(this::draw);
  private final PendingCalls<ChunkMessage.Orders> orders = new PendingCalls<>(this::draw);
  private final PendingCalls<ReadAnswer> reads = new PendingCalls<>(this::draw);
  private long calls;

  /** What a replica answers to a read. */
  record ReadAnswer(ErrorCode code, Bytes bytes) {}

  ChunkRunner(World world, SimulatedNode node, ClusterChecker checker, ChunkDisk disk) {
    this.world = world;
    this.node = node;
    this.checker = checker;
    this.disk = disk;
  }

  private long draw() {
    calls++;
    return calls;
  }

  /** Returns how many calls wait for an answer. */
  int waiting() {
    return operations.size() + grants.size() + mutations.size() + orders.size() + reads.size();
  }

  void crash() {
    operations.crash();
    grants.crash();
    mutations.crash();
    orders.crash();
    reads.crash();
  }

  /** Answers a client of the master. */
  void answer(MasterEffect.AnswerOperation answer) {
    operations.answer(answer.call(), answer.reply());
  }

  void execute(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      disk.storeVersion(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.ApplyMutation store) {
      disk.apply(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.DeleteChunk delete) {
      disk.delete(delete.chunk());
    } else if (effect instanceof ChunkEffect.Forward forward) {
      forward(forward);
    } else if (effect instanceof ChunkEffect.SendReport send) {
      report(send);
    } else {
      answer(effect);
    }
  }

  private void stored(CallId call, ErrorCode code) {
    node.whenAble(() -> node.take(forChunk(new ChunkInput.Stored(call, code))));
  }

  private void answer(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.AnswerGrant answer) {
      grants.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      mutations.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.ServeRead serve) {
      Bytes bytes = disk.read(serve.read().chunk(), serve.read().range());
      reads.answer(serve.call(), new ReadAnswer(ErrorCode.NONE, bytes));
    } else if (effect instanceof ChunkEffect.RefuseRead refuse) {
      reads.answer(refuse.call(), new ReadAnswer(refuse.code(), Bytes.EMPTY));
    }
  }

  /** Sends a grant; the core gets an answer in any case. */
  void grant(MasterEffect.SendGrant send) {
    ChunkRunner to = peer(send.to());
    ChunkMessage.Grant grant = world.network().carried(send.grant());
    Consumer<Boolean> answered =
        node.inThisBoot(
            accepted ->
                node.take(
                    forMaster(new MasterInput.GrantAnswered(send.call(), send.to(), accepted))));
    world
        .network()
        .<ChunkMessage.GrantReply>call(
            link(send.to()),
            caller -> to.take(to.grants, caller, call -> new ChunkInput.GrantArrived(call, grant)),
            reply -> answered.accept(reply.accepted()),
            () -> answered.accept(false));
  }

  private void forward(ChunkEffect.Forward forward) {
    ChunkRunner to = peer(forward.to());
    ChunkMessage.Mutate mutate = world.network().carried(forward.mutate());
    Consumer<ErrorCode> answered =
        node.inThisBoot(
            code ->
                node.take(
                    forChunk(new ChunkInput.ForwardAnswered(forward.call(), forward.to(), code))));
    world
        .network()
        .<ChunkMessage.MutationReply>call(
            link(forward.to()),
            caller ->
                to.take(to.mutations, caller, call -> new ChunkInput.MutateArrived(call, mutate)),
            reply -> answered.accept(reply.code()),
            () -> answered.accept(ErrorCode.REPLICA_FAILED));
  }

  private void report(ChunkEffect.SendReport send) {
    ChunkRunner to = peer(send.to());
    ChunkMessage.ChunkReport report = world.network().carried(send.report());
    NodeId self = node.id();
    Consumer<ChunkInput> answered = node.inThisBoot(input -> node.take(forChunk(input)));
    world
        .network()
        .<ChunkMessage.Orders>call(
            link(send.to()),
            caller -> to.takeReport(self, report, caller),
            orders -> answered.accept(new ChunkInput.ReportAnswered(send.call(), orders)),
            () -> answered.accept(new ChunkInput.ReportLost(send.call())));
  }

  private void takeReport(
      NodeId from, ChunkMessage.ChunkReport report, Consumer<ChunkMessage.Orders> caller) {
    node.whenAble(
        () -> {
          CallId call = orders.add(caller);
          node.take(forMaster(new MasterInput.ReportArrived(call, from, report)));
        });
  }

  /** Answers a chunkserver's report. */
  void answer(MasterEffect.AnswerReport answer) {
    orders.answer(answer.call(), answer.orders());
  }

  private ChunkRunner peer(NodeId id) {
    return world.peers().get(world.indexOf(id)).runner().chunks();
  }

  private SimulatedNetwork.Link link(NodeId to) {
    return new SimulatedNetwork.Link(node.index(), world.indexOf(to), CALL_TIMEOUT);
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
          disk.push(data, bytes);
          caller.accept(true);
        });
  }

  /** A client writes through this primary. */
  void write(ChunkMessage.Write write, Consumer<ChunkMessage.MutationReply> caller) {
    Consumer<ChunkMessage.MutationReply> checked =
        reply -> {
          if (reply.code() == ErrorCode.NONE) {
            checker.acknowledged(write);
          }
          caller.accept(reply);
        };
    take(mutations, checked, call -> new ChunkInput.WriteArrived(call, write));
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
