package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.CallId;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules.Rule;

/** Checks which replicas masters list and which they have deleted. */
final class ReplicaListing {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final ChunkChecker chunks;
  private final ShadowMaster master;
  private final int replication;
  private final Counters counters;
  private final Map<Report, MasterInput.ReportArrived> reports = new HashMap<>();
  private final OpenReports open;

  private record Report(int node, CallId call) {}

  ReplicaListing(
      Rules rules,
      ClusterChecker.Nodes checked,
      ChunkChecker chunks,
      ShadowMaster master,
      Counters counters) {
    this.rules = rules;
    this.nodes = checked.all();
    this.chunks = chunks;
    this.master = master;
    this.replication = checked.master().replication();
    this.counters = counters;
    this.open = new OpenReports(chunks.bytes());
  }

  void booted(int node) {
    reports.keySet().removeIf(report -> report.node() == node);
    open.booted(nodes.get(node));
  }

  void taking(int node, MasterInput input) {
    if (input instanceof MasterInput.ReportArrived arrived) {
      reports.put(new Report(node, arrived.call()), arrived);
    }
  }

  /** Checks what a master tells of replicas: each must have the version that is named. */
  void answered(int node, MasterEffect.AnswerOperation answer) {
    if (answer.reply().value() instanceof OperationValue.Locations locations) {
      locations.chunks().forEach(location -> listed(node, location));
    } else if (answer.reply().value() instanceof OperationValue.WritableChunk writable) {
      listed(node, writable.location());
    }
  }

  private void listed(int node, OperationValue.ChunkLocation location) {
    ChunkVersion counted = chunks.counted(location.chunk());
    if (counted == null || counted.compareTo(location.version()) < 0) {
      return; // what was never confirmed holds nothing that was acknowledged
    }
    for (NodeId replica : location.replicas()) {
      ChunkVersion held = chunks.bytes().version(location.chunk(), replica);
      if (held != null && held.compareTo(location.version()) < 0) {
        throw rules.broken(
            Rule.LISTED_REPLICAS,
            "%s lists %s for %s %s, which has %s",
            nodes.get(node),
            replica,
            location.chunk(),
            location.version(),
            held);
      }
      if (held != null && held.equals(location.version()) && held.equals(counted)) {
        chunks.bytes().require(location.chunk(), held, replica);
      }
    }
  }

  /** Notes a report when it leaves a chunkserver. */
  void reporting(int node, ChunkEffect.SendReport send) {
    open.reporting(nodes.get(node), chunks.bytes().chunks(node), send);
  }

  /** Checks what a master orders away [GFS §4.4]. */
  void answered(int node, MasterEffect.AnswerReport answer) {
    MasterInput.ReportArrived report = reports.remove(new Report(node, answer.call()));
    if (report != null) {
      answer.orders().garbage().forEach(chunk -> ordersAway(node, report, chunk));
    }
  }

  /**
   * Checks a master that has a replica deleted. A deposed one that does not know it yet judges a
   * replica by an old report; nothing is taken if its chunkserver does not hear the order any more.
   */
  private void ordersAway(int node, MasterInput.ReportArrived report, ChunkId chunk) {
    NodeId from = report.from();
    ChunkVersion current = current(chunk);
    ChunkVersion held = chunks.bytes().version(chunk, from);
    boolean hears = open.hears(from, report.report().number(), chunk);
    if (current == null) {
      counters.count(Sometimes.ORPHAN_NAMED);
    } else if (hears && held != null && held.compareTo(current) >= 0) {
      excess(node, nodes.indexOf(from), chunk, current);
    }
  }

  private void excess(int node, int from, ChunkId chunk, ChunkVersion current) {
    counters.count(Sometimes.EXCESS_NAMED);
    boolean intact = chunks.bytes().isIntact(chunk, from);
    int others = chunks.bytes().others(chunk, current, from, false);
    if (others < replication && intact) {
      throw rules.broken(
          Rule.REFERENCED_STAYS,
          "%s has %s of %s deleted, which a file has; %d replicas of %s are elsewhere",
          nodes.get(node),
          chunk,
          nodes.get(from),
          others,
          current);
    }
  }

