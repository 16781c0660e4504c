package org.quorama.runtime.core;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.raft.log.LogEntry;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;

/** Derives the events of the file system: what the master and the chunkserver say of themselves. */
final class FileEvents {
  private final CommandWords words;

  /** Who was granted the latest version of a chunk whose lease is not yet reported; by look-up. */
  private final Map<ChunkId, List<NodeId>> granted = new HashMap<>();

  /** Committed entries of Raft itself, not yet reported as applied; empty between steps. */
  private final ArrayDeque<LogEntry> ofRaft = new ArrayDeque<>();

  /** Of the state after the last applied command, 0 before the first. */
  private long digest;

  FileEvents(CommandWords words) {
    this.words = words;
  }

  /** Remembers the entries of Raft itself: the master applies them without a word. */
  void committed(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      if (entry.kind() != LogEntry.Kind.COMMAND) {
        ofRaft.add(entry);
      }
    }
  }

  void ofMaster(MasterEffect effect, List<TraceDetail> details) {
    if (effect instanceof MasterEffect.SendGrant send) {
      granted.put(send.grant().chunk(), send.grant().replicas());
    } else if (effect instanceof MasterEffect.Observed observed) {
      if (observed.fact() instanceof MasterFact.StateRestored restored) {
        digest = restored.digest();
        return;
      }
      if (observed.fact() instanceof MasterFact.CommandApplied applied) {
        ownBefore(applied.index(), details);
        digest = applied.digest();
      }
      details.add(masterEvent(observed.fact()));
    }
  }

  private void ownBefore(long index, List<TraceDetail> details) {
    while (!ofRaft.isEmpty() && ofRaft.peek().index() < index) {
      LogEntry entry = ofRaft.remove();
      details.add(new RaftTrace.Applied(entry.index(), RaftEvents.wordsOfOwn(entry), digest));
    }
  }

  void endOfStep(List<TraceDetail> details) {
    ownBefore(Long.MAX_VALUE, details);
  }

  private TraceDetail masterEvent(MasterFact fact) {
    if (fact instanceof MasterFact.CommandApplied applied) {
      return new RaftTrace.Applied(
          applied.index(), words.of(applied.index(), applied.command()), applied.digest());
    } else if (fact instanceof MasterFact.ChunkPlaced placed) {
      return new MasterTrace.ChunkPlaced(
          placed.path().toString(),
          placed.chunkIndex(),
          placed.chunk().toString(),
          placed.replicas());
    } else if (fact instanceof MasterFact.LeaseGranted lease) {
      return leaseGranted(lease);
    } else if (fact instanceof MasterFact.ChunkserverSeen seen) {
      return new MasterTrace.ChunkserverSeen(seen.node(), seen.alive());
    } else if (fact instanceof MasterFact.ReplicasLearnt learnt) {
      return new MasterTrace.ReplicasLearnt(
          learnt.chunk().toString(), learnt.version().number(), learnt.replicas());
    }
    return RepairEvents.of(fact);
  }

  private TraceDetail leaseGranted(MasterFact.LeaseGranted lease) {
    List<NodeId> replicas = granted.remove(lease.chunk());
    return new MasterTrace.LeaseGranted(
        lease.chunk().toString(),
        lease.version().number(),
        lease.primary(),
        replicas == null ? List.of(lease.primary()) : replicas,
        lease.length().toNanos());
  }

  void ofChunk(ChunkEffect effect, List<TraceDetail> details) {
    if (effect instanceof ChunkEffect.Observed observed) {
      details.add(ChunkEvents.of(observed.fact()));
    }
  }
}
