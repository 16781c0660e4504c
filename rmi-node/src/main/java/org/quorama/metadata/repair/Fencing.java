package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/**
 * Raises the version of a chunk on all who hold it, without a lease: from then on nothing is
 * acknowledged until a client asks for the chunk anew, which raises the version again. So what is
 * copied meanwhile is complete, or has an old version [GFS §4.5].
 */
final class Fencing {
  private static final int MAX_ATTEMPTS = 3;

  private final CareState state;
  private final BiConsumer<RepairTask, ChunkVersion> fenced;
  private final Consumer<RepairTask> failed;
  private final TreeMap<CallId, RepairTask> proposed = new TreeMap<>();
  private final TreeMap<CallId, Sent> sent = new TreeMap<>();

  private record Sent(RepairTask task, RepairTask.Fence fence, NodeId to, MonotonicTime deadline) {}

  Fencing(
      CareState state, BiConsumer<RepairTask, ChunkVersion> fenced, Consumer<RepairTask> failed) {
    this.state = state;
    this.fenced = fenced;
    this.failed = failed;
  }

  void begin(RepairTask task) {
    ChunkView view = state.catalog.chunk(task.chunk).orElse(null);
    if (view == null) {
      failed.accept(task);
      return;
    }
    List<NodeId> holders =
        state.locations.holders(task.chunk, view.version()).stream()
            .filter(node -> !task.excluded.contains(node))
            .toList();
    if (holders.isEmpty() || task.attempts >= MAX_ATTEMPTS) {
      failed.accept(task);
      return;
    }
    task.attempts++;
    NodeId primary = holders.contains(view.primary()) ? view.primary() : holders.get(0);
    Placement next = new Placement(view.granted().next(), primary, holders);
    task.fence = new RepairTask.Fence(next);
    long confirmed = view.created() ? view.version().number() : 0;
    proposed.put(state.propose(new MetadataCommand.FenceChunk(task.chunk, next, confirmed)), task);
  }

  boolean proposalEnded(CallId proposal, boolean applied) {
    RepairTask task = proposed.remove(proposal);
    if (task == null) {
      return false;
    }
    RepairTask.Fence fence = task.fence;
    if (fence == null || !applied || !state.leads) {
      failed.accept(task);
    } else if (fence.confirming) {
      state.desk.fenced(task.chunk);
      fenced.accept(task, fence.placement.version());
    } else {
      send(task, fence);
    }
    return true;
  }

  private void send(RepairTask task, RepairTask.Fence fence) {
    Placement placement = fence.placement;
    Grant grant =
        new Grant(
            task.chunk,
            placement.version(),
            false,
            placement.primary(),
            placement.replicas(),
            Duration.ZERO);
    MonotonicTime deadline = state.now().plus(state.config.chunkserverTimeout());
    for (NodeId replica : placement.replicas()) {
      CallId call = state.desk.draw();
      sent.put(call, new Sent(task, fence, replica, deadline));
      state.desk.emit(new MasterEffect.SendGrant(call, replica, grant));
    }
  }

  boolean grantAnswered(CallId call, boolean accepted) {
    Sent answered = sent.remove(call);
    if (answered == null) {
      return false;
    }
    RepairTask.Fence fence = answered.fence();
    RepairTask task = answered.task();
    fence.awaited.remove(answered.to());
    if (accepted) {
      ChunkVersion version = fence.placement.version();
      state.locations.accepted(answered.to(), task.chunk, version, state.now());
    } else {
      fence.refused.add(answered.to());
    }
    if (fence.awaited.isEmpty()) {
      concluded(task, fence);
    }
    return true;
  }

  private void concluded(RepairTask task, RepairTask.Fence fence) {
    if (fence.refused.isEmpty()) {
      fence.confirming = true;
      ChunkVersion version = fence.placement.version();
      proposed.put(state.propose(new MetadataCommand.ConfirmGrant(task.chunk, version)), task);
    } else {
      task.excluded.addAll(fence.refused);
      begin(task);
    }
  }

  void timePassed() {
    List<CallId> late = new ArrayList<>();
    sent.forEach(
        (call, one) -> {
          if (one.deadline().isDue(state.now())) {
            late.add(call);
          }
        });
    late.forEach(call -> grantAnswered(call, false));
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Sent one : sent.values()) {
      next = next.earliest(one.deadline());
    }
    return next;
  }

  void clear() {
    proposed.clear();
    sent.clear();
  }
}
