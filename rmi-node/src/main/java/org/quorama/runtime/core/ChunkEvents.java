package org.quorama.runtime.core;

import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkFact;
import org.quorama.trace.ChunkTrace;

/** Puts what chunkservers say of their replicas into events. Stateless. */
final class ChunkEvents {
  private ChunkEvents() {}

  static ChunkTrace of(ChunkFact fact) {
    ChunkTrace event = ofReplica(fact);
    if (event == null) {
      event = ofLease(fact);
    }
    return event == null ? ofMutation(fact) : event;
  }

  private static @Nullable ChunkTrace ofReplica(ChunkFact fact) {
    if (fact instanceof ChunkFact.VersionStored stored) {
      return new ChunkTrace.VersionStored(stored.chunk().toString(), stored.version().number());
    } else if (fact instanceof ChunkFact.ReplicaDeleted deleted) {
      return new ChunkTrace.ReplicaDeleted(deleted.chunk().toString());
    } else if (fact instanceof ChunkFact.ReplicaCloned cloned) {
      return new ChunkTrace.ReplicaCloned(
          cloned.from().toString(), cloned.to().toString(), cloned.version().number());
    } else if (fact instanceof ChunkFact.ReplicaCopied copied) {
      return new ChunkTrace.ReplicaCopied(
          copied.chunk().toString(),
          copied.version().number(),
          copied.source(),
          copied.lengthBytes());
    }
    return null;
  }

  private static @Nullable ChunkTrace ofLease(ChunkFact fact) {
    if (fact instanceof ChunkFact.LeaseHeld held) {
      return new ChunkTrace.LeaseHeld(
          held.chunk().toString(), held.version().number(), held.length().toNanos());
    } else if (fact instanceof ChunkFact.LeaseExtended extended) {
      return new ChunkTrace.LeaseExtended(
          extended.chunk().toString(), extended.version().number(), extended.length().toNanos());
    } else if (fact instanceof ChunkFact.LeaseRevoked revoked) {
      return new ChunkTrace.LeaseRevoked(revoked.chunk().toString(), revoked.version().number());
    } else if (fact instanceof ChunkFact.LeaseEnded ended) {
      return new ChunkTrace.LeaseEnded(ended.chunk().toString(), ended.version().number());
    }
    return null;
  }

  private static ChunkTrace ofMutation(ChunkFact fact) {
    if (fact instanceof ChunkFact.MutationOrdered ordered) {
      return new ChunkTrace.MutationOrdered(
          ordered.chunk().toString(),
          ordered.version().number(),
          ordered.serial(),
          ordered.range().offset(),
          ordered.range().length());
    } else if (fact instanceof ChunkFact.MutationApplied applied) {
      return new ChunkTrace.MutationApplied(
          applied.chunk().toString(),
          applied.version().number(),
          applied.serial(),
          applied.range().offset(),
          applied.range().length());
    } else if (fact instanceof ChunkFact.ReplicaFailed failed) {
      return new ChunkTrace.ReplicaFailed(
          failed.chunk().toString(), failed.serial(), failed.replica());
    }
    return ofAppend(fact);
  }

  private static ChunkTrace ofAppend(ChunkFact fact) {
    if (fact instanceof ChunkFact.AppendPlaced placed) {
      return new ChunkTrace.AppendPlaced(
          placed.chunk().toString(),
          placed.version().number(),
          placed.serial(),
          placed.range().offset(),
          placed.range().length());
    } else if (fact instanceof ChunkFact.ChunkPadded padded) {
      return new ChunkTrace.ChunkPadded(
          padded.chunk().toString(),
          padded.version().number(),
          padded.serial(),
          padded.range().offset(),
          padded.range().length());
    }
    throw new AssertionError(fact);
  }
}
