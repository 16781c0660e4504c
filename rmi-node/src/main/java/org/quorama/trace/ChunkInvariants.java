package org.quorama.trace;

import java.util.Map;
import org.quorama.cluster.NodeId;
import org.quorama.trace.TraceInvariants.Finding;

/** What holds of chunks: one primary a version, and one order of mutations, its. */
final class ChunkInvariants {
  private static final int MAX_LEASES = 50_000;
  private static final int MAX_MUTATIONS = 100_000;

  private final Findings findings;
  private final Map<LeaseKey, NodeId> primaries = new Bounded<>(MAX_LEASES);
  private final Map<MutationKey, Span> mutations = new Bounded<>(MAX_MUTATIONS);

  private record LeaseKey(String chunk, long version) {}

  private record MutationKey(LeaseKey lease, long serial) {}

  private record Span(long offset, long length) {
    @Override
    public String toString() {
      return offset + "+" + length;
    }
  }

  ChunkInvariants(Findings findings) {
    this.findings = findings;
  }

  void observe(TraceEvent event) {
    if (event.detail() instanceof MasterTrace.LeaseGranted granted) {
      primary(event, new LeaseKey(granted.chunk(), granted.version()), granted.primary());
    } else if (event.detail() instanceof ChunkTrace.LeaseHeld held) {
      primary(event, new LeaseKey(held.chunk(), held.version()), event.node());
    } else if (event.detail() instanceof ChunkTrace.MutationOrdered ordered) {
      MutationKey key =
          new MutationKey(new LeaseKey(ordered.chunk(), ordered.version()), ordered.serial());
      mutation(event, key, new Span(ordered.offset(), ordered.length()));
    } else if (event.detail() instanceof ChunkTrace.MutationApplied applied) {
      MutationKey key =
          new MutationKey(new LeaseKey(applied.chunk(), applied.version()), applied.serial());
      mutation(event, key, new Span(applied.offset(), applied.length()));
    }
  }

  private void primary(TraceEvent event, LeaseKey lease, NodeId primary) {
    NodeId other = primaries.putIfAbsent(lease, primary);
    findings.check(
        other == null || other.equals(primary),
        event,
        Finding.TWO_PRIMARIES,
        lease.chunk(),
        lease.version(),
        other,
        primary);
  }

  private void mutation(TraceEvent event, MutationKey key, Span span) {
    Span other = mutations.putIfAbsent(key, span);
    findings.check(
        other == null || other.equals(span),
        event,
        Finding.TWO_ORDERS,
        key.lease().chunk(),
        key.serial(),
        other,
        span);
  }
}
