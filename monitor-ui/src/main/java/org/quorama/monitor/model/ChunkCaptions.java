package org.quorama.monitor.model;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Term;
import org.quorama.protocol.ErrorCode;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.TraceDetail;

/** Says in a sentence what masters and chunkservers did. Stateless. */
final class ChunkCaptions {
  private ChunkCaptions() {}

  /** Returns the chunk that an event is about, or that it is about none. */
  static Caption.Subject subject(TraceDetail detail) {
    String chunk = null;
    if (detail instanceof MasterTrace master) {
      chunk = chunkOf(master);
    } else if (detail instanceof ChunkTrace own) {
      chunk = chunkOf(own);
    }
    return chunk == null ? Caption.Subject.NODE : Caption.Subject.ofChunk(chunk);
  }

  private static @Nullable String chunkOf(MasterTrace master) {
    if (master instanceof MasterTrace.ChunkPlaced it) {
      return it.chunk();
    } else if (master instanceof MasterTrace.LeaseGranted it) {
      return it.chunk();
    } else if (master instanceof MasterTrace.CopyOrdered it) {
      return it.chunk();
    } else if (master instanceof MasterTrace.CopyDone it) {
      return it.chunk();
    } else if (master instanceof MasterTrace.ReplicaTrimmed it) {
      return it.chunk();
    } else if (master instanceof MasterTrace.ReplicaCorrupt it) {
      return it.chunk();
    }
    return master instanceof MasterTrace.HealthChanged it ? it.chunk() : null;
  }

  private static @Nullable String chunkOf(ChunkTrace own) {
    if (own instanceof ChunkTrace.LeaseEnded it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.ReplicaFailed it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.CorruptionFound it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.LeaseRevoked it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.ReplicaDeleted it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.AppendPlaced it) {
      return it.chunk();
    } else if (own instanceof ChunkTrace.ChunkPadded it) {
      return it.chunk();
    }
    return own instanceof ChunkTrace.ReplicaCloned it ? it.chunk() : null;
  }

  static @Nullable Phrase of(NodeId who, MasterTrace master) {
    if (master instanceof MasterTrace.ChunkPlaced it) {
      return Phrase.of("captions.placed", who, it.chunkIndex(), it.path(), it.replicas());
    } else if (master instanceof MasterTrace.LeaseGranted it) {
      return Phrase.of("captions.leaseGranted", who, it.primary(), it.chunk(), it.version());
    } else if (master instanceof MasterTrace.ChunkserverSeen it) {
      return Phrase.of(it.alive() ? "captions.hears" : "captions.misses", who, it.chunkserver());
    } else if (master instanceof MasterTrace.SafeModeChanged it) {
      return Phrase.of(
          it.on() ? "captions.safeModeOn" : "captions.safeModeOff", who, it.known(), it.total());
    } else if (master instanceof MasterTrace.ServerStateChanged it) {
      Term state = new Term("captions.server", ChunkModel.word(it.state()));
      return Phrase.of("captions.serverIs", who, it.node(), state);
    }
    return ofRepair(who, master);
  }

  private static @Nullable Phrase ofRepair(NodeId who, MasterTrace master) {
    if (master instanceof MasterTrace.CopyOrdered it) {
      Term cause = new Term("captions.cause", it.cause());
      return Phrase.of("captions.copyOrdered", who, it.chunk(), it.from(), it.to(), cause);
    } else if (master instanceof MasterTrace.CopyDone it) {
      return it.code().equals(ErrorCode.NONE.name())
          ? Phrase.of("captions.copyDone", it.to(), it.chunk(), it.version())
          : Phrase.of("captions.copyFailed", it.chunk(), it.to(), it.code());
    } else if (master instanceof MasterTrace.ReplicaTrimmed it) {
      Term cause = new Term("captions.cause", it.cause());
      return Phrase.of("captions.trimmed", who, it.node(), it.chunk(), cause);
    } else if (master instanceof MasterTrace.ReplicaCorrupt it) {
      return Phrase.of("captions.corrupt", who, it.chunk(), it.node());
    } else if (master instanceof MasterTrace.HealthChanged it) {
      String word = ChunkModel.word(it.health()).replace('-', ' ');
      return Phrase.of("captions.healthIs", who, it.chunk(), new Term("captions.health", word));
    }
    return null;
  }

  static @Nullable Phrase of(NodeId who, ChunkTrace chunk) {
    if (chunk instanceof ChunkTrace.LeaseEnded it) {
      return Phrase.of("captions.leaseEnded", who, it.chunk());
    } else if (chunk instanceof ChunkTrace.ReplicaFailed it) {
      return Phrase.of("captions.replicaFailed", who, it.replica(), it.chunk());
    } else if (chunk instanceof ChunkTrace.CorruptionFound it) {
      return Phrase.of("captions.corruptFound", who, it.chunk());
    } else if (chunk instanceof ChunkTrace.LeaseRevoked it) {
      return Phrase.of("captions.leaseRevoked", who, it.chunk());
    } else if (chunk instanceof ChunkTrace.ReplicaDeleted it) {
      return Phrase.of("captions.replicaDeleted", who, it.chunk());
    }
    return ofBytes(who, chunk);
  }

  private static @Nullable Phrase ofBytes(NodeId who, ChunkTrace chunk) {
    if (chunk instanceof ChunkTrace.AppendPlaced it) {
      return Phrase.of("captions.appended", who, it.length(), it.offset(), it.chunk());
    } else if (chunk instanceof ChunkTrace.ChunkPadded it) {
      return Phrase.of("captions.padded", who, it.chunk(), it.offset());
    } else if (chunk instanceof ChunkTrace.DataEvicted it) {
      return Phrase.of("captions.dataEvicted", who, it.lengthBytes());
    } else if (chunk instanceof ChunkTrace.ReplicaCloned it) {
      return Phrase.of("captions.cloned", who, it.from(), it.chunk());
    }
    return null;
  }
}
