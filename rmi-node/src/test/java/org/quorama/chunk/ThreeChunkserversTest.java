package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.ThreeChunkservers.ALL;
import static org.quorama.chunk.ThreeChunkservers.CHUNK_BYTES;
import static org.quorama.chunk.ThreeChunkservers.LEASE;
import static org.quorama.chunk.ThreeChunkservers.N1;
import static org.quorama.chunk.ThreeChunkservers.N2;
import static org.quorama.chunk.ThreeChunkservers.N3;
import static org.quorama.chunk.ThreeChunkservers.PATIENCE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class ThreeChunkserversTest {
  private static final ChunkId C = new ChunkId(1);
  private static final ChunkId D = new ChunkId(2);

  private final SplittableRandom random = new SplittableRandom(7);
  private ThreeChunkservers servers = new ThreeChunkservers(1);
  private long pushes;

  /** A record that a client appends, and which others were answered when it was called. */
  private record Appended(CallId call, Bytes bytes, List<CallId> answeredBefore) {}

  @Test
  @DisplayName("F-01 One client's writes leave all replicas equal to what it wrote")
  void serialWritesAreDefined() {
    List<ChunkId> chunks = List.of(C, D, new ChunkId(3), new ChunkId(4));
    List<byte[]> model = new ArrayList<>();
    for (ChunkId chunk : chunks) {
      servers.grant(chunk, 1, ALL);
      model.add(new byte[0]);
    }
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(chunks.size());
      byte[] bytes = new byte[1 + random.nextInt(5_000)];
      random.nextBytes(bytes);
      ByteRange range = new ByteRange(random.nextInt(CHUNK_BYTES - bytes.length), bytes.length);
      CallId call = servers.write(N1, chunks.get(at), 1, write(range, bytes));
      servers.run();
      assertThat(servers.answerTo(call).code()).isEqualTo(ErrorCode.NONE);
      model.set(at, ThreeChunkservers.changed(model.get(at), range, bytes));
    }
    for (int i = 0; i < chunks.size(); i++) {
      for (NodeId node : ALL) {
        assertThat(servers.bytes(node, chunks.get(i))).isEqualTo(model.get(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("F-02 Concurrent writes leave replicas equal, each byte from one of the two")
  void concurrentWritesAreConsistent(long seed) {
    servers = new ThreeChunkservers(seed);
    servers.grant(C, 1, ALL);
    servers.grant(D, 1, ALL);
    for (int i = 0; i < 20; i++) {
      for (byte writer = 1; writer <= 2; writer++) {
        byte[] bytes = new byte[600];
        Arrays.fill(bytes, writer);
        int first = 300;
        servers.write(
            N1, C, 1, write(new ByteRange(CHUNK_BYTES - first, first), head(bytes, first)));
        servers.write(N1, D, 1, write(new ByteRange(0, 300), head(bytes, 300)));
      }
    }
    servers.run();

    for (ChunkId chunk : List.of(C, D)) {
      byte[] ofPrimary = servers.bytes(N1, chunk);
      assertThat(servers.bytes(N2, chunk)).isEqualTo(ofPrimary);
      assertThat(servers.bytes(N3, chunk)).isEqualTo(ofPrimary);
      int from = chunk.equals(C) ? CHUNK_BYTES - 300 : 0;
      byte[] written = Arrays.copyOfRange(ofPrimary, from, from + 300);
      assertThat(written).as("a serial order explains it").containsOnly(written[0]);
      assertThat(written[0]).isBetween((byte) 1, (byte) 2);
    }
  }

  @Test
  @DisplayName("F-03 A secondary that dies makes the write an error; a retry without it succeeds")
  void deadSecondaryIsAnError() {
    servers.grant(C, 1, ALL);
    servers.kill(N3);
    CallId call = servers.write(N1, C, 1, write(new ByteRange(0, 10), new byte[10]));
    servers.run();
    assertThat(servers.isAnswered(call)).isFalse();
    servers.pass(PATIENCE, List.of(N1, N2));
    assertThat(servers.answerTo(call))
        .isEqualTo(new MutationReply(ErrorCode.REPLICA_FAILED, List.of(N3)));

    servers.grant(C, 2, List.of(N1, N2));
    CallId again = servers.write(N1, C, 2, write(new ByteRange(0, 10), new byte[10]));
    servers.run();
    assertThat(servers.answerTo(again).code()).isEqualTo(ErrorCode.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("F-04 Every acknowledged record is whole at its offset on every replica, in order")
  void appendedRecordsAreWhole(long seed) {
    servers = new ThreeChunkservers(seed);
    servers.grant(C, 1, ALL);
    List<Appended> records = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      records.add(append(1, i, records));
      servers.run(random.nextInt(12));
    }
    servers.run();

    assertThat(records).allMatch(record -> isDone(record) || isFull(record));
    checkWhole(records, ALL);
    checkOrder(records);
    assertThat(servers.bytes(N2, C)).isEqualTo(servers.bytes(N1, C));
    assertThat(servers.bytes(N3, C)).isEqualTo(servers.bytes(N1, C));
  }

  @Test
  @DisplayName("F-05 After a lost confirmation the retried record is on all replicas, once more")
  void recordIsThereAtLeastOnce() {
    servers.grant(C, 1, ALL);
    servers.mute(N3, true);
    Appended first = append(1, 1, List.of());
    servers.run();
    servers.pass(PATIENCE, ALL);
    assertThat(servers.answerTo(first.call()).code()).isEqualTo(ErrorCode.REPLICA_FAILED);

    servers.mute(N3, false);
    Appended again = append(1, 1, List.of());
    servers.run();
    long offset = servers.answerTo(again.call()).offset();
    assertThat(offset).isEqualTo(first.bytes().length());
    checkWhole(List.of(again), ALL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  @DisplayName("F-07 The primary dies in the middle of appends: what it acknowledged survives")
  void acknowledgedRecordsSurviveThePrimary(long seed) {
    servers = new ThreeChunkservers(seed);
    servers.grant(C, 1, ALL);
    List<Appended> records = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      records.add(append(1, i, records));
      servers.run(random.nextInt(12));
    }
    servers.kill(N1);
    servers.run();
    servers.pass(PATIENCE, List.of(N2, N3));
    servers.grant(C, 2, List.of(N2, N3));
    List<Appended> later = new ArrayList<>();
    for (int i = 20; i < 26; i++) {
      later.add(append(N2, 2, i));
    }
    servers.run();

    assertThat(later).allMatch(this::isDone);
    List<Appended> all = new ArrayList<>(records);
    all.addAll(later);
    checkWhole(all, List.of(N2, N3));
  }

  @Test
  @DisplayName("F-10 A primary whose clock stands still orders, but the secondaries refuse it")
  void sleepingPrimaryIsFenced() {
    servers.grant(C, 1, ALL);
    servers.pass(LEASE, List.of(N2, N3));
    servers.grant(C, 2, List.of(N2, N3));
    Appended stale = append(1, 1, List.of());
    Appended good = append(N2, 2, 2);
    servers.run();

    assertThat(servers.answerTo(stale.call()).code()).isEqualTo(ErrorCode.REPLICA_FAILED);
    assertThat(isDone(good)).isTrue();
    checkWhole(List.of(good), List.of(N2, N3));
    servers.pass(LEASE.plus(Duration.ofNanos(1)), List.of(N1));
    Appended late = append(1, 3, List.of());
    servers.run();
    assertThat(servers.answerTo(late.call()).code()).isEqualTo(ErrorCode.NO_LEASE);
  }

  @Test
  @DisplayName(
      "F-13 Data that one secondary lost is an error that says so; nothing is half applied")
  void lostDataIsSaid() {
    servers.grant(C, 1, ALL);
    byte[] bytes = record(9, 40);
    Mutation write = write(new ByteRange(0, 40), bytes);
    servers.evict(N3, ((Mutation.WriteData) write).data());
    CallId call = servers.write(N1, C, 1, write);
    servers.run();

    assertThat(servers.answerTo(call))
        .isEqualTo(new MutationReply(ErrorCode.DATA_NOT_FOUND, List.of(N3)));
    assertThat(servers.bytes(N3, C)).isEmpty();
  }

  @Test
  @DisplayName("F-10 A first write is on all replicas if it is answered so, whenever a grant comes")
  void firstWritesAreWholeOrRefused() {
    int whole = 0;
    for (int seed = 1; seed <= 300; seed++) {
      servers = new ThreeChunkservers(seed);
      byte[] bytes = record(seed, 1 + random.nextInt(5_000));
      Mutation.WriteData first =
          new Mutation.WriteData(new ByteRange(0, bytes.length), pushed(bytes), true);
      if (random.nextInt(4) == 0) {
        servers.evict(ALL.get(random.nextInt(3)), first.data());
      }
      CallId call = servers.write(N1, C, 1, new Mutation.FirstWrite(first, ALL));
      CallId wrong = servers.write(N1, C, 1, first);
      servers.run(random.nextInt(20));
      servers.grant(C, 2, ALL);
      servers.pass(PATIENCE, ALL);

      assertThat(servers.answerTo(wrong).code()).isIn(ErrorCode.STALE_VERSION, ErrorCode.NO_LEASE);
      if (servers.answerTo(call).code() == ErrorCode.NONE) {
        whole++;
        ALL.forEach(node -> assertThat(servers.bytes(node, C)).isEqualTo(bytes));
      }
      ALL.forEach(node -> assertThat(servers.bytes(node, C).length).isIn(0, bytes.length));
    }
    assertThat(whole).isBetween(100, 299);
  }

  private Mutation write(ByteRange range, byte[] bytes) {
    return new Mutation.WriteData(range, pushed(bytes), true);
  }

  private DataId pushed(byte[] bytes) {
    pushes++;
    DataId data = new DataId(1, pushes);
    servers.push(data, bytes);
    return data;
  }

  private static byte[] head(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] record(int id, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) (id + 1));
    return bytes;
  }

  private Appended append(long version, int id, List<Appended> before) {
    List<CallId> answered =
        before.stream().map(Appended::call).filter(servers::isAnswered).toList();
    return append(N1, version, id, answered);
  }

  private Appended append(NodeId primary, long version, int id) {
    return append(primary, version, id, List.of());
  }

  private Appended append(NodeId primary, long version, int id, List<CallId> answered) {
    byte[] bytes = record(id, 1 + random.nextInt(1_500));
    Mutation append = new Mutation.AppendData(bytes.length, pushed(bytes), true);
    return new Appended(servers.write(primary, C, version, append), Bytes.wrap(bytes), answered);
  }

  private boolean isDone(Appended record) {
    return servers.isAnswered(record.call())
        && servers.answerTo(record.call()).code() == ErrorCode.NONE;
  }

  private boolean isFull(Appended record) {
    return servers.isAnswered(record.call())
        && servers.answerTo(record.call()).code() == ErrorCode.CHUNK_FULL;
  }

  private void checkWhole(List<Appended> records, List<NodeId> replicas) {
    for (Appended record : records) {
      if (!isDone(record)) {
        continue;
      }
      int offset = (int) servers.answerTo(record.call()).offset();
      for (NodeId node : replicas) {
        byte[] held = servers.bytes(node, C);
        assertThat(Arrays.copyOfRange(held, offset, offset + record.bytes().length()))
            .isEqualTo(record.bytes().toArray());
      }
    }
  }

  /** An append that was answered before another one was called has the lower offset. */
  private void checkOrder(List<Appended> records) {
    for (Appended later : records.stream().filter(this::isDone).toList()) {
      for (CallId earlier : later.answeredBefore()) {
        assertThat(servers.answerTo(earlier).offset())
            .isLessThan(servers.answerTo(later.call()).offset());
      }
    }
  }
}
