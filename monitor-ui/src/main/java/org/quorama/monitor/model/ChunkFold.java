package org.quorama.monitor.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.TraceEvent;

/** Folds what masters and chunkservers say of one chunk into it; lives for one event. */
final class ChunkFold {
  private final TraceEvent event;
  private final long passedNanos;
  private final Function<String, ChunkModel> chunks;

  /**
   * Makes one for an event, and the protocol time at which it happened; the function knows the
   * chunks as they were before.
   */
  ChunkFold(TraceEvent event, long passedNanos, Function<String, ChunkModel> chunks) {
    this.event = event;
    this.passedNanos = passedNanos;
    this.chunks = chunks;
  }

  private ChunkChange change(String id) {
    return new ChunkChange(chunks.apply(id));
  }

  private ChunkModel told(ChunkChange change, @Nullable String text) {
    return change.past(event.timeNanos(), event.node(), text).done();
  }

  private Deadline deadline(long lengthNanos) {
    return new Deadline(passedNanos, lengthNanos);
  }

  /** Returns the chunk after what the master said, null if that was about no chunk. */
  @Nullable ChunkModel of(MasterTrace said) {
    if (said instanceof MasterTrace.ChunkPlaced it) {
      return told(
          change(it.chunk()).placed(it.path(), it.chunkIndex(), it.replicas()),
          "places it on " + it.replicas());
    } else if (said instanceof MasterTrace.LeaseGranted it) {
      return told(
          change(it.chunk())
              .leased(it.version(), it.primary(), it.replicas(), deadline(it.lengthNanos())),
          "gives " + it.primary() + " the lease, version " + it.version());
    } else if (said instanceof MasterTrace.ReplicasLearnt it) {
      return told(
          change(it.chunk()).learnt(it.version(), it.replicas()),
          "knows version " + it.version() + " on " + it.replicas());
    } else if (said instanceof MasterTrace.HealthChanged it) {
      String word = ChunkModel.word(it.health());
      return told(change(it.chunk()).health(it.health()), "finds it " + word);
    }
    return ofRepair(said);
  }

  private @Nullable ChunkModel ofRepair(MasterTrace said) {
    if (said instanceof MasterTrace.CopyOrdered it) {
      return told(
          change(it.chunk()).copying(it.from(), it.to(), event.timeNanos()),
          "orders a copy from %s to %s: %s".formatted(it.from(), it.to(), it.cause()));
    } else if (said instanceof MasterTrace.CopyDone it) {
      return copyDone(it);
    } else if (said instanceof MasterTrace.ReplicaTrimmed it) {
      return told(
          change(it.chunk()).trimmed(it.node()),
          "lets %s delete its replica: %s".formatted(it.node(), it.cause()));
    } else if (said instanceof MasterTrace.ReplicaCorrupt it) {
      return told(
          change(it.chunk()).damaged(it.node()), "hears of the corrupt replica on " + it.node());
    }
    return null;
  }

  private ChunkModel copyDone(MasterTrace.CopyDone it) {
    boolean done = it.code().equals(ErrorCode.NONE.name());
    ChunkChange change = change(it.chunk());
    return told(
        done ? change.copied(it.to(), it.version()) : change.notCopied(it.to()),
        done
            ? "counts the copy on " + it.to()
            : "hears that the copy to %s failed: %s".formatted(it.to(), it.code()));
  }

  /** Returns the chunk after what a chunkserver said, null if that changes nothing here. */
  @Nullable ChunkModel of(ChunkTrace said) {
    NodeId node = event.node();
    if (said instanceof ChunkTrace.VersionStored it) {
      return told(change(it.chunk()).stored(node, it.version()), "holds version " + it.version());
    } else if (said instanceof ChunkTrace.ReplicaDeleted it) {
      return told(change(it.chunk()).deletedAt(node), "deletes its replica");
    } else if (said instanceof ChunkTrace.CorruptionFound it) {
      return told(
          change(it.chunk()).damaged(node),
          "finds bytes without their checksum from " + it.offset());
    } else if (said instanceof ChunkTrace.ReplicaFailed it) {
      return told(
          change(it.chunk()),
          "gets no answer from %s for write %d".formatted(it.replica(), it.serial()));
    } else if (said instanceof ChunkTrace.ReplicaCopied it) {
      return told(
          change(it.chunk()).copied(node, it.version()),
          "has pulled %,d bytes from %s".formatted(it.lengthBytes(), it.source()));
    } else if (said instanceof ChunkTrace.ReplicaCloned it) {
      return told(change(it.chunk()).copied(node, it.version()), "has cloned it from " + it.from());
    }
    return ofLease(said);
  }

  private @Nullable ChunkModel ofLease(ChunkTrace said) {
    NodeId node = event.node();
    if (said instanceof ChunkTrace.LeaseHeld it) {
      Deadline length = deadline(it.lengthNanos());
      return told(
          change(it.chunk()).leaseHeld(it.version(), node, length),
          "holds the lease for %d s".formatted(Math.round(it.lengthNanos() / 1e9)));
    } else if (said instanceof ChunkTrace.LeaseExtended it) {
      Deadline length = deadline(it.lengthNanos());
      return told(change(it.chunk()).leaseHeld(it.version(), node, length), null);
    } else if (said instanceof ChunkTrace.LeaseRevoked it) {
      return told(change(it.chunk()), "is asked to give the lease back");
    } else if (said instanceof ChunkTrace.LeaseEnded it) {
      return told(change(it.chunk()).leaseEnded(node, it.version()), "holds the lease no more");
    }
    return null;
  }
}
