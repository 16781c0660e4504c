package org.quorama.raft;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.RaftMessage.Campaign;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftMessage.TimeoutNow;
import org.quorama.raft.RaftMessage.TimeoutNowReply;
import org.quorama.raft.Role.Candidate;
import org.quorama.raft.Role.Follower;
import org.quorama.raft.Role.PreCandidate;
import org.quorama.raft.log.HardState;

/** Changes of term and role, and votes [Raft §5.2]. Confined to its core. */
final class Elections {
  private final RaftState state;
  private final RandomSource random;
  private final Leadership leadership;

  /** When the node last heard a leader of its term, null if it never did. Only grows. */
  private @Nullable MonotonicTime heardLeaderAt;

  /** Whether the present wait for a leader was lengthened because the node overslept its end. */
  private boolean mailHeardFirst;

  Elections(RaftState state, RandomSource random, Leadership leadership) {
    this.state = state;
    this.random = random;
    this.leadership = leadership;
  }

  /** Begins to wait for a leader, after a start. */
  void booted(MonotonicTime now) {
    resetDeadline(now);
    if (state.config().has(Feature.LEASE_READS) && state.currentTerm() > 0) {
      // Before its crash the node may have heard a leader, whose lease relies on its loyalty
      // [Dissertation §6.4.1]; it cannot know when, so it stays loyal for the whole time.
      heardLeaderAt = now;
    }
  }

  /** Waits anew for a leader; every wait is drawn anew [Raft §5.2]. */
  void resetDeadline(MonotonicTime now) {
    ElectionRules rules = state.rules().election();
    mailHeardFirst = false;
    state.electionAt(now.plus(rules.electionTimeout(state.config(), random)));
  }

  /** Begins an election if none was won and no leader was heard in time [Raft Fig. 2]. */
  void timePassed(MonotonicTime now) {
    if (state.role() instanceof Candidate candidate && candidate.askAt().isDue(now)) {
      askAgain(now, candidate);
    }
    if (!state.electionDeadline().isDue(now)) {
      return;
    }
    if (!state.mayCampaign()) {
      resetDeadline(now);
    } else if (!state.config().has(Feature.PRE_VOTE)) {
      startElection(now, Campaign.TIMEOUT);
    } else if (hasOverslept(now)) {
      mailHeardFirst = true;
      state.electionAt(now.plus(state.config().heartbeatInterval()));
    } else {
      startPreVote(now);
    }
  }

  /**
   * Tells whether the node did not run when its wait for the leader ended, so that the leader may
   * well have sent something. It hears that first, for a heartbeat interval, and once: whoever is
   * slow suspects himself before others [Lifeguard §3].
   */
  private boolean hasOverslept(MonotonicTime now) {
    MonotonicTime late = state.electionDeadline().plus(state.config().heartbeatInterval());
    return state.leaderId() != null && !mailHeardFirst && late.isDue(now);
  }

  /** Asks whether an election could be won, before the term is raised [Dissertation §9.6]. */
  private void startPreVote(MonotonicTime now) {
    PreCandidate hopeful = new PreCandidate();
    state.become(hopeful, null);
    resetDeadline(now);
    state.outbox().tell(new RaftEffect.PreVoteStarted(state.currentTerm() + 1));
    askVoters(new PreVote(state.currentTerm(), self(), state.log().last()));
    countPreVote(now, hopeful, self());
  }

  private void startElection(MonotonicTime now, Campaign campaign) {
    state.become(state.rules().election().candidacy(state.hardState(), self()));
    state.outbox().flushHardState();
    RequestVote question =
        new RequestVote(state.currentTerm(), self(), state.log().last(), campaign);
    Candidate candidate = new Candidate(question, state.outbox().lastTicket(), now);
    if (state.config().has(Feature.PRE_VOTE)) {
      candidate.askAt(now.plus(state.config().heartbeatInterval()));
    }
    state.become(candidate, null);
    resetDeadline(now);
    askVoters(question);
  }

  /**
   * Goes on with an election that waits for disks: "servers retry RPCs if they do not receive a
   * response in a timely manner" [Raft §5.1]. As long as its own vote is being written, nobody may
   * be asked for a vote; that the others would grant one keeps them from asking themselves.
   *
   * <p>Differs from [Raft §5.2]: begins no new election while its own vote is being written, nor
   * for as long again after that; because where writing a vote takes longer than an election
   * timeout, nobody would ever win a term.
   */
  private void askAgain(MonotonicTime now, Candidate candidate) {
    RaftConfig config = state.config();
    if (!candidate.givesTime(now, Leadership.diskPatience(config))) {
      candidate.askAt(MonotonicTime.NEVER);
      return;
    }
    candidate.askAt(now.plus(config.heartbeatInterval()));
    resetDeadline(now);
    RequestVote question = candidate.question();
    if (state.durability().isPersisted(candidate.voteTicket())) {
      askVoters(question);
    } else {
      askVoters(new PreVote(question.term(), self(), question.lastLog()));
    }
  }

  /** Returns when something is to be done at the latest. */
  MonotonicTime wakeup() {
    return state.role() instanceof Candidate candidate
        ? state.electionDeadline().earliest(candidate.askAt())
        : state.electionDeadline();
  }

  private void askVoters(RaftMessage question) {
    for (NodeId voter : state.membership().voters()) {
      if (!voter.equals(self())) {
        state.outbox().send(voter, question);
      }
    }
  }

