package org.quorama.metadata;

import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.ChunkCopy;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;

/**
 * Copies a chunk before it is written, if another file shares it or its file was cut within it [GFS
 * §3.4]. The log gives the copy its id, every current replica copies on its own disk, and when all
 * are durable the log puts the copy into the file.
 *
 * <p>A leader may be lost at any step: what is in the log refers to each chunk as often as its
 * count says, and a copy that was not finished is given up when the next one begins.
 */
final class ChunkCopying {
  private final MasterState state;
  private final ChunkOpening opening;
  private final ReplicaChoice choice;

  ChunkCopying(MasterState state, ChunkOpening opening, ReplicaChoice choice) {
    this.state = state;
    this.opening = opening;
    this.choice = choice;
  }

  void begin(OpenTask task, FileNode file, int chunkIndex, ChunkEntry from) {
    ReplicaChoice.Choice chosen = choice.forNext(from, task.excluded);
    if (!opening.isChosen(task, chosen)) {
      return;
    }
    ChunkId to = opening.drawChunk();
    Placement placement =
        ReplicaChoice.place(
            to, new ChunkVersion(1), chosen.replicas(), List.of(from.current().primary()));
    ChunkCopy copy = new ChunkCopy(task.wish.path(), chunkIndex, from.chunk(), to);
    boolean isCut = file.cutBytes() >= 0 && chunkIndex == file.chunks().size() - 1;
    long lengthBytes = isCut ? file.cutBytes() : state.config.chunkSizeBytes();
    ChunkMessage.CloneChunk order =
        new ChunkMessage.CloneChunk(
            from.chunk(), from.current().version(), to, placement.version(), lengthBytes);
    opening.propose(
        task,
        new MetadataCommand.StartClone(copy, placement),
        () -> send(task, copy, placement, order));
  }

  private void send(
      OpenTask task, ChunkCopy copy, Placement placement, ChunkMessage.CloneChunk order) {
    state.rounds.begin(
        placement.replicas(),
        state.now().plus(state.config.leaseLength()),
        (call, to) -> new MasterEffect.SendClone(call, to, order),
        round -> concluded(task, copy, round));
  }

  private void concluded(OpenTask task, ChunkCopy copy, ReplicaRounds.Round round) {
    round.accepted.forEach(
        node -> state.locations.accepted(node, copy.to(), new ChunkVersion(1), state.now()));
    state.care.changed(copy.to(), false); // it may have been given up meanwhile
    if (round.refused.isEmpty()) {
      opening.propose(task, new MetadataCommand.EndClone(copy), () -> opening.begin(task));
    } else {
      task.excluded.addAll(round.refused);
      opening.retry(task);
    }
  }
}
