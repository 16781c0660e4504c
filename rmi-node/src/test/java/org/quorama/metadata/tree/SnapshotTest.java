package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;

class SnapshotTest {
  private static final int CHUNK = 1024;
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final int COMMANDS = 600;
  private static final int SESSIONS = 3;

  @Test
  @DisplayName("S-09 SE-06 Two state machines that apply the same log have equal digests all along")
  void sameLogSameDigest() {
    List<Bytes> log = log(1);
    Namespace one = new Namespace(CHUNK);
    Namespace other = new Namespace(CHUNK);
    for (int i = 0; i < log.size(); i++) {
      OperationReply reply = one.perform(i + 1, log.get(i));
      assertThat(other.perform(i + 1, log.get(i))).isEqualTo(reply);
      assertThat(other.digest()).isEqualTo(one.digest());
    }
    assertThat(other.snapshot()).isEqualTo(one.snapshot());
  }

  @Test
  @DisplayName("S-08 S-09 Whoever restores a snapshot goes on like who applied the whole log")
  void restoredGoesOnAlike() {
    for (long seed = 1; seed <= 10; seed++) {
      List<Bytes> log = log(seed);
      int cut = (int) (seed * COMMANDS / 11);
      Namespace whole = new Namespace(CHUNK);
      apply(whole, log, 0, cut);
      Namespace restored = new Namespace(CHUNK);
      apply(restored, log, 0, cut / 2);
      restored.restore(cut, whole.snapshot());
      assertThat(restored.digest()).isEqualTo(whole.digest());
      assertThat(restored.snapshot()).isEqualTo(whole.snapshot());
      assertThat(apply(restored, log, cut, COMMANDS)).isEqualTo(apply(whole, log, cut, COMMANDS));
      assertThat(restored.digest()).isEqualTo(whole.digest());
      assertThat(restored.snapshot()).isEqualTo(whole.snapshot());
    }
  }

  @Test
  @DisplayName("S-08 A request that comes again after a restore takes effect once")
  void requestsAreRememberedInASnapshot() {
    Bytes make = perform(1, new FileOperation.CreateFile(FilePath.parse("/f")));
    Namespace whole = new Namespace(CHUNK);
    whole.perform(
        1, MetadataCommand.encode(new MetadataCommand.OpenSession(Duration.ofSeconds(1))));
    OperationReply first = whole.perform(2, make);
    whole.perform(3, perform(2, new FileOperation.Delete(FilePath.parse("/f"))));
    Namespace restored = new Namespace(CHUNK);
    restored.restore(3, whole.snapshot());

    assertThat(restored.perform(4, make)).isEqualTo(first);
    assertThat(restored.find(FilePath.parse("/f")).node()).isNull();
  }

  @Test
  @DisplayName("S-12 A snapshot that is cut or damaged is refused, and the state stays as it was")
  void badBytesAreRefused() {
    Namespace whole = new Namespace(CHUNK);
    apply(whole, log(3), 0, 60);
    byte[] good = whole.snapshot().toArray();
    Namespace other = new Namespace(CHUNK);
    apply(other, log(4), 0, 50);
    long digest = other.digest();
    for (int length = 0; length < good.length; length++) {
      assertRefused(other, Arrays.copyOf(good, length));
    }
    assertRefused(other, Arrays.copyOf(good, good.length + 1));
    for (int at = 0; at < good.length; at++) {
      byte[] damaged = good.clone();
      damaged[at] ^= 0x41;
      assertRefused(other, damaged);
    }
    assertThat(other.digest()).isEqualTo(digest);
  }

  private static void assertRefused(Namespace namespace, byte[] bytes) {
    assertThatThrownBy(() -> namespace.restore(1000, Bytes.wrap(bytes)))
        .isInstanceOf(InvariantViolation.class);
  }

  private static List<OperationReply> apply(Namespace to, List<Bytes> log, int from, int end) {
    List<OperationReply> replies = new ArrayList<>();
    for (int i = from; i < end; i++) {
      replies.add(to.perform(i + 1, log.get(i)));
    }
    return replies;
  }

  private static Bytes perform(long sequence, FileOperation.Mutation mutation) {
    return MetadataCommand.encode(
        new MetadataCommand.Perform(new RequestId(1, sequence), mutation));
  }

  /** Draws commands of every kind on few paths, some of them twice. */
  private static List<Bytes> log(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Bytes> log = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      boolean again = i > SESSIONS && random.nextInt(5) == 0;
      log.add(again ? log.get(random.nextInt(log.size())) : command(i, random));
    }
    return log;
  }

  private static Bytes command(int i, SplittableRandom random) {
    if (i < SESSIONS || random.nextInt(100) == 0) {
      return MetadataCommand.encode(
          new MetadataCommand.OpenSession(Duration.ofSeconds(1 + random.nextInt(9))));
    }
    if (random.nextInt(200) == 0) {
      long session = 1L + random.nextInt(SESSIONS);
      return MetadataCommand.encode(
          new MetadataCommand.EndSession(session, MetadataCommand.EndCause.EXPIRED));
    }
    ChunkId chunk = new ChunkId(1 + random.nextInt(20));
    Placement placement =
        new Placement(new ChunkVersion(1 + random.nextInt(4)), N1, List.of(N1, N2));
    MetadataCommand command =
        switch (random.nextInt(6)) {
          case 0 ->
              new MetadataCommand.PlaceChunk(
                  path(random), random.nextInt(2), new ChunkId(i + 1), placement);
          case 1 -> new MetadataCommand.GrantLease(chunk, placement, random.nextInt(3));
          case 2 -> new MetadataCommand.ConfirmGrant(chunk, placement.version());
          default ->
              new MetadataCommand.Perform(
                  new RequestId(1 + i % SESSIONS, i), Math.max(0, i - 60), mutation(random));
        };
    return MetadataCommand.encode(command);
  }

  private static FileOperation.Mutation mutation(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> new FileOperation.MakeDirectory(path(random));
      case 1, 2 -> new FileOperation.CreateFile(path(random));
      case 3 -> new FileOperation.Delete(path(random));
      case 4 -> new FileOperation.Rename(path(random), path(random));
      case 5 -> new FileOperation.ExtendFile(path(random), random.nextInt(CHUNK));
      default ->
          new FileOperation.SetAttribute(
              path(random), "a" + random.nextInt(3), Bytes.wrap(new byte[5]), -1);
    };
  }

  private static FilePath path(SplittableRandom random) {
    String parent = random.nextBoolean() ? "" : "/" + (char) ('a' + random.nextInt(3));
    return FilePath.parse(parent + "/" + (char) ('a' + random.nextInt(3)));
  }
}
