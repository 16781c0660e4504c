package org.quorama.raft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.Role.Candidate;
import org.quorama.raft.log.RaftLog;
import org.quorama.raft.log.RecoveredState;

/**
 * Raft as a pure core. Confined to the thread of its host.
 *
 * <p>It only hands each input to whom it concerns: {@link Elections}, {@link Followership} or
 * {@link Leadership}, which decide by the {@link RaftRules} and change the {@link RaftState}.
 */
public final class RaftCore implements ProtocolCore<RaftInput, RaftEffect> {
  private final RaftState state;
  private final Leadership leadership;
  private final Elections elections;
  private final Followership followership;
  private final Compaction compaction;
  private final Transfers transfers;
  private RaftStatus status;

  /**
   * Makes a core from what the disk holds, with the rules of the paper.
   *
   * @param config the settings
   * @param random draws election timeouts
   * @param recovered the durable state, {@link RecoveredState#EMPTY} on the first start
   * @param now the host's monotonic time
   * @throws org.quorama.protocol.InvariantViolation if what the disk holds makes no sense
   */
  public RaftCore(
      RaftConfig config, RandomSource random, RecoveredState recovered, MonotonicTime now) {
    this(config, RaftRules.standard(), random, recovered, now);
  }

  /**
   * Makes a core that follows other rules.
   *
   * @param config the settings
   * @param rules what the core decides by
   * @param random draws election timeouts
   * @param recovered the durable state, {@link RecoveredState#EMPTY} on the first start
   * @param now the host's monotonic time
   * @throws org.quorama.protocol.InvariantViolation if what the disk holds makes no sense
   */
  public RaftCore(
      RaftConfig config,
      RaftRules rules,
      RandomSource random,
      RecoveredState recovered,
      MonotonicTime now) {
    state = new RaftState(config, rules, recovered);
    compaction = new Compaction(state, recovered.snapshot());
    leadership = new Leadership(state, compaction);
    elections = new Elections(state, random, leadership);
    followership = new Followership(state, elections, compaction);
    transfers = new Transfers(state);
    elections.booted(now);
    status = observe();
    RaftInvariants.check(status);
    if (status.membership().index() > 0) {
      state.outbox().membershipChanged(status.membership());
    }
  }

  @Override
  public List<RaftEffect> step(MonotonicTime now, RaftInput input) {
    RaftStatus before = status;
    dispatch(now, input);
    state.applyCommitted();
    if (state.role() instanceof Leader leader) {
      leadership.conclude(now, leader);
      if (leadership.hasLeft(now, leader)) {
        elections.becomeFollower(now, null);
      }
    }
    compaction.takeIfDue();
    transfers.conclude(now);
    status = observe();
    RaftInvariants.check(status);
    RaftInvariants.checkStep(before, status);
    return announced(before, state.outbox().drain());
  }

  @Override
  public MonotonicTime nextWakeup() {
    MonotonicTime ofRole =
        state.role() instanceof Leader leader
            ? leader.wakeup().earliest(leadership.stepDownDeadline(leader))
            : elections.wakeup();
    return ofRole.earliest(transfers.deadline());
  }

  /** Returns what the node believes of itself. */
  public RaftStatus status() {
    return status;
  }

  /** Returns a read view of the log, for checkers and views; it changes with every step. */
  public RaftLog log() {
    return state.log();
  }

  /**
   * Returns the last index up to which the log is on this node's disk, for checkers and views. What
   * completes late proves nothing of entries that replaced it.
   */
  public long durableIndex() {
    return state.durability().durableIndex();
  }

  private void dispatch(MonotonicTime now, RaftInput input) {
    if (input instanceof RaftInput.TimePassed) {
      timePassed(now);
    } else if (input instanceof RaftInput.MessageArrived arrived) {
      messageArrived(now, arrived);
    } else if (input instanceof RaftInput.CommandsProposed proposed) {
      commandsProposed(now, proposed.proposals());
    } else if (input instanceof RaftInput.ReadsRequested requested) {
      readsRequested(now, requested);
    } else if (input instanceof RaftInput.TransferRequested requested) {
      transfers.request(now, requested);
    } else if (input instanceof RaftInput.Persisted persisted) {
      persisted(now, persisted);
    } else if (input instanceof RaftInput.SnapshotTaken taken) {
      compaction.taken(taken.index(), taken.state());
    } else if (input instanceof RaftInput.MembershipChangeRequested requested) {
      changeRequested(now, requested);
    } else {
      throw new AssertionError("No such input: " + input);
    }
  }

  private void timePassed(MonotonicTime now) {
    if (!(state.role() instanceof Leader leader)) {
      elections.timePassed(now);
    } else if (leadership.stepDownDeadline(leader).isDue(now)) {
      // "A leader steps down if an election timeout elapses without a successful round of
      // heartbeats to a majority of its cluster" [Dissertation §6.2].
      elections.becomeFollower(now, null);
    } else {
      leadership.timePassed(now, leader);
    }
  }

  private void messageArrived(MonotonicTime now, RaftInput.MessageArrived arrived) {
    NodeId from = arrived.from();
    RaftMessage message = arrived.message();
    // A server takes requests of servers that are not in its configuration, because it may not
    // know the latest one yet [Dissertation §4.2.1]; answers count from those only that were asked.
    boolean counts = !message.isReply() || isKnown(from);
    if (counts && !from.equals(state.config().self())) {
      elections.termArrived(now, message);
      message.accept(new Dispatcher(now, from));
    }
  }

