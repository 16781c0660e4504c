package org.quorama.simulation.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quorama.raft.RaftEffect;
import org.quorama.simulation.PlantedBug;

/** What a host tells its core of tickets: the truth, unless a bug is planted. */
public final class DurabilityReports {
  private final Set<PlantedBug> bugs;

  /** The appends of this boot, in the order of their tickets; kept for one bug only. */
  private final List<Append> appends = new ArrayList<>();

  private record Append(long ticket, long lastIndex) {}

  /**
   * Makes the reports of a node.
   *
   * @param bugs which are planted
   */
  public DurabilityReports(Set<PlantedBug> bugs) {
    this.bugs = bugs;
  }

  /** Forgets what was written and not forced. */
  public void crash() {
    appends.clear();
  }

  /**
   * Tells whether a leader's core hears of a write at once.
   *
   * @param leads whether the node leads
   */
  public boolean comesBeforeItsTime(boolean leads) {
    return leads && bugs.contains(PlantedBug.LEADER_COUNTS_BEFORE_FSYNC);
  }

  /**
   * Takes note of a write.
   *
   * @param persist what is written
   */
  public void written(RaftEffect.Persist persist) {
    if (bugs.contains(PlantedBug.DURABILITY_ABA)
        && persist instanceof RaftEffect.AppendToLog append) {
      long last = append.entries().get(append.entries().size() - 1).index();
      appends.add(new Append(persist.ticket(), last));
    }
  }

  /**
   * Returns the ticket that is reported when everything up to another one is durable.
   *
   * @param durableTicket that one
   */
  public long reported(long durableTicket) {
    long index = 0;
    for (Append append : appends) {
      index = append.ticket() <= durableTicket ? append.lastIndex() : index;
    }
    long reported = durableTicket;
    for (Append append : appends) {
      // The bug: an index that was durable once is taken for durable for ever.
      reported = append.lastIndex() <= index ? Math.max(reported, append.ticket()) : reported;
    }
    return reported;
  }
}
