package org.quorama.runtime;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.Mutation;
import org.quorama.protocol.ErrorCode;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.StorageException;

/**
 * Writes chunks on a few threads: the writes of one chunk in order, those of different chunks at
 * once. Nobody interrupts the threads, since an interrupt would close a file for everyone. Bounded
 * by what the chunkserver's core lets be in flight. Thread-safe.
 */
final class ChunkWorkers {
  private static final System.Logger LOG = System.getLogger(ChunkWorkers.class.getName());
  private static final int LANES = 3;

  private final ChunkStore store;
  private final DataBuffers buffers;
  private final ExecutorService[] lanes;

  ChunkWorkers(String name, ChunkStore store, DataBuffers buffers) {
    this.store = store;
    this.buffers = buffers;
    this.lanes =
        IntStream.range(0, LANES)
            .mapToObj(lane -> Executors.newSingleThreadExecutor(body -> thread(name + lane, body)))
            .toArray(ExecutorService[]::new);
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Makes a version durable, then tells how it went, on a worker's thread. */
  void storeVersion(ChunkEffect.StoreVersion effect, Consumer<ErrorCode> done) {
    laneOf(effect.chunk())
        .execute(
            () ->
                done.accept(outcomeOf(() -> store.storeVersion(effect.chunk(), effect.version()))));
  }

  /** Applies a mutation, then tells how it went, on a worker's thread. */
  void apply(ChunkEffect.ApplyMutation effect, Consumer<ErrorCode> done) {
    laneOf(effect.chunk()).execute(() -> done.accept(apply(effect)));
  }

  private ErrorCode apply(ChunkEffect.ApplyMutation effect) {
    if (effect.mutation() instanceof Mutation.WriteData write) {
      return write(effect.chunk(), write);
    }
    return ErrorCode.INVALID;
  }

  private ErrorCode write(ChunkId chunk, Mutation.WriteData write) {
    Optional<byte[]> bytes = buffers.get(write.data());
    if (bytes.isEmpty()) {
      return ErrorCode.DATA_NOT_FOUND;
    }
    if (bytes.get().length != write.range().length()) {
      return ErrorCode.INVALID;
    }
    return outcomeOf(() -> store.write(chunk, write.range(), bytes.get()));
  }

  /** Deletes a replica some time. */
  void delete(ChunkId chunk) {
    laneOf(chunk)
        .execute(
            () -> {
              ErrorCode code = outcomeOf(() -> store.delete(chunk));
              LOG.log(Level.DEBUG, "Deleted chunk {0}: {1}", chunk, code);
            });
  }

  /** Lets what runs and waits finish; takes nothing new. */
  void stop() {
    for (ExecutorService lane : lanes) {
      lane.shutdown();
    }
  }

  private ExecutorService laneOf(ChunkId chunk) {
    return lanes[Math.floorMod(chunk.value(), LANES)];
  }

  private static ErrorCode outcomeOf(Runnable action) {
    try {
      action.run();
      return ErrorCode.NONE;
    } catch (StorageException e) {
      LOG.log(Level.WARNING, e.getMessage(), e);
      return codeOf(e);
    }
  }

  /** Puts a failure of the disk into the words of the protocol. */
  static ErrorCode codeOf(StorageException failure) {
    return switch (failure.kind()) {
      case NO_SPACE -> ErrorCode.NO_SPACE;
      case CORRUPT -> ErrorCode.CORRUPT;
      default -> ErrorCode.REPLICA_FAILED;
    };
  }
}
