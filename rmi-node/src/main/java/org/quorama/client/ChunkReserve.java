package org.quorama.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.ReservedChunks;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.protocol.MonotonicTime;

/**
 * The chunks that a client reserved for small files and did not use yet: one for its first file,
 * more each time they are used up, so that one entry of the log serves many files. Thread-safe.
 */
final class ChunkReserve {
  private static final int MOST_AT_ONCE = 32;

  /** After so long a place may be a bad one: its node may be full or gone. */
  private static final Duration MAX_AGE = Duration.ofSeconds(10);

  private final MasterCalls master;
  private final Executor threads;
  private final ClientClock clock;

  /** Held by who asks for more. */
  private final ReentrantLock filling = new ReentrantLock();

  /** What is free, the oldest first; guarded by this. */
  private final ArrayDeque<Free> free = new ArrayDeque<>();

  /** Chunks that are of no use any more, to be told with the next wish; guarded by this. */
  private final ArrayList<ChunkId> givenUp = new ArrayList<>();

  /** How many to ask for next; guarded by this. */
  private int batch = 1;

  private record Free(WritableChunk chunk, MonotonicTime until) {}

  ChunkReserve(MasterCalls master, Executor threads, ClientClock clock) {
    this.master = master;
    this.threads = threads;
    this.clock = clock;
  }

  /** Returns a chunk for one first write, null if there is none to be had. */
  @Nullable WritableChunk take() {
    WritableChunk chunk = poll();
    if (chunk == null) {
      filling.lock();
      try {
        chunk = poll();
        if (chunk == null) {
          fill();
          chunk = poll();
        }
      } finally {
        filling.unlock();
      }
    } else if (isLow() && !filling.isLocked()) {
      threads.execute(this::fillIfLow);
    }
    return chunk;
  }

  private synchronized @Nullable WritableChunk poll() {
    dropOld();
    Free first = free.poll();
    return first == null ? null : first.chunk();
  }

  private void dropOld() {
    MonotonicTime now = clock.now();
    while (!free.isEmpty() && free.element().until().isDue(now)) {
      giveUp(free.remove().chunk().location().chunk());
      batch = 1;
    }
  }

  private synchronized boolean isLow() {
    return free.size() < batch / 4;
  }

  private void fillIfLow() {
    if (filling.tryLock()) {
      try {
        if (isLow()) {
          fill();
        }
      } finally {
        filling.unlock();
      }
    }
  }

  private void fill() {
    OperationReply reply = master.perform(wish());
    synchronized (this) {
      if (reply.value() instanceof ReservedChunks reserved) {
        MonotonicTime until = clock.now().plus(MAX_AGE);
        for (ChunkLocation location : reserved.locations()) {
          free.add(new Free(new WritableChunk(location, reserved.chunkSizeBytes()), until));
        }
        batch = Math.min(MOST_AT_ONCE, 2 * batch);
      } else {
        batch = 1;
      }
    }
  }

  private synchronized FileOperation wish() {
    FileOperation wish = new FileOperation.ReserveChunks(batch, givenUp);
    givenUp.clear();
    return wish;
  }

  /** Takes back a chunk to which nobody wrote. */
  synchronized void giveBack(WritableChunk chunk) {
    free.addFirst(new Free(chunk, clock.now().plus(MAX_AGE)));
  }

  /** Gives up a chunk of which no file was made; its replicas, if there are any, are collected. */
  synchronized void giveUp(ChunkId chunk) {
    givenUp.add(chunk);
  }

  /** Gives up what is to be on nodes that failed. */
  synchronized void without(Collection<NodeId> failed) {
    for (Free one : List.copyOf(free)) {
      if (one.chunk().location().replicas().stream().anyMatch(failed::contains)) {
        free.remove(one);
        giveUp(one.chunk().location().chunk());
      }
    }
  }

  /** Forgets all: the session that reserved it ended. */
  synchronized void forget() {
    free.clear();
    givenUp.clear();
    batch = 1;
  }
}
