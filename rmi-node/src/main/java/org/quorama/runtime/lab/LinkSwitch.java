package org.quorama.runtime.lab;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PeerPort;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.FaultTrace.LinkRule;

/**
 * Has the links of a live node misbehave while a lab wants it, each way for itself. Thread-safe.
 *
 * <p>It acts where messages enter and leave the node, never inside a core. Messages that pass the
 * {@link MessageGate} meet their rules there, where they are asked, and both ways; here they are
 * refused if the asker does not know yet that the link is cut. What passes no gate, bytes of files,
 * is lost and delayed here. Clients are not cut off. A restart makes every link whole.
 */
public final class LinkSwitch {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final NodeId self;
  private final LiveClock clock;
  private final LinkFates fates;
  private volatile List<LinkRule> rules = List.of();
  private volatile boolean deaf;

  /**
   * Makes a switch that lets everything pass.
   *
   * @param self whose links they are
   * @param clock by which messages are delayed
   */
  public LinkSwitch(NodeId self, LiveClock clock) {
    this(self, clock, new SplittableRandom());
  }

  /**
   * Makes a switch that lets everything pass.
   *
   * @param self whose links they are
   * @param clock by which messages are delayed
   * @param random decides what is left to chance
   */
  public LinkSwitch(NodeId self, LiveClock clock, SplittableRandom random) {
    this.self = self;
    this.clock = clock;
    this.fates = new LinkFates(random);
  }

  /** Returns what decides about messages. */
  LinkFates fates() {
    return fates;
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

  private void refuse(NodeId from, NodeId to, String why, Effect effect) {
    String message = "The link from " + from + " to " + to + " loses this: " + why;
    throw new NodeUnreachableException(message, effect, new IllegalStateException(message));
  }

  /**
   * Has the node hear nothing of others, or do again: it is paused, and its silence is all that
   * they notice.
   *
   * @param isDeaf whether it is to be
   */
  void hearNothing(boolean isDeaf) {
    deaf = isDeaf;
  }

  private void refuseIfCut(NodeId from, NodeId to) {
    if (fates.isCut(from, to)) {
      refuse(from, to, "it is cut, 'quorama heal' mends it", Effect.NONE);
    }
  }

  /** Loses or delays bytes of files on their way to the other node, and the answer. */
  private <T> T stream(NodeId peer, Supplier<T> call) {
    travel(self, peer, Effect.NONE);
    T answer = call.get();
    travel(peer, self, Effect.UNKNOWN);
    return answer;
  }

  private void travel(NodeId from, NodeId to, Effect effect) {
    LinkFates.Fate fate = fates.next(from, to);
    if (fate.isLost()) {
      refuse(from, to, fate.lostBy(), effect);
    }
    if (fate.delayNanos() > 0 && !clock.pace().frozen()) {
      MonotonicTime due = clock.now().plus(Duration.ofNanos(fate.delayNanos()));
      LockSupport.parkNanos(Math.min(clock.realNanosUntil(due), LONGEST_NANOS));
    }
  }

  /** Loses what comes from the other node over a link that is cut. */
  private <T> T serve(NodeId peer, Supplier<T> call) {
    if (deaf) {
      refuse(peer, self, "the node is paused, 'quorama resume' has it go on", Effect.UNKNOWN);
    }
    refuseIfCut(peer, self);
    return call.get();
  }

  /** Orders pass the gate, where they meet their rules; bytes of files meet them here. */
  private final class Leaving extends GuardedPort {
    private final NodeId peer;
    private final PeerPort port;

    Leaving(NodeId peer, PeerPort port) {
      super(port);
      this.peer = peer;
      this.port = port;
    }

    @Override
    public void open() {
      refuseIfCut(self, peer);
      port.open();
    }

    @Override
    <T> T order(Stamp stamp, Supplier<T> call) {
      return call.get();
    }

    @Override
    <T> T data(Stamp stamp, Supplier<T> call) {
      return stream(peer, call);
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      return stream(peer, () -> port.read(read));
    }
  }

  /** Who reads has cut itself off as well, so reads are not refused here. */
  private final class Arriving extends GuardedPort {
    private final PeerPort port;

    Arriving(PeerPort port) {
      super(port);
      this.port = port;
    }

    @Override
    <T> T order(Stamp stamp, Supplier<T> call) {
      return serve(stamp.from(), call);
    }

    @Override
    <T> T data(Stamp stamp, Supplier<T> call) {
      return serve(stamp.from(), call);
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      return port.read(read);
    }
  }
}
