package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
import org.quorama.simulation.time.Schedule;

/**
 * The replicas of a node with their bytes, and its buffer of pushed data. Writes keep order. A
 * crash takes what was written and not forced; a block that was flipped does not have its checksum
 * any more, until it is written as a whole.
 */
final class ChunkDisk implements DurableReplicas {
  /** The size of a block with a checksum: small, so that a chunk has several. */
  static final int BLOCK_BYTES = 256;

  private final Schedule schedule;
  private final SplittableRandom random;
  private final FaultMix.Disk faults;
  private final TreeMap<ChunkId, Replica> replicas = new TreeMap<>();
  private final Map<DataId, Bytes> buffer = new LinkedHashMap<>();

  /** How many replicas had been asked for when a chunk was deleted last. */
  private final Map<ChunkId, Long> deletions = new HashMap<>();

  private long asked;
  private long lastDone;
  private int crashes;

  /**
   * One replica.
   *
   * @param version durable
   * @param seen what a read finds
   * @param durable what a crash leaves
   * @param flipped the blocks whose checksum is wrong, one bit each
   */
  private record Replica(ChunkVersion version, Bytes seen, Bytes durable, long flipped) {
    Replica with(ChunkVersion other) {
      return new Replica(other, seen, durable, flipped);
    }

    Replica written(Bytes now, boolean forced) {
      return new Replica(version, now, forced ? now : durable, flipped);
    }

    Replica flipped(long blocks) {
      return new Replica(version, seen, durable, blocks);
    }
  }

