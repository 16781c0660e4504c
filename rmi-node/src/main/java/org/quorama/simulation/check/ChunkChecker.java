package org.quorama.simulation.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ReplicaBytes.Place;
import org.quorama.simulation.check.Rules.Rule;

/** Checks grants, replicas and the order of mutations. */
final class ChunkChecker {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final Map<Lease, ChunkMessage.Grant> grants = new HashMap<>();
  private final GrantedVersions versions;
  private final Map<Replica, ChunkVersion> stored = new HashMap<>();
  private final Map<Place, Ordered> ordered = new HashMap<>();
  private final Map<ChunkId, ChunkMessage.Grant> confirmed = new HashMap<>();
  private final Map<Request, Asked> asked = new HashMap<>();
  private final ReplicaBytes bytes;
  private final LeaseClock leases;
  private final Counters counters;

  /** The client's request that a node is taking, and what it ordered for it so far. */
  private @Nullable Asked taking;

  private record Lease(ChunkId chunk, ChunkVersion version) {}

  private record Replica(int node, ChunkId chunk) {}

  private record Ordered(int primary, ByteRange range) {}

  private record Request(int node, CallId call) {}

  /** A client's request at a primary. */
  private static final class Asked {
    final int node;
    final ChunkMessage.Write write;
    @Nullable Place place;
    @Nullable ByteRange range;

    Asked(int node, ChunkMessage.Write write) {
      this.node = node;
      this.write = write;
    }
  }

  ChunkChecker(Rules rules, ClusterChecker.Nodes checked, Counters counters) {
    this.rules = rules;
    this.nodes = checked.all();
    this.versions = new GrantedVersions(rules, nodes);
    this.bytes =
        new ReplicaBytes(rules, nodes, checked.chunks(), checked.master().chunkSizeBytes());
    this.leases = new LeaseClock(rules, nodes, counters);
    this.counters = counters;
  }

  ReplicaBytes bytes() {
    return bytes;
  }

  /** Notes that a node is down: what it had not forced may be gone. */
  void crashed() {
    bytes.crashed();
  }

  void booted(int node) {
    leases.booted(node);
    asked.keySet().removeIf(request -> request.node() == node);
  }

  void pushed(DataId data, Bytes content) {
    bytes.pushed(data, content);
  }

  /** Notes what a node is about to take. */
  void taking(int node, ChunkInput input) {
    taking = null;
    leases.taking(node, input);
    if (input instanceof ChunkInput.WriteArrived arrived) {
      taking = new Asked(node, arrived.write());
      asked.put(new Request(node, arrived.call()), taking);
    }
  }

  /** Checks a grant that leaves a master. */
  void granted(int node, ChunkMessage.Grant grant) {
    granted(grant);
    versions.sends(node, grant);
  }

  private void granted(ChunkMessage.Grant grant) {
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
    mayBeStored(grant.chunk(), grant.version());
  }

  /** Notes that the master has a version made. */
  void mayBeStored(ChunkId chunk, ChunkVersion version) {
    versions.add(chunk, version);
  }

  /** Notes that a client may make a new chunk: as if it were granted without a lease. */
  void reserved(OperationValue.ChunkLocation location) {
    granted(
        new ChunkMessage.Grant(
            location.chunk(),
            location.version(),
            true,
            location.primary(),
            location.replicas(),
            Duration.ZERO));
  }

  /** Checks what a client wrote first when the log makes a file of it: from now on it counts. */
  void made(FileOperation.OfReserved made) {
    if (counted(made.chunk()) != null) {
      return;
    }
    confirmed(made.chunk(), ChunkVersion.FIRST);
    Place place = bytes.takeFirst(made.chunk());
    ChunkMessage.Grant grant = grants.get(new Lease(made.chunk(), ChunkVersion.FIRST));
    if (grant == null || place == null || !place.version().equals(ChunkVersion.FIRST)) {
      throw rules.broken(
          Rule.ACKED_DATA, "%s counts, granted was %s, written %s", made, grant, place);
    }
    bytes.acknowledged(place, grant, grant);
  }

  /** Notes that a length was recovered, under a version that counts from now on. */
  void settled(ChunkId chunk, ChunkVersion version) {
    ChunkVersion before = counted(chunk);
    if (before == null || before.compareTo(version) < 0) {
      confirmed(chunk, version);
    }
  }

  /** Checks that the replicas the master counts from now on lack nothing. */
  void confirmed(ChunkId chunk, ChunkVersion version) {
    ChunkMessage.Grant grant = grants.get(new Lease(chunk, version));
    ChunkMessage.Grant before = confirmed.get(chunk);
    if (grant == null || (before != null && before.version().compareTo(grant.version()) > 0)) {
      return; // an older leader learns late what is over
    }
    if (before != null && !grant.replicas().containsAll(before.replicas())) {
      counters.count(Sometimes.LEASE_WITHOUT_FAILED);
    }
    confirmed.put(chunk, grant);
    grant.replicas().forEach(replica -> bytes.require(grant.chunk(), grant.version(), replica));
  }

  /** Returns the version that the master counted last, null if there is none. */
  @Nullable ChunkVersion counted(ChunkId chunk) {
    ChunkMessage.Grant grant = confirmed.get(chunk);
    return grant == null ? null : grant.version();
  }

