package org.quorama.simulation.fault;

import java.util.List;
import java.util.Set;
import org.quorama.raft.RaftConfig;

/**
 * Which faults one run has, and how often. All times in nanoseconds, all rates as probabilities.
 *
 * @param network of messages
 * @param disk of forced writes
 * @param nodes of processes, clocks and settings
 * @param nemesis of the one who breaks things on purpose
 * @param load what clients do
 */
public record FaultMix(Network network, Disk disk, Nodes nodes, Trouble nemesis, Load load) {
  /**
   * Returns the same mix, but for faults after which a cluster need not recover: without voters'
   * loyalty to a leader, a server that was removed and does not know it disturbs the others for
   * ever [Dissertation §4.2.3].
   */
  public FaultMix recoverable() {
    boolean loyal =
        nodes.features().contains(RaftConfig.Feature.PRE_VOTE)
            || nodes.features().contains(RaftConfig.Feature.LEASE_READS);
    return loyal ? this : new FaultMix(network, disk, nodes, nemesis.withoutMembership(), load);
  }

  /**
   * What becomes of messages.
   *
   * @param minDelay the least time on the way
   * @param meanDelay how much longer it takes on average
   * @param loss how many are lost
   * @param duplication how many come twice
   * @param reorder how many come much later
   * @param serialised whether each is a copy made by Java serialisation
   */
  public record Network(
      long minDelay,
      long meanDelay,
      double loss,
      double duplication,
      double reorder,
      boolean serialised) {
    /** Returns a quick network without faults. */
    public Network calm() {
      return new Network(500_000, 500_000, 0, 0, 0, serialised);
    }
  }

  /**
   * How disks force writes.
   *
   * @param minForce the least time of a force
   * @param meanForce how much longer it takes on average
   * @param survival how likely unforced writes survive a crash, the oldest first
   * @param buffered how many pieces of pushed data are kept
   */
  public record Disk(long minForce, long meanForce, double survival, int buffered) {
    /** Returns a quick disk: broadcasts must be much faster than elections [Raft §5.6]. */
    public Disk calm() {
      return new Disk(500_000, 500_000, survival, buffered);
    }
  }

  /**
   * What nodes are like.
   *
   * @param driftPpm by how much of itself a clock's rate may be wrong, in millionths
   * @param voters how many of the nodes are members from the start
   * @param timing how long elections take
   * @param features what goes beyond the basic algorithm
   * @param limits the bounds of queues and messages
   * @param snapshots when snapshots are taken
   */
  public record Nodes(
      int driftPpm,
      int voters,
      RaftConfig.Timing timing,
      Set<RaftConfig.Feature> features,
      RaftConfig.Limits limits,
      RaftConfig.Snapshots snapshots) {
    /** Copies the set. */
    public Nodes {
      features = Set.copyOf(features);
    }
  }

  /**
   * How the nemesis goes about it.
   *
   * @param meanGap between two attacks on average; 0 means that nothing is broken on purpose
   * @param meanRestart how long a node is down on average
   * @param attacks what it draws from; a name that is there twice is drawn twice as often
   * @param hunt whether new leaders are hunted
   * @param allMayBeDown whether more than a minority may be down at once
   */
  public record Trouble(
      long meanGap, long meanRestart, List<Attack> attacks, Hunt hunt, boolean allMayBeDown) {
    /** Copies the list. */
    public Trouble {
      attacks = List.copyOf(attacks);
    }

    private Trouble withoutMembership() {
      List<Attack> others = attacks.stream().filter(attack -> attack != Attack.MEMBERSHIP).toList();
      return new Trouble(meanGap, meanRestart, others, hunt, allMayBeDown);
    }
  }

  /**
   * How many new leaders are hunted.
   *
   * @param probability of each
   * @param meanLife how long they live on average
   */
  public record Hunt(double probability, long meanLife) {}

  /**
   * How much clients do.
   *
   * @param clients how many
   * @param meanGap between two operations of one
   * @param dataPercent how many of them are about file data
   * @param oneFile whether all write one file
   * @param stall how often a client that has no answer waits until its session may be over
   * @param works what clients do with file data, in turn
   */
  public record Load(
      int clients, long meanGap, int dataPercent, boolean oneFile, double stall, List<Work> works) {
    /** Copies the list. */
    public Load {
      works = List.copyOf(works);
    }
  }

  /** What a client does with file data. */
  public enum Work {
    /** It writes records that have places of their own. */
    RECORDS,
    /** It appends records to a file of all. */
    APPENDS,
    /** It does anything with files of its own. */
    FILES
  }
}