  /**
   * Takes over the term of a message if it is newer and the message may make it do so: questions of
   * those who want to lead may not, as long as there is a leader [Dissertation §4.2.3].
   */
  void termArrived(MonotonicTime now, RaftMessage message) {
    boolean unheard =
        message instanceof PreVote
            || (message instanceof RequestVote request && isLoyal(now, request.campaign()));
    if (!unheard) {
      observeTerm(now, message.term());
    }
  }

  /**
   * "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to
   * follower" [Raft Fig. 2].
   */
  void observeTerm(MonotonicTime now, long term) {
    if (term > state.currentTerm()) {
      state.become(state.rules().election().newTerm(state.hardState(), term));
      becomeFollower(now, null);
    }
  }

  /** Follows a leader, or nobody yet. Term and vote stay as they are. */
  void becomeFollower(MonotonicTime now, @Nullable NodeId leader) {
    Role before = state.role();
    state.become(before instanceof Follower ? before : new Follower(), leader);
    if (before instanceof Leader deposed) {
      leadership.abandon(deposed);
      resetDeadline(now);
    }
    if (leader != null) {
      heardLeaderAt = now;
    }
  }

  /** Tells whether the node stands by a leader, be it itself, and so refuses all others. */
  private boolean isLoyal(MonotonicTime now, Campaign campaign) {
    RaftConfig config = state.config();
    boolean wanted = config.has(Feature.PRE_VOTE) || config.has(Feature.LEASE_READS);
    // The leader itself asked the candidate of a transfer to take over [Dissertation §3.10].
    if (!wanted || campaign == Campaign.TRANSFER) {
      return false;
    }
    MonotonicTime heardAt = state.role() instanceof Leader ? now : heardLeaderAt;
    return heardAt != null
        && state.rules().election().heardLeaderRecently(config, now.since(heardAt));
  }

  /** Says whether the node would vote for another; changes nothing [Dissertation §9.6]. */
  void preVote(MonotonicTime now, NodeId from, PreVote request) {
    HardState current = state.hardState();
    boolean granted =
        !isLoyal(now, Campaign.TIMEOUT)
            && state.rules().election().grantsPreVote(current, state.log().last(), request);
    if (granted && request.term() > current.currentTerm()) {
      // An election has begun already, and may wait for a disk: as after a vote, it gets time.
      resetDeadline(now);
    }
    // The term tells one that is behind where to begin, so that no two groups wait for ever.
    // One that is not durable yet is told later: others would overtake whoever waits for its disk.
    long campaignTerm = request.term() + 1;
    PreVoteReply reply = new PreVoteReply(current.currentTerm(), campaignTerm, granted);
    state.reply(from, reply, RaftState.NOTHING);
  }

  /** Counts a pre-vote. */
  void preVoteReply(MonotonicTime now, NodeId from, PreVoteReply reply) {
    if (state.role() instanceof PreCandidate hopeful
        && state.rules().election().countsPreVote(state.hardState(), reply)) {
      countPreVote(now, hopeful, from);
    }
  }

  private void countPreVote(MonotonicTime now, PreCandidate hopeful, NodeId voter) {
    hopeful.count(voter);
    if (state.rules().election().hasWon(state.membership(), hopeful.grants())) {
      startElection(now, Campaign.TIMEOUT);
    }
  }

  /** Answers a candidate of a term that is not newer, or that a loyal voter refuses. */
  void requestVote(MonotonicTime now, NodeId from, RequestVote request) {
    HardState before = state.hardState();
    boolean granted =
        !isLoyal(now, request.campaign())
            && state.rules().election().grantsVote(before, state.log().last(), request);
    if (granted) {
      if (!request.candidateId().equals(before.votedFor())) {
        state.become(new HardState(before.currentTerm(), request.candidateId()));
      }
      // A voter that grants its vote gives the candidate time to win [Raft Fig. 2].
      resetDeadline(now);
    }
    RequestVoteReply reply = new RequestVoteReply(state.currentTerm(), granted);
    state.reply(from, reply, granted ? RaftState.ALL : RaftState.NOTHING);
  }

  /** Counts a vote. */
  void requestVoteReply(MonotonicTime now, NodeId from, RequestVoteReply reply) {
    if (state.role() instanceof Candidate candidate
        && state.rules().election().countsVote(state.hardState(), reply)) {
      count(now, candidate, from);
    }
  }

  /** Counts the candidate's own vote once it is durable, like everybody else's. */
  void persisted(MonotonicTime now) {
    if (state.role() instanceof Candidate candidate
        && state.durability().isPersisted(candidate.voteTicket())) {
      candidate.voteIsDurable(now);
      count(now, candidate, self());
    }
  }

  private void count(MonotonicTime now, Candidate candidate, NodeId voter) {
    candidate.count(voter);
    if (state.rules().election().hasWon(state.membership(), candidate.votesReceived())) {
      leadership.begin(now);
    }
  }

  /** Campaigns at once, without a pre-vote, if the leader says so [Dissertation §3.10]. */
  void timeoutNow(MonotonicTime now, NodeId from, TimeoutNow request) {
    boolean current = request.term() == state.currentTerm() && !(state.role() instanceof Leader);
    if (current && state.membership().isVoter(self())) {
      startElection(now, Campaign.TRANSFER);
    }
    state.outbox().send(from, new TimeoutNowReply(state.currentTerm()));
  }

  private NodeId self() {
    return state.config().self();
  }
}