  private void commandsProposed(MonotonicTime now, List<RaftInput.Proposal> proposals) {
    if (state.role() instanceof Leader leader) {
      leadership.propose(now, leader, proposals);
    } else {
      proposals.forEach(proposal -> refuse(proposal.id()));
    }
  }

  private boolean isKnown(NodeId from) {
    return state.membership().contains(from)
        || (state.role() instanceof Leader leader && leader.followers().containsKey(from));
  }

  private void changeRequested(MonotonicTime now, RaftInput.MembershipChangeRequested requested) {
    if (state.role() instanceof Leader leader) {
      leadership.change(now, leader, requested);
    } else {
      refuse(requested.id());
    }
  }

  private void refuse(CallId id) {
    state.outbox().answer(id, new ProposalOutcome.NotLeader(state.leaderHint()));
  }

  private void readsRequested(MonotonicTime now, RaftInput.ReadsRequested requested) {
    if (state.role() instanceof Leader leader) {
      leadership.reads().request(now, leader, requested.ids());
    } else {
      ReadOutcome outcome = new ReadOutcome.NotLeader(state.leaderHint());
      requested.ids().forEach(id -> state.outbox().answer(id, outcome));
    }
  }

  private void persisted(MonotonicTime now, RaftInput.Persisted persisted) {
    Invariants.check(
        persisted.ticket() <= state.outbox().lastTicket(),
        "Ticket %d is durable, but only %d were given",
        persisted.ticket(),
        state.outbox().lastTicket());
    state.durability().persisted(persisted.ticket());
    elections.persisted(now);
    if (state.role() instanceof Leader leader) {
      leadership.advanceCommit(leader);
      compaction.persisted(leader.neededFrom(now, state.config().electionTimeoutMax()));
    } else {
      compaction.persisted(Long.MAX_VALUE);
    }
  }

  /** Puts in front what the host should know before it does the rest. */
  private List<RaftEffect> announced(RaftStatus before, List<RaftEffect> effects) {
    long term = status.hardState().currentTerm();
    boolean sameRole =
        before.role() == status.role()
            && before.hardState().currentTerm() == term
            && Objects.equals(before.leaderId(), status.leaderId());
    boolean sameMembers = before.membership().equals(status.membership());
    if (sameRole && sameMembers) {
      return Collections.unmodifiableList(effects);
    }
    List<RaftEffect> announced = new ArrayList<>(effects.size() + 2);
    if (!sameRole) {
      announced.add(new RaftEffect.RoleChanged(status.role(), term, status.leaderId()));
    }
    if (!sameMembers) {
      announced.add(new RaftEffect.MembershipChanged(status.membership()));
    }
    announced.addAll(effects);
    return Collections.unmodifiableList(announced);
  }

  private RaftStatus observe() {
    Map<NodeId, Long> matchIndex = Map.of();
    Map<NodeId, Long> nextIndex = Map.of();
    if (state.role() instanceof Leader leader) {
      matchIndex = leader.matchIndexes(state.durability().durableIndex());
      nextIndex = leader.nextIndexes();
    }
    return new RaftStatus(
        state.hardState(),
        state.role().name(),
        state.leaderId(),
        new RaftStatus.LogIndexes(
            state.log().last(),
            state.commitIndex(),
            state.lastApplied(),
            compaction.snapshotIndex()),
        state.role() instanceof Candidate candidate
            ? List.copyOf(candidate.votesReceived())
            : List.of(),
        matchIndex,
        nextIndex,
        state.role() instanceof Leader leader
            ? leader.heartbeatDeadline()
            : state.electionDeadline(),
        state.membership());
  }

  /** Hands a message of a term that is not newer to whom it concerns. */
  private final class Dispatcher implements RaftMessage.Handler<RoleName> {
    private final MonotonicTime now;
    private final NodeId from;

    Dispatcher(MonotonicTime now, NodeId from) {
      this.now = now;
      this.from = from;
    }

    @Override
    public RoleName requestVote(RequestVote message) {
      elections.requestVote(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName requestVoteReply(RequestVoteReply message) {
      elections.requestVoteReply(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName appendEntries(AppendEntries message) {
      followership.appendEntries(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName appendEntriesReply(AppendEntriesReply message) {
      if (state.role() instanceof Leader leader) {
        leadership.appendEntriesReply(now, leader, from, message);
      }
      return state.role().name();
    }

    @Override
    public RoleName preVote(RaftMessage.PreVote message) {
      elections.preVote(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName preVoteReply(RaftMessage.PreVoteReply message) {
      elections.preVoteReply(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName installSnapshot(RaftMessage.InstallSnapshot message) {
      followership.installSnapshot(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName installSnapshotReply(RaftMessage.InstallSnapshotReply message) {
      if (state.role() instanceof Leader leader) {
        leadership.installSnapshotReply(now, leader, from, message);
      }
      return state.role().name();
    }

    @Override
    public RoleName timeoutNow(RaftMessage.TimeoutNow message) {
      elections.timeoutNow(now, from, message);
      return state.role().name();
    }

    @Override
    public RoleName timeoutNowReply(RaftMessage.TimeoutNowReply message) {
      return state.role().name();
    }
  }
}
