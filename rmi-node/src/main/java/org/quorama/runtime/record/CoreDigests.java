package org.quorama.runtime.record;

import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RaftLog;
import org.quorama.runtime.core.NodeCore;
import org.quorama.trace.NodeTrace;

/** Digests of what cores hold, equal in every process. Stateless. */
final class CoreDigests {
  private static final long PRIME = 0x100000001b3L;
  private static final long BASIS = 0xcbf29ce484222325L;

  private CoreDigests() {}

  static NodeTrace.Checkpoint of(NodeCore core, long inputs) {
    return new NodeTrace.Checkpoint(
        inputs,
        of(core.raftStatus().toString()),
        of(core.raftLog()),
        core.metadataDigest(),
        core.chunkDigest());
  }

  private static long of(String text) {
    long hash = BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return hash;
  }

  private static long of(RaftLog log) {
    long hash = mix(BASIS, log.firstIndex());
    for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
      LogEntry entry = log.entryAt(index);
      hash = mix(mix(hash, entry.term()), entry.command().hashCode());
      hash = mix(hash, entry.kind().name().hashCode());
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * PRIME;
    return mixed ^ (mixed >>> 29);
  }
}
