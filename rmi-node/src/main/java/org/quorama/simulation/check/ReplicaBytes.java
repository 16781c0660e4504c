package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.simulation.check.Rules.Rule;

/** Checks the bytes of replicas against each other and against what was acknowledged. */
final class ReplicaBytes {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final List<DurableReplicas> disks;
  private final int chunkBytes;
  private final Map<ChunkId, ChunkImage> images = new HashMap<>();
  private final Map<DataId, Bytes> pushed = new HashMap<>();
  private final Map<Place, Turn> turns = new HashMap<>();
  private final Map<Reader, Long> lastSerial = new HashMap<>();

  /** First writes that all replicas have; they count once the log confirms their version. */
  private final Map<ChunkId, Place> firstWrites = new HashMap<>();

  /** Chunks with bytes that were acknowledged and not forced. */
  private final TreeSet<ChunkId> soft = new TreeSet<>();

  private int crashes;

  /** The place of a mutation in the order of its chunk. */
  record Place(ChunkId chunk, ChunkVersion version, long serial) {}

  /**
   * A mutation with a place: its turn in the chunk's image, what it changes, and how many crashes
   * there had been when it was ordered.
   */
  private record Turn(int number, ByteRange range, boolean forced, int crashes) {}

  private record Reader(int node, ChunkId chunk, ChunkVersion version) {}

  ReplicaBytes(Rules rules, List<NodeId> nodes, List<DurableReplicas> disks, int chunkBytes) {
    this.rules = rules;
    this.nodes = nodes;
    this.disks = disks;
    this.chunkBytes = chunkBytes;
  }

  void pushed(DataId data, Bytes bytes) {
    pushed.put(data, bytes);
  }

  /** Notes what a primary ordered; an order of a version that is over counts for nobody. */
  void ordered(Place place, Mutation mutation) {
    Bytes data =
        mutation instanceof Mutation.WriteData write ? pushed.get(write.data()) : Bytes.EMPTY;
    if (data != null) {
      ByteRange range = changed(mutation);
      int number = image(place.chunk()).ordered(range, data);
      turns.put(place, new Turn(number, range, mutation.force(), crashes));
    }
  }

  private ByteRange changed(Mutation mutation) {
    if (mutation instanceof Mutation.Truncate cut) {
      int length = (int) Math.min(cut.lengthBytes(), chunkBytes);
      return new ByteRange(length, chunkBytes - length);
    }
    return mutation.range();
  }

  private ChunkImage image(ChunkId chunk) {
    return images.computeIfAbsent(chunk, key -> new ChunkImage(chunkBytes));
  }

  /** Notes that a chunk begins as a copy of the first bytes of another one. */
  void cloned(ChunkId from, ChunkId to, long lengthBytes) {
    ChunkImage source = image(from);
    images.computeIfAbsent(to, key -> source.copy((int) Math.min(lengthBytes, chunkBytes)));
  }

  /** Checks a mutation when a replica has it. */
  void applied(int node, ChunkFact.MutationApplied fact) {
    Reader reader = new Reader(node, fact.chunk(), fact.version());
    Long before = lastSerial.put(reader, fact.serial());
    Turn turn = turns.get(new Place(fact.chunk(), fact.version(), fact.serial()));
    Bytes seen = disks.get(node).seen(fact.chunk());
    int wrong = turn == null ? -1 : image(fact.chunk()).firstDifference(seen, turn.number());
    boolean inOrder = before == null || before < fact.serial();
    if (!inOrder || wrong >= 0) {
      throw rules.broken(
          Rule.EQUAL_REPLICAS,
          "%s applies %s after mutation %s and has another byte at %d than what was ordered",
          nodes.get(node),
          fact,
          before,
          wrong);
    }
  }

  /** Notes that a replica goes: another one of the same version would begin anew. */
  void deleted(int node, ChunkId chunk) {
    lastSerial.keySet().removeIf(reader -> reader.node() == node && reader.chunk().equals(chunk));
  }

