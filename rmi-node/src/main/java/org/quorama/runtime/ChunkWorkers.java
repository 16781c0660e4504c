package org.quorama.runtime;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DiskRoom;
import org.quorama.chunk.Mutation;
import org.quorama.daemon.Daemons;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.runtime.lane.ChunkLanes;
import org.quorama.runtime.lane.Helpers;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.StorageException;

/**
 * Writes chunks on a few threads: the writes of one chunk in order, those of different chunks at
 * once. Nobody interrupts the threads, since an interrupt would close a file for everyone. Bounded
 * by what the chunkserver's core lets be in flight. Thread-safe.
 */
final class ChunkWorkers {
  private static final System.Logger LOG = System.getLogger(ChunkWorkers.class.getName());
  private static final int THREADS = 4;
  private static final int PULLS = 4;
  private static final int PIECE_BYTES = 1 << 20;

  private final ChunkStore store;
  private final DataBuffers buffers;
  private final Consumer<ChunkId> corrupt;
  private final ChunkLanes lanes;
  private final ExecutorService pulls;

  /**
   * Makes workers.
   *
   * @param name what the names of their threads begin with
   * @param store what they write to
   * @param buffers where the data comes from
   * @param helpers may do what they ask for
   * @param corrupt told of a replica that turns out to be corrupt
   */
  ChunkWorkers(
      String name,
      ChunkStore store,
      DataBuffers buffers,
      Helpers helpers,
      Consumer<ChunkId> corrupt) {
    this.store = store;
    this.buffers = buffers;
    this.corrupt = corrupt;
    this.pulls = Executors.newFixedThreadPool(PULLS, body -> Daemons.thread(name + "pull", body));
    this.lanes = new ChunkLanes(name, THREADS, helpers);
  }

  /** Makes a version durable, then tells how it went, on the thread that did it. */
  void storeVersion(ChunkEffect.StoreVersion effect, Consumer<ErrorCode> done) {
    ChunkId chunk = effect.chunk();
    Runnable storing = () -> store.storeVersion(chunk, effect.version());
    lanes.execute(chunk, () -> done.accept(outcomeOf(chunk, storing)));
  }

  /** Applies a mutation, then tells how it went, on the thread that did it. */
  void apply(ChunkEffect.ApplyMutation effect, Consumer<ErrorCode> done) {
    lanes.execute(effect.chunk(), () -> done.accept(apply(effect)));
  }

  private ErrorCode apply(ChunkEffect.ApplyMutation effect) {
    ChunkId chunk = effect.chunk();
    Mutation mutation = effect.mutation();
    if (mutation instanceof Mutation.WriteData write) {
      return write(chunk, write);
    }
    if (mutation instanceof Mutation.Pad pad) {
      return outcomeOf(chunk, () -> pad(chunk, pad.range()));
    }
    if (mutation instanceof Mutation.Truncate truncate) {
      return outcomeOf(chunk, () -> store.truncate(chunk, truncate.lengthBytes()));
    }
    return mutation instanceof Mutation.Sync
        ? outcomeOf(chunk, () -> store.sync(chunk))
        : ErrorCode.INVALID;
  }

  private ErrorCode write(ChunkId chunk, Mutation.WriteData write) {
    Optional<PushedData> data = buffers.lend(write.data());
    if (data.isEmpty()) {
      return ErrorCode.DATA_NOT_FOUND;
    }
    try {
      return write(chunk, write, data.get());
    } finally {
      buffers.giveBack(data.get());
    }
  }

  private ErrorCode write(ChunkId chunk, Mutation.WriteData write, PushedData data) {
    if (data.length() != write.range().length()) {
      return ErrorCode.INVALID;
    }
    Runnable writing =
        () -> store.write(chunk, write.range(), data.bytes(), data.sums(), write.force());
    ErrorCode code = outcomeOf(chunk, writing);
    if (code == ErrorCode.NONE) {
      buffers.remove(write.data());
    }
    return code;
  }

  private void pad(ChunkId chunk, ByteRange range) {
    for (long at = range.offset(); at < range.end(); at += PIECE_BYTES) {
      int length = (int) Math.min(PIECE_BYTES, range.end() - at);
      store.write(chunk, new ByteRange(at, length), new byte[length], false);
    }
    store.sync(chunk);
  }

  /** Hears how a copy of a replica ended. */
  interface CopyEnd {
    void ended(ErrorCode code, long lengthBytes);
  }

  /** Copies a replica behind its mutations that were asked for before. */
  void cloneLocally(ChunkEffect.CloneLocally effect, CopyEnd end) {
    Runnable copy =
        () ->
            store.cloneLocally(effect.from(), effect.to(), effect.version(), effect.lengthBytes());
    lanes.execute(effect.from(), () -> end(effect.to(), outcomeOf(effect.from(), copy), end));
  }

  /**
   * Pulls a replica from another node, beside what else the workers do, but not before they did all
   * that was asked for the chunk before.
   */
  void pull(ChunkEffect.PullReplica effect, PeerPort source, CopyEnd end) {
    Runnable pull = () -> end(effect.chunk(), pull(effect, source), end);
    lanes.execute(effect.chunk(), () -> pulls.execute(pull));
  }

  private ErrorCode pull(ChunkEffect.PullReplica effect, PeerPort source) {
    ReplicaSource from = new ReplicaSource(effect.chunk(), effect.version(), source);
    try {
      store.importReplica(effect.chunk(), effect.version(), from);
      return ErrorCode.NONE;
    } catch (ReplicaSource.Failure e) {
      LOG.log(Level.INFO, "Pulling {0}: {1}", effect.chunk(), e.getMessage());
      return e.code();
    } catch (StorageException e) {
      LOG.log(Level.WARNING, e.getMessage(), e);
      return codeOf(e);
    }
  }

  private void end(ChunkId chunk, ErrorCode code, CopyEnd end) {
    end.ended(code, code == ErrorCode.NONE ? store.lengthOf(chunk) : 0);
  }

  /** Returns a report with the room of this disk. */
  ChunkMessage.ChunkReport withSpace(ChunkMessage.ChunkReport report) {
    long used = store.bytesHeld();
    return report.withSpace(new DiskRoom(used + store.bytesFree(), used));
  }

  /** Returns the data that must ride with an order, if there is any. */
  Optional<PushedData> riderOf(Mutation mutation) {
    return mutation.stored() instanceof Mutation.WriteData write
        ? buffers.rider(write.data())
        : Optional.empty();
  }

  /** Deletes a replica some time, then tells so on the thread that did it. */
  void delete(ChunkId chunk, Runnable done) {
    lanes.execute(
        chunk,
        () -> {
          ErrorCode code = outcomeOf(chunk, () -> store.delete(chunk));
          LOG.log(Level.DEBUG, "Deleted chunk {0}: {1}", chunk, code);
          done.run();
        });
  }

  /** Lets what runs and waits finish; takes nothing new. */
  void stop() {
    lanes.stop();
    pulls.shutdown();
  }

  private ErrorCode outcomeOf(ChunkId chunk, Runnable action) {
    try {
      action.run();
      return ErrorCode.NONE;
    } catch (StorageException e) {
      LOG.log(Level.WARNING, e.getMessage(), e);
      if (e.kind() == StorageException.Kind.CORRUPT) {
        corrupt.accept(chunk);
      }
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
