package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.WriteLoad.Written;

/** Scenarios of writes that meet: each other across a chunk's end, and a snapshot. */
class ConcurrentWriteScenarioTest {
  private static final FilePath FILE = FileStage.FILE;
  private static final int CHUNK = NodeMaker.CHUNK_BYTES;
  private static final Duration MOMENT = Duration.ofNanos(100_000);
  private static final int MANY = 200_000;
  private static final int CHUNKS = 6;
  private static final int COPIES = 10;

  private final FileStage files = new FileStage(Set.of());
  private final SplittableRandom random = new SplittableRandom(13);

  /** A write that goes over the end of the first chunk: its parts are ordered each for itself. */
  private record Wide(int client, int from, int length, int with) {
    Bytes part(int chunk) {
      return FileStage.filled(chunk == 0 ? CHUNK - from : from + length - CHUNK, with);
    }

    int offset(int chunk) {
      return chunk == 0 ? from : 0;
    }

    byte[] onto(byte[] old, int chunk) {
      Bytes part = part(chunk);
      byte[] next = Arrays.copyOf(old, Math.max(old.length, offset(chunk) + part.length()));
      System.arraycopy(part.toArray(), 0, next, offset(chunk), part.length());
      return next;
    }
  }

  @Test
  @DisplayName("F-02: writes that race across two chunks: in each chunk some order explains it")
  void writesAcrossAChunksEndAreConsistent() {
    files.creates(FILE);
    byte[][] held = {new byte[CHUNK], new byte[1]};
    for (int chunk = 0; chunk < 2; chunk++) {
      Bytes zeros = Bytes.wrap(held[chunk]);
      assertThat(files.writes(0, FILE, chunk, 0, zeros).isOk()).isTrue();
    }
    int undefined = 0;
    for (int round = 0; round < 40; round++) {
      Wide one = draw(0, 2 * round + 1);
      Wide two = draw(1, 2 * round + 2);
      race(one, two);
      boolean[] oneIsLast = new boolean[2];
      for (int chunk = 0; chunk < 2; chunk++) {
        byte[] oneFirst = two.onto(one.onto(held[chunk], chunk), chunk);
        byte[] twoFirst = one.onto(two.onto(held[chunk], chunk), chunk);
        held[chunk] = equalReplicas(chunk);
        assertThat(held[chunk]).isIn(oneFirst, twoFirst);
        oneIsLast[chunk] = Arrays.equals(held[chunk], twoFirst);
      }
      undefined += oneIsLast[0] == oneIsLast[1] ? 0 : 1;
    }
    assertThat(undefined).as("rounds whose chunks had different orders").isBetween(1, 39);
  }

  private Wide draw(int client, int with) {
    int from = CHUNK - 1 - random.nextInt(200);
    return new Wide(client, from, CHUNK - from + 1 + random.nextInt(200), with);
  }

  private void race(Wide... writes) {
    List<AtomicReference<ChunkCalls.Outcome>> begun = new ArrayList<>();
    for (Wide write : writes) {
      for (int chunk = 0; chunk < 2; chunk++) {
        Bytes part = write.part(chunk);
        begun.add(
            files.begins(
                write.client(), FILE, chunk, FileStage.write(write.offset(chunk), part), part));
      }
    }
    for (AtomicReference<ChunkCalls.Outcome> outcome : begun) {
      assertThat(files.ended(outcome).isOk()).isTrue();
    }
  }

  /** Returns the bytes of a chunk, which all its current replicas have. */
  private byte[] equalReplicas(int chunk) {
    OperationValue.ChunkLocation location = files.location(FILE, chunk);
    List<NodeId> holders = files.holders(location.chunk(), location.version());
    assertThat(holders).hasSizeGreaterThanOrEqualTo(2);
    Bytes first = files.disk(holders.get(0)).durable(location.chunk());
    for (NodeId holder : holders) {
      assertThat(files.disk(holder).durable(location.chunk())).isEqualTo(first);
    }
    return first.toArray();
  }

  /** What happens while a snapshot is taken. */
  private enum Trouble {
    /** Only writes. */
    NONE,
    /** The master dies at some moment of it. */
    LEADER_DIES,
    /** The master does not reach one of the primaries. */
    PRIMARY_UNREACHABLE
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("F-14: a snapshot under load is the file at one moment between call and return")
  void snapshotUnderLoadIsOneMoment(Trouble trouble) {
    WriteLoad load = new WriteLoad(files, CHUNKS);
    List<Taken> copies = new ArrayList<>();
    for (int i = 0; copies.size() < COPIES; i++) {
      assertThat(i).as("snapshots that were tried").isLessThan(3 * COPIES);
      writesFor(load, random.nextInt(400));
      takes(load, FilePath.ROOT.resolve("copy" + i), trouble).ifPresent(copies::add);
    }
    load.ends();

    int amidARound = 0;
    for (Taken copy : copies) {
      List<Set<Integer>> values = values(copy.path());
      assertOneMoment(copy, load, values);
      if (trouble == Trouble.NONE) {
        assertThat(values).as("values of each chunk").allMatch(one -> one.size() == 1);
      }
      amidARound += values.subList(0, WriteLoad.SHARED).stream().distinct().count() > 1 ? 1 : 0;
    }
    assertThat(amidARound).as("copies that differ from chunk to chunk").isPositive();
    assertThat(values(FILE)).isEqualTo(load.last().stream().map(Set::of).toList());
  }