  /**
   * Checks a mutation at the moment it is acknowledged.
   *
   * @param place of what
   * @param own the grant under which it was ordered
   * @param current the grant whose replicas the master counts
   */
  void acknowledged(Place place, ChunkMessage.Grant own, ChunkMessage.Grant current) {
    Turn turn = turns.get(place);
    if (turn == null) {
      return;
    }
    ChunkImage image = image(place.chunk());
    if (turn.forced()) {
      image.acknowledged(turn.number(), turn.range(), true);
      image.forced(turn.number());
    } else if (turn.crashes() == crashes) {
      image.acknowledged(turn.number(), turn.range(), false);
      soft.add(place.chunk());
      own.replicas().forEach(replica -> requireSeen(place, turn, replica));
    } // else a replica may have answered, and lost what was not forced, before this answer
    if (own.version().compareTo(current.version()) < 0) {
      own.replicas().forEach(replica -> requireLate(place, turn, replica));
    } else {
      own.replicas().forEach(replica -> require(place.chunk(), own.version(), replica));
    }
    current.replicas().forEach(replica -> require(place.chunk(), current.version(), replica));
  }

  /** Checks a first write that all replicas are said to have: those do that take no other yet. */
  void answeredFirst(Place place, ChunkMessage.Grant own) {
    firstWrites.put(place.chunk(), place);
    Turn turn = turns.get(place);
    if (turn != null) {
      own.replicas().forEach(replica -> requireLate(place, turn, replica));
    }
  }

  /**
   * Returns the first write of a chunk whose version is confirmed now, null if none was answered.
   */
  @Nullable Place takeFirst(ChunkId chunk) {
    return firstWrites.remove(chunk);
  }

  /**
   * Checks a mutation whose answer comes when its version is over: whoever still holds that version
   * has the mutation, and may lack what was acknowledged under later versions since.
   */
  private void requireLate(Place place, Turn turn, NodeId replica) {
    ChunkVersion held = disk(replica).version(place.chunk());
    Bytes durable = disk(replica).durable(place.chunk());
    int wrong = image(place.chunk()).firstDifference(durable, turn.number());
    if (place.version().equals(held) && turn.forced() && wrong >= 0) {
      throw rules.broken(
          Rule.ACKED_DATA, "%s is acknowledged late, byte %d is not on %s", place, wrong, replica);
    }
  }

  private void requireSeen(Place place, Turn turn, NodeId replica) {
    Bytes seen = disk(replica).seen(place.chunk());
    int wrong = image(place.chunk()).firstDifference(seen, turn.number());
    if (wrong >= 0 && place.version().equals(disk(replica).version(place.chunk()))) {
      throw rules.broken(
          Rule.ACKED_DATA, "%s is acknowledged, and byte %d is not on %s", place, wrong, replica);
    }
  }

  /** Checks that a replica has all that was acknowledged of its chunk. */
  void require(ChunkId chunk, ChunkVersion version, NodeId replica) {
    ChunkImage image = images.get(chunk);
    int wrong = image == null ? -1 : image.firstDifference(disk(replica).durable(chunk));
    if (wrong >= 0) {
      throw rules.broken(
          Rule.ACKED_DATA,
          "byte %d of %s is not on %s, which counts for %s and has %s",
          wrong,
          chunk,
          replica,
          version,
          disk(replica).version(chunk));
    }
  }

  /** Notes that a node lost what it had not forced. */
  void crashed() {
    crashes++;
    soft.forEach(chunk -> image(chunk).unforcedMayBeLost());
    soft.clear();
  }

  /** Returns the version that a node has on its disk, null if it has no replica. */
  @Nullable ChunkVersion version(ChunkId chunk, NodeId node) {
    return disk(node).version(chunk);
  }

  /** Returns how many disks hold a replica of at least a version, but for one node's. */
  int others(ChunkId chunk, ChunkVersion atLeast, int node, boolean intact) {
    int others = 0;
    for (int i = 0; i < disks.size(); i++) {
      ChunkVersion held = disks.get(i).version(chunk);
      boolean counts = held != null && held.compareTo(atLeast) >= 0 && i != node;
      others += counts && (!intact || disks.get(i).isIntact(chunk)) ? 1 : 0;
    }
    return others;
  }

  /** Returns the chunks of which a node has a replica. */
  Set<ChunkId> chunks(int node) {
    return disks.get(node).chunks();
  }

  boolean isIntact(ChunkId chunk, int node) {
    return disks.get(node).isIntact(chunk);
  }

  private DurableReplicas disk(NodeId node) {
    return disks.get(nodes.indexOf(node));
  }
}