  /**
   * Checks that a deletion does not take the last good replica; and that it takes none of too few
   * if it is by an order that the chunkserver should not have heard.
   */
  void deleted(int node, ChunkFact.ReplicaDeleted fact) {
    boolean isOvertaken = open.wasOvertaken(nodes.get(node), fact.chunk());
    ChunkVersion current = current(fact.chunk());
    ChunkVersion held = chunks.bytes().version(fact.chunk(), nodes.get(node));
    if (current == null || held == null || held.compareTo(current) < 0) {
      return;
    }
    boolean isGood = chunks.bytes().isIntact(fact.chunk(), node);
    int good = chunks.bytes().others(fact.chunk(), current, node, true);
    int others = chunks.bytes().others(fact.chunk(), current, node, false);
    if (isGood && (good == 0 || (isOvertaken && others < replication))) {
      throw rules.broken(
          Rule.REFERENCED_STAYS,
          "%s deletes its %s of %s, which a file has; %d replicas are elsewhere, %d of them good",
          nodes.get(node),
          held,
          fact.chunk(),
          others,
          good);
    }
  }

  /** Returns the version that is committed for a chunk, null if no file has it. */
  private @Nullable ChunkVersion current(ChunkId chunk) {
    return master.chunk(chunk).map(entry -> entry.current().version()).orElse(null);
  }

  /**
   * Checks that a chunk of several files is not changed. A first write that comes when another
   * version is confirmed makes a replica that counts for nothing.
   */
  void ordered(int node, ChunkFact.MutationOrdered fact) {
    int references = master.chunk(fact.chunk()).map(ChunkEntry::references).orElse(0);
    ChunkVersion current = current(fact.chunk());
    boolean isOver = current != null && current.compareTo(fact.version()) > 0;
    boolean isLate = isOver && chunks.isFirstWrite(node);
    if (references > 1 && !isLate) {
      throw rules.broken(
          Rule.SHARED_CHUNK_STAYS,
          "%s orders mutation %d of %s, which %d files share",
          nodes.get(node),
          fact.serial(),
          fact.chunk(),
          references);
    }
  }

  /**
   * Says what the replicas of committed chunks are not yet as they should be, empty if they are.
   *
   * @param members the nodes that count
   */
  String unfinished(List<Integer> members) {
    SortedMap<ChunkId, ChunkEntry> all = master.chunks();
    for (int node : members) {
      for (ChunkId chunk : chunks.bytes().chunks(node)) {
        if (!all.containsKey(chunk)) {
          return nodes.get(node) + " has " + chunk + ", which no file has";
        }
      }
    }
    int wanted = Math.min(replication, members.size());
    for (ChunkEntry entry : all.values()) {
      String words = entry.confirmed() == null ? "" : unfinished(entry, members, wanted);
      if (!words.isEmpty()) {
        return words;
      }
    }
    return "";
  }

  private String unfinished(ChunkEntry entry, List<Integer> members, int wanted) {
    int good = 0;
    int bad = 0;
    for (int node : members) {
      ChunkVersion held = chunks.bytes().version(entry.chunk(), nodes.get(node));
      boolean isCurrent = held != null && held.compareTo(entry.current().version()) >= 0;
      boolean isGood = isCurrent && chunks.bytes().isIntact(entry.chunk(), node);
      good += isGood ? 1 : 0;
      bad += held != null && !isGood ? 1 : 0;
    }
    // A node that is no member any more may still report, and then its replica counts.
    int goodAnywhere = chunks.bytes().others(entry.chunk(), entry.current().version(), -1, true);
    int anywhere = chunks.bytes().others(entry.chunk(), entry.current().version(), -1, false);
    boolean isEnough = good <= wanted && goodAnywhere >= wanted && bad == 0;
    // A version may have been left on one node alone whose block was flipped: then the disk has
    // lost it, not a decision. That a decision takes the last good replica is checked when it does.
    boolean isLostByDisk = goodAnywhere == 0 && anywhere > 0;
    return isEnough || isLostByDisk || (good == 0 && goodAnywhere > 0)
        ? ""
        : String.format("%s has %d good replicas and %d bad ones", entry, good, bad);
  }
}