  ChunkDisk(Schedule schedule, SplittableRandom random, FaultMix.Disk faults) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
  }

  /** Holds these replicas from now on; their bytes are zero. */
  void restore(List<ChunkMessage.ReplicaInfo> held) {
    Map<Long, Bytes> zeros = new HashMap<>();
    for (ChunkMessage.ReplicaInfo info : held) {
      Bytes bytes =
          zeros.computeIfAbsent(
              info.lengthBytes(), length -> Bytes.wrap(new byte[length.intValue()]));
      replicas.put(info.chunk(), new Replica(info.version(), bytes, bytes, 0));
    }
  }

  /** Buffers pushed data; the oldest is forgotten if there is too much. */
  void push(DataId data, Bytes bytes) {
    buffer.put(data, bytes);
    if (buffer.size() > faults.buffered()) {
      buffer.remove(buffer.keySet().iterator().next());
    }
  }

  void storeVersion(ChunkEffect.StoreVersion store, Consumer<ErrorCode> done) {
    long turn = ++asked;
    later(
        () -> {
          Replica old = replicas.get(store.chunk());
          Replica empty = new Replica(store.version(), Bytes.EMPTY, Bytes.EMPTY, 0);
          make(store.chunk(), turn, old == null ? empty : old.with(store.version()));
          done.accept(ErrorCode.NONE);
        });
  }

  /** Makes a replica, unless its deletion was asked for after it. */
  private void make(ChunkId chunk, long turn, Replica replica) {
    if (turn > deletions.getOrDefault(chunk, 0L)) {
      replicas.put(chunk, replica);
    }
  }

  void apply(ChunkEffect.ApplyMutation effect, Consumer<ErrorCode> done) {
    later(() -> done.accept(apply(effect.chunk(), effect.mutation())));
  }

  private ErrorCode apply(ChunkId chunk, Mutation mutation) {
    Replica old = replicas.get(chunk);
    if (old == null) {
      return ErrorCode.STALE_VERSION;
    }
    ErrorCode code = ErrorCode.NONE;
    if (mutation instanceof Mutation.WriteData write) {
      Bytes data = buffer.get(write.data());
      code = data == null ? ErrorCode.DATA_NOT_FOUND : write(chunk, write.range(), data);
    } else if (mutation instanceof Mutation.Pad pad) {
      code = write(chunk, pad.range(), Bytes.wrap(new byte[pad.range().length()]));
    } else if (mutation instanceof Mutation.Truncate cut) {
      code = cut(chunk, (int) cut.lengthBytes());
    }
    if (code == ErrorCode.NONE && mutation.force()) {
      replicas.computeIfPresent(chunk, (id, now) -> now.written(now.seen(), true));
    }
    return code;
  }

  /** A block that is overwritten in part must be read, and so verified, before. */
  private ErrorCode write(ChunkId chunk, ByteRange range, Bytes data) {
    Replica old = replicas.get(chunk);
    if (old == null) {
      return ErrorCode.STALE_VERSION;
    }
    long whole = 0;
    long touched = blocks(range.offset(), range.end());
    for (int block = 0; block < Long.SIZE; block++) {
      boolean covered =
          range.offset() <= (long) block * BLOCK_BYTES
              && range.end() >= Math.min((block + 1L) * BLOCK_BYTES, old.seen().length());
      whole |= covered ? touched & (1L << block) : 0;
    }
    if ((old.flipped() & touched & ~whole) != 0) {
      return ErrorCode.CORRUPT;
    }
    int offset = (int) range.offset();
    int length = Math.max(old.seen().length(), offset + data.length());
    byte[] bytes = Arrays.copyOf(old.seen().unsafeArray(), length);
    System.arraycopy(data.unsafeArray(), 0, bytes, offset, data.length());
    replicas.put(chunk, old.flipped(old.flipped() & ~whole).written(Bytes.wrap(bytes), false));
    return ErrorCode.NONE;
  }

  private ErrorCode cut(ChunkId chunk, int length) {
    Replica old = replicas.get(chunk);
    if (old == null || length >= old.seen().length()) {
      return ErrorCode.NONE;
    }
    boolean inside = length % BLOCK_BYTES != 0;
    if (inside && (old.flipped() & blocks(length, length + 1L)) != 0) {
      return ErrorCode.CORRUPT;
    }
    long kept = length == 0 ? 0 : blocks(0, length);
    Bytes rest = Bytes.wrap(Arrays.copyOf(old.seen().unsafeArray(), length));
    replicas.put(chunk, old.flipped(old.flipped() & kept).written(rest, false));
    return ErrorCode.NONE;
  }

  private static long blocks(long from, long to) {
    long blocks = 0;
    for (long block = from / BLOCK_BYTES; block * BLOCK_BYTES < to; block++) {
      blocks |= 1L << block;
    }
    return blocks;
  }

  /** Makes a durable copy; ends with its length or a reason. */
  void copyLocally(ChunkEffect.CloneLocally effect, Copied done) {
    long turn = ++asked;
    later(
        () -> {
          Replica from = replicas.get(effect.from());
          if (from == null || from.flipped() != 0) {
            done.ended(from == null ? ErrorCode.STALE_VERSION : ErrorCode.CORRUPT, 0);
            return;
          }
          int length = (int) Math.min(from.seen().length(), effect.lengthBytes());
          Bytes copied = Bytes.wrap(Arrays.copyOf(from.seen().unsafeArray(), length));
          make(effect.to(), turn, new Replica(effect.version(), copied, copied, 0));
          done.ended(ErrorCode.NONE, length);
        });
  }

  /** Makes pulled bytes durable in place of what was here. */
  void keepPulled(ChunkEffect.PullReplica effect, Bytes pulled, Copied done) {
    long turn = ++asked;
    later(
        () -> {
          make(effect.chunk(), turn, new Replica(effect.version(), pulled, pulled, 0));
          done.ended(ErrorCode.NONE, pulled.length());
        });
  }

  /** What became of a copy. */
  @FunctionalInterface
  interface Copied {
    /** Tells how a copy ended, and how many bytes it holds. */
    void ended(ErrorCode code, long lengthBytes);
  }

  /** Deletes a replica, and those that were asked for before and are not made yet. */
  void delete(ChunkId chunk) {
    replicas.remove(chunk);
    deletions.put(chunk, asked);
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

  /** Loses the buffer, all writes that are not done, and perhaps what is not forced. */
  void crash() {
    crashes++;
    buffer.clear();
    replicas.replaceAll(
        (chunk, replica) -> {
          boolean same = replica.seen().equals(replica.durable());
          boolean survives = !same && Chances.happens(random, faults.survival() / 2);
          Bytes left = survives ? replica.seen() : replica.durable();
          return same ? replica : new Replica(replica.version(), left, left, replica.flipped());
        });
  }

  /**
   * Flips a byte of one replica, if there is any to which that may be done.
   *
   * @param draw decides which
   * @param mayBe which may be flipped
   * @return which, null if none
   */
  @Nullable ChunkId flip(long draw, Predicate<ChunkId> mayBe) {
    List<ChunkId> held =
        replicas.entrySet().stream()
            .filter(entry -> entry.getValue().seen().length() > 0 && mayBe.test(entry.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (held.isEmpty()) {
      return null;
    }
    ChunkId chunk = held.get((int) Math.floorMod(draw, (long) held.size()));
    replicas.computeIfPresent(
        chunk,
        (id, replica) -> {
          long at = Math.floorMod(draw, (long) replica.seen().length());
          return replica.flipped(replica.flipped() | blocks(at, at + 1));
        });
    return chunk;
  }

  List<ChunkMessage.ReplicaInfo> held() {
    ArrayList<ChunkMessage.ReplicaInfo> held = new ArrayList<>();
    replicas.forEach(
        (chunk, replica) ->
            held.add(
                new ChunkMessage.ReplicaInfo(chunk, replica.version(), replica.seen().length())));
    return held;
  }

  /** Returns how many bytes the replicas have together. */
  long usedBytes() {
    return replicas.values().stream().mapToLong(replica -> replica.seen().length()).sum();
  }

  /** Tells whether every block that a range touches has its checksum. */
  boolean verifies(ChunkId chunk, ByteRange range) {
    Replica replica = replicas.get(chunk);
    return replica == null || (replica.flipped() & blocks(range.offset(), range.end())) == 0;
  }

  /** Returns the bytes in a range as a reader sees them, fewer at the end of the chunk. */
  Bytes read(ChunkId chunk, ByteRange range) {
    Replica replica = replicas.get(chunk);
    byte[] bytes = replica == null ? new byte[0] : replica.seen().toArray();
    for (int i = 0; replica != null && replica.flipped() != 0 && i < bytes.length; i++) {
      bytes[i] ^= (byte) (replica.flipped() >> (i / BLOCK_BYTES) & 1);
    }
    int from = (int) Math.min(range.offset(), bytes.length);
    int to = (int) Math.min(range.end(), bytes.length);
    return Bytes.wrap(Arrays.copyOfRange(bytes, from, to));
  }

  @Override
  public @Nullable ChunkVersion version(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    return replica == null ? null : replica.version();
  }

  @Override
  public Set<ChunkId> chunks() {
    return Collections.unmodifiableSet(replicas.keySet());
  }

  @Override
  public boolean isIntact(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    return replica != null && replica.flipped() == 0;
  }

  @Override
  public Bytes durable(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    return replica == null ? Bytes.EMPTY : replica.durable();
  }

  @Override
  public Bytes seen(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    return replica == null ? Bytes.EMPTY : replica.seen();
  }
}
