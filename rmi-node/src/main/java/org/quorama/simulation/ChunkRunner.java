package org.quorama.simulation;

import java.util.function.Consumer;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.OperationReply;
import org.quorama.metadata.OperationRequest;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/** One node's calls about files, in and out, and its replicas. */
final class ChunkRunner {
  private static final long CALL_TIMEOUT = 400_000_000;

  private final World world;
  private final SimulatedNode node;
  private final ClusterChecker checker;
  private final ChunkDisk disk;
  private final PendingCalls calls = new PendingCalls();

  /** What a replica answers to a read. */
  record ReadAnswer(ErrorCode code, byte[] bytes) {}

  ChunkRunner(World world, SimulatedNode node, ClusterChecker checker, ChunkDisk disk) {
    this.world = world;
    this.node = node;
    this.checker = checker;
    this.disk = disk;
  }

  PendingCalls calls() {
    return calls;
  }

  void crash() {
    calls.crash();
  }

  void execute(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.StoreVersion store) {
      disk.storeVersion(store, code -> stored(store.call(), code));
    } else if (effect instanceof ChunkEffect.StoreData store) {
      disk.storeData(store, code -> stored(store.call(), code));
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
    node.whenAble(() -> node.take(Inputs.chunk(new ChunkInput.Stored(call, code))));
  }

  private void answer(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.AnswerGrant answer) {
      calls.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      calls.answer(answer.call(), answer.reply());
    } else if (effect instanceof ChunkEffect.ServeRead serve) {
      byte[] bytes = disk.read(serve.read().chunk(), serve.read().range());
      calls.answer(serve.call(), new ReadAnswer(ErrorCode.NONE, bytes));
    } else if (effect instanceof ChunkEffect.RefuseRead refuse) {
      calls.answer(refuse.call(), new ReadAnswer(refuse.code(), new byte[0]));
    }
  }

  /** Sends a grant; the core gets an answer in any case. */
  void grant(MasterEffect.SendGrant send) {
    ChunkRunner to = peer(send.to());
    ChunkMessage.Grant grant = world.network().carried(send.grant());
    Consumer<Boolean> answered =
        inThisBoot(
            accepted ->
                node.take(
                    Inputs.master(
                        new MasterInput.GrantAnswered(send.call(), send.to(), accepted))));
    world
        .network()
        .<ChunkMessage.GrantReply>call(
            link(send.to()),
            caller -> to.take(caller, call -> new ChunkInput.GrantArrived(call, grant)),
            reply -> answered.accept(reply.accepted()),
            () -> answered.accept(false));
  }

  private void forward(ChunkEffect.Forward forward) {
    ChunkRunner to = peer(forward.to());
    ChunkMessage.Mutate mutate = world.network().carried(forward.mutate());
    Consumer<ErrorCode> answered =
        inThisBoot(
            code ->
                node.take(
                    Inputs.chunk(
                        new ChunkInput.ForwardAnswered(forward.call(), forward.to(), code))));
    world
        .network()
        .<ChunkMessage.MutationReply>call(
            link(forward.to()),
            caller -> to.take(caller, call -> new ChunkInput.MutateArrived(call, mutate)),
            reply -> answered.accept(reply.code()),
            () -> answered.accept(ErrorCode.REPLICA_FAILED));
  }

  private void report(ChunkEffect.SendReport send) {
    SimulatedNode to = world.peers().get(world.indexOf(send.to()));
    ChunkMessage.ChunkReport report = world.network().carried(send.report());
    NodeId self = node.id();
    world
        .network()
        .send(
            node.index(),
            to.index(),
            () ->
                to.whenAble(
                    () -> to.take(Inputs.master(new MasterInput.ReportArrived(self, report)))));
  }

  /** A callback belongs to the boot that asked; it waits while the node is paused. */
  private <T> Consumer<T> inThisBoot(Consumer<T> callback) {
    Object[] argument = new Object[1];
    Runnable action = node.inThisBoot(() -> callback.accept(cast(argument[0])));
    return value -> {
      argument[0] = value;
      action.run();
    };
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }

  private ChunkRunner peer(NodeId id) {
    return world.peers().get(world.indexOf(id)).runner().chunks();
  }

  private SimulatedNetwork.Link link(NodeId to) {
    return new SimulatedNetwork.Link(node.index(), world.indexOf(to), CALL_TIMEOUT);
  }

  private interface InputOfCall {
    ChunkInput input(CallId call);
  }

  private <R> void take(Consumer<R> caller, InputOfCall input) {
    node.whenAble(
        () -> {
          CallId call = calls.add(reply -> caller.accept(cast(reply)));
          node.take(Inputs.chunk(input.input(call)));
        });
  }

  /** A client asks the master. */
  void operation(OperationRequest request, Consumer<OperationReply> caller) {
    node.whenAble(
        () -> {
          CallId call = calls.add(reply -> caller.accept(cast(reply)));
          node.take(Inputs.master(new MasterInput.OperationRequested(call, request)));
        });
  }

  /** A client pushes data. */
  void push(DataId data, byte[] bytes, Consumer<Boolean> caller) {
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
    take(checked, call -> new ChunkInput.WriteArrived(call, write));
  }

  /** A client reads from this replica. */
  void read(ChunkMessage.Read read, Consumer<ReadAnswer> caller) {
    take(caller, call -> new ChunkInput.ReadArrived(call, read));
  }
}
