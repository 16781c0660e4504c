package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.protocol.ErrorCode;

/** The replicas of a node with their bytes, and its buffer of pushed data. Writes keep order. */
final class ChunkDisk {
  private static final int MAX_BUFFERED = 64;

  private final Schedule schedule;
  private final SplittableRandom random;
  private final FaultMix.Disk faults;
  private final TreeMap<ChunkId, Replica> replicas = new TreeMap<>();
  private final Map<DataId, byte[]> buffer = new LinkedHashMap<>();
  private long lastDone;
  private int crashes;

  private record Replica(ChunkVersion version, byte[] bytes) {}

  ChunkDisk(Schedule schedule, SplittableRandom random, FaultMix.Disk faults) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
  }

  /** Buffers pushed data; the oldest is forgotten if there is too much. */
  void push(DataId data, byte[] bytes) {
    buffer.put(data, bytes);
    if (buffer.size() > MAX_BUFFERED) {
      buffer.remove(buffer.keySet().iterator().next());
    }
  }

  void storeVersion(ChunkEffect.StoreVersion store, Consumer<ErrorCode> done) {
    later(
        () -> {
          Replica old = replicas.get(store.chunk());
          byte[] bytes = old == null ? new byte[0] : old.bytes();
          replicas.put(store.chunk(), new Replica(store.version(), bytes));
          done.accept(ErrorCode.NONE);
        });
  }

  void storeData(ChunkEffect.StoreData store, Consumer<ErrorCode> done) {
    later(() -> done.accept(write(store)));
  }

  private ErrorCode write(ChunkEffect.StoreData store) {
    byte[] data = buffer.get(store.data());
    Replica old = replicas.get(store.chunk());
    if (data == null || old == null) {
      return data == null ? ErrorCode.DATA_NOT_FOUND : ErrorCode.STALE_VERSION;
    }
    int offset = (int) store.range().offset();
    byte[] bytes = Arrays.copyOf(old.bytes(), Math.max(old.bytes().length, offset + data.length));
    System.arraycopy(data, 0, bytes, offset, data.length);
    replicas.put(store.chunk(), new Replica(old.version(), bytes));
    return ErrorCode.NONE;
  }

  void delete(ChunkId chunk) {
    replicas.remove(chunk);
  }

  private void later(Runnable action) {
    long delay = faults.minForce() + Chances.exponential(random, faults.meanForce());
    lastDone = Math.max(lastDone, schedule.now() + delay);
    int crashesNow = crashes;
    schedule.at(
        lastDone,
        () -> {
          if (crashes == crashesNow) {
            action.run();
          }
        });
  }

  /** Loses the buffer, and all writes that are not done. */
  void crash() {
    crashes++;
    buffer.clear();
  }

  List<ChunkMessage.ReplicaInfo> held() {
    ArrayList<ChunkMessage.ReplicaInfo> held = new ArrayList<>();
    replicas.forEach(
        (chunk, replica) ->
            held.add(
                new ChunkMessage.ReplicaInfo(chunk, replica.version(), replica.bytes().length)));
    return held;
  }

  /** Returns the version of a replica, null if there is none. */
  @Nullable ChunkVersion version(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    return replica == null ? null : replica.version();
  }

  /** Returns the bytes in a range, fewer at the end of the chunk. */
  byte[] read(ChunkId chunk, ByteRange range) {
    Replica replica = replicas.get(chunk);
    int length = replica == null ? 0 : replica.bytes().length;
    int from = (int) Math.min(range.offset(), length);
    int to = (int) Math.min(range.end(), length);
    return replica == null ? new byte[0] : Arrays.copyOfRange(replica.bytes(), from, to);
  }
}
