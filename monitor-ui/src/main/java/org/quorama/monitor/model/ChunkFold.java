package org.quorama.monitor.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Term;
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

  private ChunkModel told(ChunkChange change, @Nullable Phrase phrase) {
    return change.past(event.timeNanos(), event.node(), phrase).done();
  }

  private Deadline deadline(long lengthNanos) {
    return new Deadline(passedNanos, lengthNanos);
  }

  /** Returns the chunk after what the master said, null if that was about no chunk. */
  @Nullable ChunkModel of(MasterTrace said) {
    if (said instanceof MasterTrace.ChunkPlaced it) {
      return told(
          change(it.chunk()).placed(it.path(), it.chunkIndex(), it.replicas()),
          Phrase.of("captions.past.placed", it.replicas()));
    } else if (said instanceof MasterTrace.LeaseGranted it) {
      return told(
          change(it.chunk())
              .leased(it.version(), it.primary(), it.replicas(), deadline(it.lengthNanos())),
          Phrase.of("captions.past.leased", it.primary(), it.version()));
    } else if (said instanceof MasterTrace.ReplicasLearnt it) {
      return told(
          change(it.chunk()).learnt(it.version(), it.replicas()),
          Phrase.of("captions.past.learnt", it.version(), it.replicas()));
    } else if (said instanceof MasterTrace.HealthChanged it) {
      Term word = new Term("frame.health", ChunkModel.word(it.health()));
      return told(change(it.chunk()).health(it.health()), Phrase.of("captions.past.health", word));
    }
    return ofRepair(said);
  }

  private @Nullable ChunkModel ofRepair(MasterTrace said) {
    if (said instanceof MasterTrace.CopyOrdered it) {
      return told(
          change(it.chunk()).copying(it.from(), it.to(), event.timeNanos()),
          Phrase.of(
              "captions.past.copyOrdered",
              it.from(),
              it.to(),
              new Term("captions.cause", it.cause())));
    } else if (said instanceof MasterTrace.CopyDone it) {
      return copyDone(it);
    } else if (said instanceof MasterTrace.ReplicaTrimmed it) {
      return told(
          change(it.chunk()).trimmed(it.node()),
          Phrase.of("captions.past.trimmed", it.node(), new Term("captions.cause", it.cause())));
    } else if (said instanceof MasterTrace.ReplicaCorrupt it) {
      return told(
          change(it.chunk()).damaged(it.node()), Phrase.of("captions.past.corrupt", it.node()));
    }
    return null;
  }

  private ChunkModel copyDone(MasterTrace.CopyDone it) {
    boolean done = it.code().equals(ErrorCode.NONE.name());
    ChunkChange change = change(it.chunk());
    return told(
        done ? change.copied(it.to(), it.version()) : change.notCopied(it.to()),
        done
            ? Phrase.of("captions.past.copied", it.to())
            : Phrase.of("captions.past.copyFailed", it.to(), it.code()));
  }

  /** Returns the chunk after what a chunkserver said, null if that changes nothing here. */
  @Nullable ChunkModel of(ChunkTrace said) {
    NodeId node = event.node();
    if (said instanceof ChunkTrace.MutationApplied it) {
      return told(change(it.chunk()).mutated(node, it.serial(), it.offset(), it.length()), null);
    } else if (said instanceof ChunkTrace.VersionStored it) {
      return told(
          change(it.chunk()).stored(node, it.version()),
          Phrase.of("captions.past.stored", it.version()));
    } else if (said instanceof ChunkTrace.ReplicaDeleted it) {
      return told(change(it.chunk()).deletedAt(node), Phrase.of("captions.past.deleted"));
    } else if (said instanceof ChunkTrace.CorruptionFound it) {
      return told(change(it.chunk()).damaged(node), Phrase.of("captions.past.found", it.offset()));
    } else if (said instanceof ChunkTrace.ReplicaFailed it) {
      return told(change(it.chunk()), Phrase.of("captions.past.failed", it.replica(), it.serial()));
    } else if (said instanceof ChunkTrace.ReplicaCopied it) {
      return told(
          change(it.chunk()).copied(node, it.version()).sameAs(it.source(), node),
          Phrase.of("captions.past.pulled", it.lengthBytes(), it.source()));
    } else if (said instanceof ChunkTrace.ReplicaCloned it) {
      return told(
          change(it.chunk()).copied(node, it.version()),
          Phrase.of("captions.past.cloned", it.from()));
    }
    return ofLease(said);
  }

  private @Nullable ChunkModel ofLease(ChunkTrace said) {
    NodeId node = event.node();
    if (said instanceof ChunkTrace.LeaseHeld it) {
      Deadline length = deadline(it.lengthNanos());
      return told(
          change(it.chunk()).leaseHeld(it.version(), node, length),
          Phrase.of("captions.past.leaseHeld", Math.round(it.lengthNanos() / 1e9)));
    } else if (said instanceof ChunkTrace.LeaseExtended it) {
      Deadline length = deadline(it.lengthNanos());
      return told(change(it.chunk()).leaseHeld(it.version(), node, length), null);
    } else if (said instanceof ChunkTrace.LeaseRevoked it) {
      return told(change(it.chunk()), Phrase.of("captions.past.revoked"));
    } else if (said instanceof ChunkTrace.LeaseEnded it) {
      return told(
          change(it.chunk()).leaseEnded(node, it.version()), Phrase.of("captions.past.leaseEnded"));
    }
    return null;
  }
}
