package org.quorama.metadata;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.MasterInput.Asked;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.PlacedChunk;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/**
 * Reserves chunks for small files, and makes files of them: one entry of the log for many chunks,
 * then one for each file. Nobody has a lease: the session that reserved a chunk has one write in
 * its first version, which makes the replicas, and confirms it in the log itself. Differs from [GFS
 * §3.1].
 */
final class ChunkReserving {
  private static final int MOST_AT_ONCE = 64;

  private final MasterState state;
  private final ReplicaChoice choice;

  ChunkReserving(MasterState state) {
    this.state = state;
    this.choice = new ReplicaChoice(state);
  }

  static boolean concerns(FileOperation operation) {
    return operation instanceof FileOperation.ReserveChunks
        || operation instanceof FileOperation.OfReserved;
  }

  void begin(Asked asked) {
    OperationRequest request = asked.request();
    if (request.operation() instanceof FileOperation.OfReserved use) {
      use(asked.call(), use, MetadataCommand.Perform.of(request, use));
    } else if (request.operation() instanceof FileOperation.ReserveChunks wish) {
      reserve(asked.call(), wish, MetadataCommand.Perform.of(request, wish));
    }
  }

  private void reserve(
      CallId call, FileOperation.ReserveChunks wish, MetadataCommand.Perform perform) {
    long session = perform.id().session();
    if (!state.reign.leads()) {
      state.steps.answer(call, OperationReply.notLeader(Optional.empty()));
      return;
    }
    int count = Math.min(wish.count(), MOST_AT_ONCE);
    if (count < 1 || session == RequestId.NO_SESSION) {
      state.steps.answer(call, OperationReply.fail(ErrorCode.INVALID));
      return;
    }
    List<PlacedChunk> chosen = choose(count);
    if (chosen.isEmpty()) {
      state.steps.answer(call, OperationReply.fail(ErrorCode.NO_CHUNKSERVERS));
      return;
    }
    state.proposals.propose(
        state,
        new MetadataCommand.ReservePlaced(perform, chosen),
        (isCommitted, result) ->
            state.steps.answer(
                call,
                result.code() == ErrorCode.NONE ? reserved(session, result.index()) : result));
  }

  /** Returns chunks and their places; none if there are too few servers, or some may report yet. */
  private List<PlacedChunk> choose(int count) {
    List<ReplicaChoice.Choice> choices = choice.forNew(Set.of(), count);
    boolean isChosen =
        choices.stream().allMatch(one -> one.verdict() == ReplicaChoice.Verdict.CHOSEN);
    return isChosen ? choices.stream().map(this::placed).toList() : List.of();
  }

  private PlacedChunk placed(ReplicaChoice.Choice choice) {
    ChunkId chunk = state.opening.drawChunk();
    return new PlacedChunk(chunk, ReplicaChoice.placeNew(chunk, choice.replicas()));
  }

  /** Answers with what the entry at an index reserved: the same however often it is asked for. */
  private OperationReply reserved(long session, long index) {
    List<OperationValue.ChunkLocation> locations =
        state.namespace.reserved(session).stream()
            .filter(entry -> entry.grantedIndex() == index)
            .map(entry -> entry.granted().locationOf(entry.chunk()))
            .toList();
    return OperationReply.ok(
        new OperationValue.ReservedChunks(locations, state.config.chunkSizeBytes()), index);
  }

  private void use(CallId call, FileOperation.OfReserved use, MetadataCommand.Perform perform) {
    state.proposals.propose(
        state,
        perform,
        (isCommitted, result) -> {
          if (isCommitted && result.code() == ErrorCode.NONE) {
            state.namespace.chunk(use.chunk()).ifPresent(entry -> tellPlaced(use, entry));
          }
          state.steps.answer(call, result);
        });
  }

  private void tellPlaced(FileOperation.OfReserved use, ChunkEntry entry) {
    state.observe(
        new MasterFact.ChunkPlaced(use.path(), 0, use.chunk(), entry.current().replicas()));
  }
}
