package org.quorama.simulation.mutant;

import java.util.Set;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftRules;
import org.quorama.simulation.PlantedBug;

/**
 * One node's share of the planted bugs. Confined to the thread of its run.
 *
 * <p>The rules and the core of a boot belong together: some bugs need both.
 */
public final class Mutants {
  private final Set<PlantedBug> bugs;
  private final RaftConfig config;
  private final WrongElections elections = new WrongElections();

  /**
   * Makes the bugs of a boot.
   *
   * @param bugs which are planted
   * @param config the node's settings
   */
  public Mutants(Set<PlantedBug> bugs, RaftConfig config) {
    this.bugs = bugs;
    this.config = config;
  }

  /** Returns the rules of the paper, or wrong ones. */
  public RaftRules rules() {
    RaftRules rules = RaftRules.standard();
    for (PlantedBug bug : bugs) {
      rules = rules(bug, rules);
    }
    return rules;
  }

  private RaftRules rules(PlantedBug bug, RaftRules rules) {
    return switch (bug) {
      case COMMIT_OLD_TERM_BY_COUNTING -> rules.with(new WrongCommits.ByCounting());
      case COMMIT_TO_LAST_INDEX -> rules.with(new WrongCommits.ToLastIndex());
      case ALWAYS_TRUNCATES -> rules.with(new WrongReplication.AlwaysTruncates());
      case ACK_MORE_THAN_PROVED -> rules.with(new WrongReplication.AcknowledgesAll());
      case MATCH_INDEX_FALLS -> rules.with(new WrongReplication.MatchFalls());
      case MEMBERSHIP_BEFORE_OWN_ENTRY -> rules.with(new WrongCommits.ChangesAtOnce());
      case SECOND_PENDING_MEMBERSHIP -> rules.with(new WrongCommits.ChangesInARow());
      case NO_UP_TO_DATE_CHECK -> rules.with(new WrongElections.VotesForAnyone());
      case LATE_VOTES_COUNTED -> rules.with(new WrongElections.CountsLateVotes());
      case VOTES_COUNTED_TWICE -> rules.with(new WrongElections.CountsTwice(config.self()));
      case STEPPED_DOWN_FORGETS_VOTE -> rules.with(elections);
      case READ_WITHOUT_OWN_ENTRY -> rules.with(new WrongReads.WithoutOwnEntry());
      case READ_BY_EARLIER_ACKS -> rules.with(new WrongReads.ByEarlierAcks());
      case LEASE_TOO_LONG -> rules.with(new WrongReads.LongLease());
      default -> rules;
    };
  }

  /**
   * Returns a core, or wrong ones around it.
   *
   * @param core made with {@link #rules}
   */
  public HostedCore around(HostedCore core) {
    HostedCore wrapped = core;
    for (PlantedBug bug : bugs) {
      wrapped = around(bug, wrapped);
    }
    return wrapped;
  }

  private HostedCore around(PlantedBug bug, HostedCore core) {
    return switch (bug) {
      case STEPPED_DOWN_FORGETS_VOTE -> new WrongLeaders.ForgetsVote(core, elections);
      case DEPOSED_LEADER_APPENDS -> new WrongLeaders.AppendsDeposed(core, config);
      case STALE_SNAPSHOT_INSTALLED -> new WrongSnapshots.InstallsStale(core);
      case SNAPSHOT_WITHOUT_RESULTS -> new WrongSnapshots.ForgetsResults(core, config.self());
      case RETRY_RUNS_TWICE -> new WrongSessions.RunsTwice(core);
      case ACKED_BEFORE_ALL_REPLICAS -> new WrongChunks.AcksEarly(core);
      case ACKED_BEFORE_REPLICA_FORCES -> new WrongChunks.DoesNotForce(core);
      case PRIMARY_OUTLIVES_LEASE -> new WrongChunks.KeepsLease(core);
      case SECONDARY_DOES_NOT_FENCE -> new WrongChunks.DoesNotFence(core);
      case FIRST_WRITE_TAKEN_AGAIN -> new WrongChunks.TakesFirstAgain(core);
      case STALE_REPLICA_LISTED -> new WrongMasters.ListsStale(core);
      case TRIMS_BY_OLD_REPORTS -> new WrongMasters.TrimsByOldReports(core);
      case SHARED_CHUNK_COLLECTED -> new WrongMasters.CollectsShared(core);
      case UNKNOWN_CHUNK_COLLECTED -> new WrongMasters.CollectsUnknown(core);
      case RESERVED_CHUNK_COLLECTED -> new WrongMasters.CollectsReserved(core);
      default -> core;
    };
  }
}
