package org.quorama.runtime;

import java.util.List;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage;
import org.quorama.remote.NodePort.LinkCut;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/**
 * Cuts a live node off from others while a lab wants it: questions and answers are lost, each way
 * for itself. Thread-safe.
 *
 * <p>It acts where messages enter and leave the node, never inside a core. Clients are not cut off,
 * nor is discovery. A restart ends every cut.
 */
public final class LinkSwitch {
  private volatile LinkCut cut = LinkCut.NONE;

  /**
   * Cuts links, in place of those cut before.
   *
   * @param cut which
   */
  public void cut(LinkCut cut) {
    this.cut = cut;
  }

  /**
   * Returns the way to another node with a switch in it.
   *
   * @param peer which node
   * @param port the way without
   */
  public PeerPort leaving(NodeId peer, PeerPort port) {
    return new Leaving(peer, port);
  }

  /**
   * Returns what serves other nodes with a switch in front.
   *
   * @param port what serves them without
   */
  public PeerPort arriving(PeerPort port) {
    return new Arriving(port);
  }

  private static void lose(List<NodeId> among, NodeId node, Effect effect) {
    if (among.contains(node)) {
      String message = "The link with " + node + " is cut: 'quorama heal' mends it";
      throw new NodeUnreachableException(message, effect, new IllegalStateException(message));
    }
  }

  /** Loses what is sent to the other node, and what comes back. */
  private <T> T ask(NodeId peer, Supplier<T> call) {
    lose(cut.outgoing(), peer, Effect.NONE);
    T answer = call.get();
    lose(cut.incoming(), peer, Effect.UNKNOWN);
    return answer;
  }

  /** Loses what comes from the other node, and what is answered. */
  private <T> T serve(NodeId peer, Supplier<T> call) {
    lose(cut.incoming(), peer, Effect.NONE);
    T answer = call.get();
    lose(cut.outgoing(), peer, Effect.UNKNOWN);
    return answer;
  }

  private final class Leaving implements PeerPort {
    private final NodeId peer;
    private final PeerPort port;

    Leaving(NodeId peer, PeerPort port) {
      this.peer = peer;
      this.port = port;
    }

    @Override
    public void open() {
      lose(cut.outgoing(), peer, Effect.NONE);
      port.open();
    }

    @Override
    public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
      return LinkSwitch.this.ask(peer, () -> port.ask(stamp, request));
    }

    @Override
    public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
      return LinkSwitch.this.ask(peer, () -> port.grant(stamp, grant));
    }

    @Override
    public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order) {
      return LinkSwitch.this.ask(peer, () -> port.revoke(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
      return LinkSwitch.this.ask(peer, () -> port.cloneChunk(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
      return LinkSwitch.this.ask(peer, () -> port.copyChunk(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
      return LinkSwitch.this.ask(peer, () -> port.mutate(stamp, mutate));
    }

    @Override
    public Stamped<ChunkMessage.MutationReply> mutate(
        Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
      return LinkSwitch.this.ask(peer, () -> port.mutate(stamp, mutate, data));
    }

    @Override
    public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
      return LinkSwitch.this.ask(peer, () -> port.report(stamp, report));
    }

    @Override
    public ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
      return LinkSwitch.this.ask(peer, () -> port.pass(stamp, data));
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      return LinkSwitch.this.ask(peer, () -> port.read(read));
    }
  }

  private final class Arriving implements PeerPort {
    private final PeerPort port;

    Arriving(PeerPort port) {
      this.port = port;
    }

    @Override
    public Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request) {
      return serve(stamp.from(), () -> port.ask(stamp, request));
    }

    @Override
    public Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant) {
      return serve(stamp.from(), () -> port.grant(stamp, grant));
    }

    @Override
    public Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke order) {
      return serve(stamp.from(), () -> port.revoke(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order) {
      return serve(stamp.from(), () -> port.cloneChunk(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order) {
      return serve(stamp.from(), () -> port.copyChunk(stamp, order));
    }

    @Override
    public Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
      return serve(stamp.from(), () -> port.mutate(stamp, mutate));
    }

    @Override
    public Stamped<ChunkMessage.MutationReply> mutate(
        Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
      return serve(stamp.from(), () -> port.mutate(stamp, mutate, data));
    }

    @Override
    public Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report) {
      return serve(stamp.from(), () -> port.report(stamp, report));
    }

    @Override
    public ChunkMessage.MutationReply pass(Stamp stamp, PushedData data) {
      return serve(stamp.from(), () -> port.pass(stamp, data));
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      return port.read(read); // who asks has cut itself off as well
    }
  }
}
