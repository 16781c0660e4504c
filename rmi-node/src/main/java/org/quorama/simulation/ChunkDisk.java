package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.check.DurableReplicas;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;

/** The replicas of a node with their bytes, and its buffer of pushed data. Writes keep order. */
final class ChunkDisk implements DurableReplicas {
  private final Schedule schedule;
  private final SplittableRandom random;
  private final FaultMix.Disk faults;
  private final TreeMap<ChunkId, Replica> replicas = new TreeMap<>();
  private final Map<DataId, Bytes> buffer = new LinkedHashMap<>();
  private long lastDone;
  private int crashes;

  private record Replica(ChunkVersion version, Bytes bytes) {}

  ChunkDisk(Schedule schedule, SplittableRandom random, FaultMix.Disk faults) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
  }

  /** Buffers pushed data; the oldest is forgotten if there is too much. */
  void push(DataId data, Bytes bytes) {
    buffer.put(data, bytes);
    if (buffer.size() > faults.buffered()) {
      buffer.remove(buffer.keySet().iterator().next());
    }
  }

  void storeVersion(ChunkEffect.StoreVersion store, Consumer<ErrorCode> done) {
    later(
        () -> {
          Replica old = replicas.get(store.chunk());
          Bytes bytes = old == null ? Bytes.EMPTY : old.bytes();
          replicas.put(store.chunk(), new Replica(store.version(), bytes));
          done.accept(ErrorCode.NONE);
        });
  }

  void apply(ChunkEffect.ApplyMutation effect, Consumer<ErrorCode> done) {
    later(() -> done.accept(apply(effect.chunk(), effect.mutation())));
  }

  private ErrorCode apply(ChunkId chunk, Mutation mutation) {
    Replica old = replicas.get(chunk);
    if (old == null) {
      return ErrorCode.STALE_VERSION;
    }
    if (mutation instanceof Mutation.WriteData write) {
      Bytes data = buffer.get(write.data());
      return data == null ? ErrorCode.DATA_NOT_FOUND : write(chunk, write.range().offset(), data);
    } else if (mutation instanceof Mutation.Pad pad) {
      return write(chunk, pad.range().offset(), Bytes.wrap(new byte[pad.range().length()]));
    } else if (mutation instanceof Mutation.Truncate cut
        && cut.lengthBytes() < old.bytes().length()) {
      byte[] rest = Arrays.copyOf(old.bytes().unsafeArray(), (int) cut.lengthBytes());
      replicas.put(chunk, new Replica(old.version(), Bytes.wrap(rest)));
    }
    return ErrorCode.NONE;
  }

  private ErrorCode write(ChunkId chunk, long at, Bytes data) {
    Replica old = replicas.getOrDefault(chunk, new Replica(new ChunkVersion(1), Bytes.EMPTY));
    int offset = (int) at;
    int length = Math.max(old.bytes().length(), offset + data.length());
    byte[] bytes = Arrays.copyOf(old.bytes().unsafeArray(), length);
    System.arraycopy(data.unsafeArray(), 0, bytes, offset, data.length());
    replicas.put(chunk, new Replica(old.version(), Bytes.wrap(bytes)));
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
                new ChunkMessage.ReplicaInfo(chunk, replica.version(), replica.bytes().length())));
    return held;
  }

  /** Returns the bytes in a range, fewer at the end of the chunk. */
  @Override
  public Bytes read(ChunkId chunk, ByteRange range) {
    Replica replica = replicas.get(chunk);
    byte[] bytes = replica == null ? new byte[0] : replica.bytes().unsafeArray();
    int from = (int) Math.min(range.offset(), bytes.length);
    int to = (int) Math.min(range.end(), bytes.length);
    return Bytes.wrap(Arrays.copyOfRange(bytes, from, to));
  }
}
