package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules.Rule;

/** Checks grants, replicas and the order of mutations. */
final class ChunkChecker {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final Map<Lease, ChunkMessage.Grant> grants = new HashMap<>();
  private final Map<ChunkId, ChunkVersion> highest = new HashMap<>();
  private final Map<Replica, ChunkVersion> stored = new HashMap<>();
  private final Map<Place, Ordered> ordered = new HashMap<>();
  private final Map<ChunkId, ChunkMessage.Grant> confirmed = new HashMap<>();
  private final ReplicaBytes bytes;
  private final Counters counters;

  private record Lease(ChunkId chunk, ChunkVersion version) {}

  private record Replica(int node, ChunkId chunk) {}

  private record Place(ChunkId chunk, ChunkVersion version, long serial) {}

  private record Ordered(int primary, ByteRange range) {}

  ChunkChecker(Rules rules, List<NodeId> nodes, List<DurableReplicas> disks, Counters counters) {
    this.rules = rules;
    this.nodes = nodes;
    this.bytes = new ReplicaBytes(rules, nodes, disks);
    this.counters = counters;
  }

  void granted(ChunkMessage.Grant grant) {
    Lease lease = new Lease(grant.chunk(), grant.version());
    ChunkMessage.Grant first = grants.putIfAbsent(lease, grant);
    if (first != null && !first.primary().equals(grant.primary())) {
      throw rules.broken(
          Rule.ONE_PRIMARY,
          "%s %s is granted to %s and to %s",
          grant.chunk(),
          grant.version(),
          first.primary(),
          grant.primary());
    }
    highest.merge(
        grant.chunk(), grant.version(), (old, now) -> old.compareTo(now) >= 0 ? old : now);
  }

  /** Checks that the replicas the master counts from now on lack nothing. */
  void confirmed(MasterFact.LeaseGranted lease) {
    ChunkMessage.Grant grant = grants.get(new Lease(lease.chunk(), lease.version()));
    ChunkMessage.Grant before = confirmed.get(lease.chunk());
    if (grant == null || (before != null && before.version().compareTo(grant.version()) > 0)) {
      return; // an older leader learns late what is over
    }
    if (before != null && !grant.replicas().containsAll(before.replicas())) {
      counters.count(Sometimes.LEASE_WITHOUT_FAILED);
    }
    confirmed.put(lease.chunk(), grant);
    bytes.counted(grant);
  }

  void observed(int node, ChunkEffect effect) {
    if (effect instanceof ChunkEffect.Observed observed) {
      observed(node, observed.fact());
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      countRefusal(answer.reply().code());
    } else if (effect instanceof ChunkEffect.SendReport send) {
      countStale(send.report());
    }
  }

  private void countRefusal(ErrorCode code) {
    if (code == ErrorCode.STALE_VERSION) {
      counters.count(Sometimes.MUTATION_REFUSED);
    } else if (code == ErrorCode.DATA_NOT_FOUND) {
      counters.count(Sometimes.DATA_GONE);
    }
  }

  private void countStale(ChunkMessage.ChunkReport report) {
    for (ChunkMessage.ReplicaInfo info : report.held()) {
      ChunkMessage.Grant current = confirmed.get(info.chunk());
      if (current != null && info.version().compareTo(current.version()) < 0) {
        counters.count(Sometimes.STALE_REPLICA);
      }
    }
  }

  private void observed(int node, ChunkFact fact) {
    if (fact instanceof ChunkFact.VersionStored version) {
      stored(node, version);
    } else if (fact instanceof ChunkFact.MutationOrdered mutation) {
      ordered(node, mutation);
    } else if (fact instanceof ChunkFact.MutationApplied mutation) {
      applied(node, mutation);
    } else if (fact instanceof ChunkFact.ReplicaDeleted deleted) {
      stored.remove(new Replica(node, deleted.chunk()));
    } else if (fact instanceof ChunkFact.ReplicaFailed) {
      counters.count(Sometimes.SECONDARY_FAILED);
    }
  }

  private void stored(int node, ChunkFact.VersionStored fact) {
    ChunkVersion before = stored.put(new Replica(node, fact.chunk()), fact.version());
    ChunkVersion most = highest.get(fact.chunk());
    boolean falls = before != null && before.compareTo(fact.version()) > 0;
    if (falls || most == null || most.compareTo(fact.version()) < 0) {
      throw rules.broken(
          Rule.CHUNK_VERSION,
          "%s stores %s %s after %s, granted were versions up to %s",
          nodes.get(node),
          fact.chunk(),
          fact.version(),
          before,
          most);
    }
  }

  private void ordered(int node, ChunkFact.MutationOrdered fact) {
    ChunkMessage.Grant grant = grants.get(new Lease(fact.chunk(), fact.version()));
    Place place = new Place(fact.chunk(), fact.version(), fact.serial());
    Ordered first = ordered.putIfAbsent(place, new Ordered(node, fact.range()));
    boolean mayOrder = grant != null && grant.primary().equals(nodes.get(node));
    if (first != null || !mayOrder) {
      throw rules.broken(
          Rule.ONE_PRIMARY,
          "%s orders mutation %d of %s %s; granted: %s, ordered before: %s",
          nodes.get(node),
          fact.serial(),
          fact.chunk(),
          fact.version(),
          grant,
          first);
    }
  }

  private void applied(int node, ChunkFact.MutationApplied fact) {
    Ordered order = ordered.get(new Place(fact.chunk(), fact.version(), fact.serial()));
    if (order == null || !order.range().equals(fact.range())) {
      throw rules.broken(
          Rule.ONE_PRIMARY,
          "%s applies %s as mutation %d of %s %s, ordered was %s",
          nodes.get(node),
          fact.range(),
          fact.serial(),
          fact.chunk(),
          fact.version(),
          order);
    }
    bytes.applied(node, fact);
  }

  /** Checks a write at the moment it is acknowledged; no other write touches its range. */
  void acknowledged(ChunkMessage.Write write) {
    ChunkMessage.Grant grant = grants.get(new Lease(write.chunk(), write.version()));
    if (grant == null) {
      throw rules.broken(Rule.ACKED_DATA, "%s was never granted", write);
    }
    bytes.acknowledged(write, grant, confirmed.getOrDefault(write.chunk(), grant));
  }
}
