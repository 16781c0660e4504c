package org.quorama.simulation.check;

import java.util.List;
import java.util.Optional;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.LogEntry;

/** The state that all committed entries make, whoever of the nodes has applied them. */
final class ShadowMaster {
  private final MasterCore core;
  private final CommittedLog log;
  private long applied;

  ShadowMaster(MasterConfig config, CommittedLog log) {
    this.core = new MasterCore(config);
    this.log = log;
  }

  /** Returns what is committed about a chunk, empty if no file has it. */
  Optional<MasterCore.ChunkView> chunk(ChunkId chunk) {
    catchUp();
    return core.chunk(chunk);
  }

  /** Returns what is committed about all chunks. */
  List<MasterCore.ChunkView> chunks() {
    catchUp();
    return core.chunks();
  }

  private void catchUp() {
    while (applied < log.lastIndex()) {
      applied++;
      LogEntry entry = log.entry(applied);
      if (entry != null) {
        core.step(MonotonicTime.ZERO, new MasterInput.EntriesCommitted(List.of(entry)));
      }
    }
  }
}