  void observed(int node, ChunkEffect effect) {
    if (effect instanceof ChunkEffect.Observed observed) {
      observed(node, observed.fact());
    } else if (effect instanceof ChunkEffect.ApplyMutation apply) {
      applying(node, apply);
    } else if (effect instanceof ChunkEffect.AnswerMutation answer) {
      answered(node, answer);
    } else if (effect instanceof ChunkEffect.SendReport send) {
      leases.reporting(node, send);
      countStale(send.report());
    } else if (effect instanceof ChunkEffect.CloneLocally copy) {
      counters.count(Sometimes.CHUNK_CLONED);
      bytes.cloned(copy.from(), copy.to(), copy.lengthBytes());
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
      bytes.deleted(node, deleted.chunk());
    } else if (fact instanceof ChunkFact.ReplicaCopied copied) {
      copied(node, copied.chunk(), copied.version());
    } else if (fact instanceof ChunkFact.ReplicaCloned cloned) {
      copied(node, cloned.to(), cloned.version());
    } else if (fact instanceof ChunkFact.ReplicaFailed) {
      counters.count(Sometimes.SECONDARY_FAILED);
    }
  }

  private void copied(int node, ChunkId chunk, ChunkVersion version) {
    stored.remove(new Replica(node, chunk));
    stored(node, new ChunkFact.VersionStored(chunk, version));
  }

  private void stored(int node, ChunkFact.VersionStored fact) {
    ChunkVersion before = stored.put(new Replica(node, fact.chunk()), fact.version());
    ChunkVersion most = versions.highest(fact.chunk());
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
    if (!isFirstWrite(node)) {
      leases.ordered(node, fact);
    }
    if (taking != null && taking.node == node && taking.write.chunk().equals(fact.chunk())) {
      taking.place = place;
      taking.range = fact.range();
    }
  }

  /** Tells whether what a node is taking makes a chunk, for which it needs no lease. */
  boolean isFirstWrite(int node) {
    return taking != null
        && taking.node == node
        && taking.write.mutation() instanceof Mutation.FirstWrite;
  }

  /** What a primary asks of its disk right after it ordered something is what it ordered. */
  private void applying(int node, ChunkEffect.ApplyMutation apply) {
    Asked request = taking;
    if (request == null || request.node != node || request.place == null) {
      return;
    }
    ChunkVersion current = counted(apply.chunk());
    boolean isOver = current != null && current.compareTo(request.place.version()) > 0;
    if (request.place.chunk().equals(apply.chunk()) && !isOver) {
      bytes.ordered(request.place, apply.mutation());
    }
    taking = null;
  }

  private void applied(int node, ChunkFact.MutationApplied fact) {
    Ordered order = ordered.get(new Place(fact.chunk(), fact.version(), fact.serial()));
    ChunkVersion held = stored.get(new Replica(node, fact.chunk()));
    boolean isOver = held != null && held.compareTo(fact.version()) > 0;
    if (order == null || !order.range().equals(fact.range()) || isOver) {
      throw rules.broken(
          Rule.ONE_PRIMARY,
          "%s applies %s as mutation %d of %s %s, ordered was %s, its version is %s",
          nodes.get(node),
          fact.range(),
          fact.serial(),
          fact.chunk(),
          fact.version(),
          order,
          held);
    }
    bytes.applied(node, fact);
  }

  private void answered(int node, ChunkEffect.AnswerMutation answer) {
    ChunkMessage.MutationReply reply = answer.reply();
    countRefusal(reply.code());
    Asked request = asked.remove(new Request(node, answer.call()));
    if (request == null || (reply.code() != ErrorCode.NONE && !isPadded(reply))) {
      return;
    }
    Place place = request.place;
    ChunkMessage.Grant grant =
        grants.get(new Lease(request.write.chunk(), request.write.version()));
    boolean elsewhere =
        reply.offset() >= 0 && (request.range == null || reply.offset() != request.range.offset());
    if (grant == null || (elsewhere && !isPadded(reply)) || (place == null && !isPadded(reply))) {
      throw rules.broken(
          Rule.ACKED_DATA,
          "%s is acknowledged with %s, granted was %s, ordered %s",
          request.write,
          reply,
          grant,
          place);
    }
    if (place != null && request.write.mutation() instanceof Mutation.FirstWrite) {
      bytes.answeredFirst(place, grant);
    } else if (place != null) {
      bytes.acknowledged(place, grant, confirmed.getOrDefault(place.chunk(), grant));
    }
  }

  private static boolean isPadded(ChunkMessage.MutationReply reply) {
    return reply.code() == ErrorCode.CHUNK_FULL && reply.failed().isEmpty();
  }

  private void countRefusal(ErrorCode code) {
    if (code == ErrorCode.STALE_VERSION) {
      counters.count(Sometimes.MUTATION_REFUSED);
    } else if (code == ErrorCode.DATA_NOT_FOUND) {
      counters.count(Sometimes.DATA_GONE);
    } else if (code == ErrorCode.CHUNK_FULL) {
      counters.count(Sometimes.CHUNK_PADDED);
    }
  }
}
