package org.quorama.runtime.lab;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.trace.FaultTrace.LinkRule;

/**
 * Has the links of a live node misbehave while a lab wants it, each way for itself. Thread-safe.
 *
 * <p>It acts where messages enter and leave the node, never inside a core. Clients are not cut off.
 * A restart makes every link whole.
 */
public final class LinkSwitch {
  private final NodeId self;
  private final LinkFates fates = new LinkFates(new SplittableRandom());
  private volatile List<LinkRule> rules = List.of();

  /**
   * Makes a switch that lets everything pass.
   *
   * @param self whose links they are
   */
  public LinkSwitch(NodeId self) {
    this.self = self;
  }

  /**
   * Gives links new rules, in place of all earlier ones.
   *
   * @param given of any links; those that neither begin nor end here are left out
   */
  public void set(List<LinkRule> given) {
    List<LinkRule> mine =
        given.stream().filter(rule -> rule.from().equals(self) || rule.to().equals(self)).toList();
    fates.set(mine);
    rules = mine;
  }

  /** Returns the rules of links from and to this node. */
  public List<LinkRule> rules() {
    return rules;
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

  private void lose(NodeId from, NodeId to, Effect effect) {
    if (fates.isCut(from, to)) {
      String message = "The link from " + from + " to " + to + " is cut: 'quorama heal' mends it";
      throw new NodeUnreachableException(message, effect, new IllegalStateException(message));
    }
  }

  /** Loses what is sent to the other node, and what comes back. */
  private <T> T ask(NodeId peer, Supplier<T> call) {
    lose(self, peer, Effect.NONE);
    T answer = call.get();
    lose(peer, self, Effect.UNKNOWN);
    return answer;
  }

  /** Loses what comes from the other node, and what is answered. */
  private <T> T serve(NodeId peer, Supplier<T> call) {
    lose(peer, self, Effect.NONE);
    T answer = call.get();
    lose(self, peer, Effect.UNKNOWN);
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
      lose(self, peer, Effect.NONE);
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
