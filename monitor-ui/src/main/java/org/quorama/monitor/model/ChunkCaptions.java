package org.quorama.monitor.model;

import org.jspecify.annotations.Nullable;
import org.quorama.protocol.ErrorCode;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;

/** Says in a sentence what masters and chunkservers did. Stateless. */
final class ChunkCaptions {
  private ChunkCaptions() {}

  static @Nullable String of(String who, MasterTrace master) {
    if (master instanceof MasterTrace.ChunkPlaced placed) {
      return "%s places chunk %d of %s on %s."
          .formatted(who, placed.chunkIndex(), placed.path(), placed.replicas());
    } else if (master instanceof MasterTrace.LeaseGranted lease) {
      return "%s gives %s the lease on %s, version %d."
          .formatted(who, lease.primary(), lease.chunk(), lease.version());
    } else if (master instanceof MasterTrace.ChunkserverSeen seen) {
      String verb = seen.alive() ? " hears from chunkserver " : " misses chunkserver ";
      return who + verb + seen.chunkserver() + ".";
    } else if (master instanceof MasterTrace.SafeModeChanged mode) {
      return "%s %s safe mode: of %d of %d chunks it knows a replica."
          .formatted(who, mode.on() ? "enters" : "leaves", mode.known(), mode.total());
    } else if (master instanceof MasterTrace.ServerStateChanged server) {
      return "For %s, chunkserver %s is %s now."
          .formatted(who, server.node(), ChunkModel.word(server.state()));
    }
    return ofRepair(who, master);
  }

  private static @Nullable String ofRepair(String who, MasterTrace master) {
    if (master instanceof MasterTrace.CopyOrdered copy) {
      return "%s has %s copied from %s to %s: %s."
          .formatted(who, copy.chunk(), copy.from(), copy.to(), copy.cause());
    } else if (master instanceof MasterTrace.CopyDone done) {
      return done.code().equals(ErrorCode.NONE.name())
          ? "%s holds a copy of %s, version %d.".formatted(done.to(), done.chunk(), done.version())
          : "The copy of %s to %s failed: %s.".formatted(done.chunk(), done.to(), done.code());
    } else if (master instanceof MasterTrace.ReplicaTrimmed trimmed) {
      return "%s lets %s delete its replica of %s: %s."
          .formatted(who, trimmed.node(), trimmed.chunk(), trimmed.cause());
    } else if (master instanceof MasterTrace.ReplicaCorrupt corrupt) {
      return "%s hears that the replica of %s on %s is corrupt."
          .formatted(who, corrupt.chunk(), corrupt.node());
    } else if (master instanceof MasterTrace.HealthChanged health) {
      return "%s finds %s %s."
          .formatted(who, health.chunk(), ChunkModel.word(health.health()).replace('-', ' '));
    }
    return null;
  }

  static @Nullable String of(String who, ChunkTrace chunk) {
    if (chunk instanceof ChunkTrace.LeaseEnded ended) {
      return "%s no longer holds the lease on %s.".formatted(who, ended.chunk());
    } else if (chunk instanceof ChunkTrace.ReplicaFailed failed) {
      return "%s gets no confirmation from %s for a write to %s."
          .formatted(who, failed.replica(), failed.chunk());
    } else if (chunk instanceof ChunkTrace.CorruptionFound found) {
      return "%s finds bytes of %s that do not have their checksum.".formatted(who, found.chunk());
    } else if (chunk instanceof ChunkTrace.LeaseRevoked revoked) {
      return "%s is asked to give the lease on %s back.".formatted(who, revoked.chunk());
    } else if (chunk instanceof ChunkTrace.ReplicaDeleted deleted) {
      return "%s deletes its replica of %s.".formatted(who, deleted.chunk());
    }
    return ofBytes(who, chunk);
  }

  private static @Nullable String ofBytes(String who, ChunkTrace chunk) {
    if (chunk instanceof ChunkTrace.AppendPlaced placed) {
      return "%s puts a record of %,d bytes at offset %,d of %s."
          .formatted(who, placed.length(), placed.offset(), placed.chunk());
    } else if (chunk instanceof ChunkTrace.ChunkPadded padded) {
      return "%s pads %s from offset %,d: the record goes into the next chunk."
          .formatted(who, padded.chunk(), padded.offset());
    } else if (chunk instanceof ChunkTrace.ReplicaCloned cloned) {
      return "%s clones %s as %s on its own disk.".formatted(who, cloned.from(), cloned.chunk());
    }
    return null;
  }
}
