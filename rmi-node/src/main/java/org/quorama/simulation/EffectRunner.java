package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.mutant.DurabilityReports;

/**
 * Executes a node's effects on the simulated disk and network.
 *
 * <p>Invariant: a message that promises durability leaves only when every earlier persist effect is
 * durable; until then it waits at the gate.
 */
final class EffectRunner {
  /** More calls than any recorded node has numbered. */
  private static final long CALLS_OF_PAST = 1L << 40;

  private final World world;
  private final SimulatedNode node;
  private final ClusterChecker checker;
  private final NodeMaker maker;
  private final ChunkRunner chunks;

  /** Messages that wait for the disk, oldest first. */
  private final ArrayDeque<Gated> gate = new ArrayDeque<>();

  private long writtenTicket;
  private long durableTicket;

  private final DurabilityReports reports;

  /** Whether the node crashes as soon as a force ends. */
  private boolean crashAfterForce;

  /** What a lab sees of this boot, null without a lab or while the node is down. */
  private @Nullable NodeLab lab;

  private record Gated(long ticket, RaftEffect.SendMessage send) {}

  EffectRunner(World world, SimulatedNode node, ClusterChecker checker, NodeMaker maker) {
    this.world = world;
    this.node = node;
    this.checker = checker;
    this.maker = maker;
    this.reports = new DurabilityReports(world.plan().bugs());
    this.chunks = new ChunkRunner(world, node, checker, maker);
  }

  ChunkRunner chunks() {
    return chunks;
  }

  /** Takes over what a node was doing whose disk has this to do; what was to leave is lost. */
  void goOn(ForkPoint.Running running, List<RaftEffect.Persist> pending) {
    chunks.goOnBehind(CALLS_OF_PAST);
    pending.forEach(this::write);
    running.work().forEach(chunks::execute);
  }

  /** Lets the node crash when its next force has ended and before anything leaves. */
  void crashAfterForce() {
    crashAfterForce = true;
  }

  void spare() {
    crashAfterForce = false;
  }

  /** Returns how many calls to this node wait for an answer, and messages for the disk. */
  int waiting() {
    return gate.size() + chunks.waiting();
  }

  /** Shows the boot that has just begun to the lab, if there is one. */
  void booted() {
    lab = NodeLab.of(world, node, maker);
  }

  @Nullable NodeLab lab() {
    return lab;
  }

  void crash() {
    if (lab != null) {
      lab.down();
      lab = null;
    }
    gate.clear();
    reports.crash();
    writtenTicket = 0;
    durableTicket = 0;
    crashAfterForce = false;
    chunks.crash();
  }

  void execute(NodeEffect effect) {
    if (effect instanceof NodeEffect.OfRaft raft) {
      execute(raft.effect());
    } else if (effect instanceof NodeEffect.OfMaster master) {
      chunks.execute(master.effect());
    } else if (effect instanceof NodeEffect.OfChunk chunk) {
      chunks.execute(chunk.effect());
    }
  }

  private void execute(RaftEffect effect) {
    if (effect instanceof RaftEffect.Persist persist) {
      write(persist);
    } else if (effect instanceof RaftEffect.SendMessage send) {
      if (send.promisesDurability() && durableTicket < writtenTicket) {
        gate.add(new Gated(writtenTicket, send));
      } else {
        send(send);
      }
    } else if (effect instanceof RaftEffect.MembershipChanged && world.network().isAnythingCut()) {
      world.counters().count(Sometimes.MEMBERSHIP_CHANGED_WHILE_CUT);
    }
  }

  private void write(RaftEffect.Persist persist) {
    writtenTicket = persist.ticket();
    reports.written(persist);
    maker.disk().write(persist, node.diskListener());
    if (reports.comesBeforeItsTime(node.leads())) {
      NodeInput early = new NodeInput.ForRaft(new RaftInput.Persisted(persist.ticket()));
      world.schedule().after(0, node.inThisBoot(() -> node.take(early)));
    }
  }

  /** Goes on when everything up to a ticket is durable. */
  void persisted(long durable) {
    long ticket = reports.reported(durable);
    if (crashAfterForce) {
      world.counters().count(Sometimes.CRASH_AFTER_FORCE);
      node.crash();
      return;
    }
    durableTicket = Math.max(durableTicket, ticket);
    node.tracing().persisted(ticket);
    while (!gate.isEmpty() && gate.peek().ticket() <= durableTicket) {
      send(gate.remove().send());
    }
    node.take(new NodeInput.ForRaft(new RaftInput.Persisted(ticket)));
  }

  private void send(RaftEffect.SendMessage send) {
    checker.leaving(node.index(), send.to(), send.message());
    count(send.message());
    NodeTracing.Stamp stamp = node.tracing().sent(send.to(), send.message());
    SimulatedNode to = world.peers().get(world.indexOf(send.to()));
    RaftMessage message = world.network().carried(send.message());
    if (lab != null) {
      lab.send(to, message, stamp);
      return;
    }
    world.network().send(node.index(), to.index(), () -> to.messageArrived(node, message, stamp));
  }

  private void count(RaftMessage message) {
    RaftStatus status = node.status();
    boolean refused =
        (message instanceof RaftMessage.PreVoteReply pre && !pre.voteGranted())
            || (message instanceof RaftMessage.RequestVoteReply vote && !vote.voteGranted());
    if (refused && status != null && status.leaderId() != null) {
      world.counters().count(Sometimes.VOTE_REFUSED_BY_LOYALTY);
    } else if (message instanceof RaftMessage.InstallSnapshot install
        && install.piece().offset() > 0) {
      world.counters().count(Sometimes.SNAPSHOT_IN_PIECES);
    }
  }
}