  /** Lets all chunks be written twice, and then for so many moments. */
  private static void writesFor(WriteLoad load, int moments) {
    int goal = load.least() + 2;
    int left = moments;
    for (int moment = 0; left > 0; moment++) {
      left -= load.least() < goal ? 0 : 1;
      load.moment(MOMENT);
      assertThat(moment).as("moments between snapshots").isLessThan(MANY);
    }
  }

  /** A snapshot, and when it was asked for and answered. */
  private record Taken(FilePath path, long call, long end) {}

  /** Takes a snapshot; empty if in the end nobody knows whether it was taken. */
  private Optional<Taken> takes(WriteLoad load, FilePath path, Trouble trouble) {
    int leader = files.cluster().leader();
    if (trouble == Trouble.PRIMARY_UNREACHABLE) {
      cut(leader, primaryWithout(leader));
    }
    long call = files.cluster().now();
    Stage.Answer answer =
        Stage.begun(files.stage().client((leader + 1) % 5), new FileOperation.Snapshot(FILE, path));
    int crashAt = trouble == Trouble.LEADER_DIES ? random.nextInt(60) : -1;
    for (int moment = 0; !answer.isThere(); moment++) {
      load.moment(MOMENT);
      if (moment == crashAt) {
        files.cluster().crash(leader);
      }
      assertThat(moment).as("moments of a snapshot").isLessThan(MANY);
    }
    Taken taken = new Taken(path, call, files.cluster().now());
    files.stage().heal();
    files.cluster().restart(leader);
    OperationReply reply = answer.result().reply();
    boolean mayBeUnknown = trouble != Trouble.NONE && reply.outcome() == Outcome.UNKNOWN;
    assertThat(reply.outcome() == Outcome.OK || mayBeUnknown).as("%s", reply).isTrue();
    return reply.outcome() == Outcome.OK ? Optional.of(taken) : Optional.empty();
  }

  private void cut(int leader, int primary) {
    files.cluster().world().network().cut(leader, primary);
    files.cluster().world().network().cut(primary, leader);
  }

  /** Returns the primary of a chunk of which the leader has no replica: it can go on without. */
  private int primaryWithout(int leader) {
    NodeId master = files.cluster().world().nodes().get(leader);
    return files.locations(FILE).chunks().stream()
        .filter(location -> !location.replicas().contains(master))
        .mapToInt(location -> files.index(location.primary()))
        .findFirst()
        .orElseThrow();
  }

  /** Returns with what each chunk of a file is filled, on each of its replicas. */
  private List<Set<Integer>> values(FilePath path) {
    List<OperationValue.ChunkLocation> locations = files.locations(path).chunks();
    assertThat(locations).hasSize(CHUNKS);
    List<Set<Integer>> values = new ArrayList<>();
    for (OperationValue.ChunkLocation location : locations) {
      Set<Integer> ofReplicas = new TreeSet<>();
      for (NodeId replica : location.replicas()) {
        Bytes held = held(location, replica);
        ofReplicas.add(WriteLoad.number(held));
        assertThat(held).isEqualTo(WriteLoad.bytes(WriteLoad.number(held)));
      }
      assertThat(ofReplicas).isNotEmpty();
      values.add(ofReplicas);
    }
    return values;
  }

  private Bytes held(OperationValue.ChunkLocation location, NodeId replica) {
    return files.reads(replica, location.chunk(), location.version()).bytes();
  }

  /**
   * There is a moment at which all chunks could have these values, each by its own writes. What was
   * not acknowledged then may be on some replicas only, as in the file itself [GFS §2.7.1].
   */
  private static void assertOneMoment(Taken copy, WriteLoad load, List<Set<Integer>> values) {
    long from = copy.call();
    long to = copy.end();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      for (int value : values.get(chunk)) {
        Written write = load.of(chunk, value);
        from = Math.max(from, write.begin());
        to = Math.min(to, load.endOfNext(write));
      }
    }
    assertThat(from).as("%s holds %s", copy, values).isLessThanOrEqualTo(to);
  }
}
