package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.Schedule;

class ChunkDiskTest {
  private static final ChunkId CHUNK = new ChunkId(1);
  private static final ChunkVersion V1 = new ChunkVersion(1);

  private final Schedule schedule = new Schedule();
  private final List<ErrorCode> done = new ArrayList<>();
  private final ChunkDisk disk =
      new ChunkDisk(schedule, new SplittableRandom(1), new FaultMix.Disk(1_000, 1_000_000, 0, 64));

  @Test
  void pushedDataIsWrittenInOrderAndRead() {
    disk.push(new DataId(1, 1), Bytes.ofUtf8("first"));
    disk.push(new DataId(1, 2), Bytes.ofUtf8("2nd"));
    store();
    write(1, 0, 5);
    write(2, 3, 3);
    run();

    assertThat(done).containsOnly(ErrorCode.NONE).hasSize(3);
    assertThat(disk.read(CHUNK, new ByteRange(0, 99))).isEqualTo(Bytes.ofUtf8("fir2nd"));
    assertThat(disk.held()).containsExactly(new ChunkMessage.ReplicaInfo(CHUNK, V1, 6));
  }

  @Test
  void crashLosesTheBufferAndWhatIsNotDone() {
    disk.push(new DataId(1, 1), Bytes.ofUtf8("first"));
    store();
    run();
    write(1, 0, 5);
    disk.crash();
    run();

    assertThat(done).containsExactly(ErrorCode.NONE);
    assertThat(disk.read(CHUNK, new ByteRange(0, 5))).isEqualTo(Bytes.EMPTY);
    write(1, 0, 5);
    run();
    assertThat(done).endsWith(ErrorCode.DATA_NOT_FOUND);
  }

  private void store() {
    disk.storeVersion(new ChunkEffect.StoreVersion(new CallId(1), CHUNK, V1), done::add);
  }

  private void write(long data, long offset, int length) {
    Mutation mutation =
        new Mutation.WriteData(new ByteRange(offset, length), new DataId(1, data), true);
    disk.apply(new ChunkEffect.ApplyMutation(new CallId(2), CHUNK, mutation), done::add);
  }

  private void run() {
    schedule.runUntil(schedule.now() + 1_000_000_000);
  }
}
