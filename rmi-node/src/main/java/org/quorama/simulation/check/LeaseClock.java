package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules.Rule;

/**
 * Knows in virtual time how long each primary may order: from the moment a grant reached it, or the
 * report left that was answered with an extension [GFS §3.1]. Clocks may be wrong by a few percent.
 */
final class LeaseClock {
  private static final double SLOW_CLOCK = 1.12;

  private final Rules rules;
  private final List<NodeId> nodes;
  private final Counters counters;
  private final Map<Holder, Held> leases = new HashMap<>();

  /** When reports left that have no answer yet. */
  private final Map<Report, Long> reports = new HashMap<>();

  private record Holder(int node, ChunkId chunk) {}

  private record Held(ChunkVersion version, long endNanos) {}

  private record Report(int node, CallId call) {}

  LeaseClock(Rules rules, List<NodeId> nodes, Counters counters) {
    this.rules = rules;
    this.nodes = nodes;
    this.counters = counters;
  }

  void booted(int node) {
    leases.keySet().removeIf(holder -> holder.node() == node);
    reports.keySet().removeIf(report -> report.node() == node);
  }

  void taking(int node, ChunkInput input) {
    if (input instanceof ChunkInput.GrantArrived arrived) {
      taking(node, arrived.grant());
    } else if (input instanceof ChunkInput.ReportAnswered answered) {
      extended(node, answered);
    } else if (input instanceof ChunkInput.ReportLost lost) {
      reports.remove(new Report(node, lost.call()));
    } else if (input instanceof ChunkInput.RevokeArrived) {
      counters.count(Sometimes.LEASE_REVOKED);
    }
  }

  private void taking(int node, ChunkMessage.Grant grant) {
    Holder holder = new Holder(node, grant.chunk());
    Held held = leases.get(holder);
    boolean isNew = held == null || held.version().compareTo(grant.version()) < 0;
    if (isNew && grant.primary().equals(nodes.get(node))) {
      long length = (long) (grant.lease().toNanos() * SLOW_CLOCK);
      leases.put(holder, new Held(grant.version(), rules.now() + length));
    }
  }

  private void extended(int node, ChunkInput.ReportAnswered answered) {
    Long left = reports.remove(new Report(node, answered.call()));
    if (left == null) {
      return;
    }
    long end = left + (long) (answered.orders().lease().toNanos() * SLOW_CLOCK);
    for (ChunkId chunk : answered.orders().extended()) {
      counters.count(Sometimes.LEASE_EXTENDED);
      leases.computeIfPresent(
          new Holder(node, chunk),
          (holder, held) -> new Held(held.version(), Math.max(held.endNanos(), end)));
    }
  }

  void reporting(int node, ChunkEffect.SendReport send) {
    reports.put(new Report(node, send.call()), rules.now());
  }

  /** Checks that a primary orders something only while its lease lasts. */
  void ordered(int node, ChunkFact.MutationOrdered fact) {
    Held held = leases.get(new Holder(node, fact.chunk()));
    boolean lasts =
        held != null && held.version().equals(fact.version()) && held.endNanos() >= rules.now();
    if (!lasts) {
      throw rules.broken(
          Rule.LEASE_LASTS,
          "%s orders mutation %d of %s %s, its lease is %s",
          nodes.get(node),
          fact.serial(),
          fact.chunk(),
          fact.version(),
          held);
    }
  }
}
