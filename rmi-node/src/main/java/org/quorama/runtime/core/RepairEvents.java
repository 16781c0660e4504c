package org.quorama.runtime.core;

import org.quorama.metadata.MasterFact;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.TraceDetail;

/** Derives the events of the care for replicas. Stateless. */
final class RepairEvents {
  private RepairEvents() {}

  static TraceDetail of(MasterFact fact) {
    if (fact instanceof MasterFact.CopyOrdered copy) {
      return new MasterTrace.CopyOrdered(
          copy.chunk().toString(), copy.version().number(), copy.from(), copy.to(), copy.cause());
    } else if (fact instanceof MasterFact.CopyDone done) {
      return new MasterTrace.CopyDone(
          done.chunk().toString(), done.version().number(), done.to(), done.code().name());
    } else if (fact instanceof MasterFact.ReplicaTrimmed trimmed) {
      return new MasterTrace.ReplicaTrimmed(
          trimmed.chunk().toString(), trimmed.node(), trimmed.cause());
    } else if (fact instanceof MasterFact.ReplicaCorrupt corrupt) {
      return new MasterTrace.ReplicaCorrupt(corrupt.chunk().toString(), corrupt.node());
    }
    return ofWhole(fact);
  }

  private static TraceDetail ofWhole(MasterFact fact) {
    if (fact instanceof MasterFact.SafeModeChanged changed) {
      return new MasterTrace.SafeModeChanged(changed.on(), changed.known(), changed.total());
    } else if (fact instanceof MasterFact.HealthChanged changed) {
      return new MasterTrace.HealthChanged(changed.chunk().toString(), changed.health().name());
    } else if (fact instanceof MasterFact.ServerStateChanged changed) {
      return new MasterTrace.ServerStateChanged(changed.node(), changed.state().name());
    }
    throw new AssertionError(fact);
  }
}
