package org.quorama.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.HardState;
import org.quorama.storage.disk.ForcedFile;

/**
 * Term and vote, in two slots that both hold the same: one is forced before the other is touched.
 * So a torn write leaves a slot with the state before, which is right since nobody was told of the
 * new one; and damage to either slot later leaves the other. Confined to one thread at a time.
 */
final class HardStateFile implements Closeable {
  static final String FILE = "hard-state";

  private static final int MAGIC = 0x51485331;
  private static final int SLOT = 4096;
  private static final int VOTE_BYTES = 16;
  private static final int BYTES = 4 + 8 + 8 + 1 + VOTE_BYTES + 4;

  private final ForcedFile file;
  private Slot held;

  /**
   * What a slot holds: magic number (4 bytes), sequence (8), term (8), length of the vote (1), vote
   * (16), CRC32C of all these (4).
   *
   * @param sequence the number of the write, from 1
   * @param state what was written
   */
  private record Slot(long sequence, HardState state) {
    ByteBuffer encode() {
      NodeId vote = state.votedFor();
      byte[] id = vote == null ? new byte[0] : vote.value().getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      bytes.putInt(MAGIC).putLong(sequence).putLong(state.currentTerm());
      bytes.put((byte) id.length).put(id).position(BYTES - Integer.BYTES);
      return bytes.putInt(sum(bytes)).flip();
    }

    static @Nullable Slot decode(ByteBuffer bytes) {
      if (bytes.getInt(0) != MAGIC || sum(bytes) != bytes.getInt(BYTES - Integer.BYTES)) {
        return null;
      }
      long sequence = bytes.getLong(4);
      long term = bytes.getLong(12);
      byte[] id = new byte[bytes.get(20)];
      bytes.get(21, id);
      String vote = new String(id, StandardCharsets.UTF_8);
      return new Slot(sequence, new HardState(term, vote.isEmpty() ? null : NodeId.of(vote)));
    }

    private static int sum(ByteBuffer bytes) {
      CRC32C sum = new CRC32C();
      sum.update(bytes.slice(0, BYTES - Integer.BYTES));
      return (int) sum.getValue();
    }
  }

  private HardStateFile(ForcedFile file, Slot held) {
    this.file = file;
    this.held = held;
  }

  /** Makes the file of a node that was never started. */
  static void create(RaftFiles files) throws IOException {
    Slot first = new Slot(1, HardState.INITIAL);
    files.create(
        FILE,
        file -> {
          file.write(ByteBuffer.allocate(2 * SLOT), 0);
          file.write(first.encode(), 0);
          file.write(first.encode(), SLOT);
        });
  }

  /** Opens the file; a slot that a crash tore, or that is older, becomes like the other. */
  static HardStateFile open(RaftFiles files) throws IOException {
    ForcedFile file = files.open(FILE);
    boolean opened = false;
    try {
      HardStateFile hardState = new HardStateFile(file, newest(file, files.path(FILE)));
      hardState.file.force();
      hardState.write(hardState.held);
      opened = true;
      return hardState;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static Slot newest(ForcedFile file, Path path) throws IOException {
    Slot first = read(file, 0);
    Slot second = read(file, SLOT);
    boolean isSecondNewer = first == null || (second != null && second.sequence > first.sequence);
    Slot newest = isSecondNewer ? second : first;
    if (newest == null) {
      throw LogRecovery.corrupt(
          path + " is damaged in both places: nobody knows whom this node has voted for");
    }
    return newest;
  }

  private static @Nullable Slot read(ForcedFile file, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    return file.read(bytes, at) < BYTES ? null : Slot.decode(bytes);
  }

  HardState state() {
    return held.state;
  }

  /** Tells whether no state was ever written. */
  boolean isNew() {
    return held.sequence == 1;
  }

  /** Makes a state durable. */
  void write(HardState state) throws IOException {
    Slot next = new Slot(held.sequence + 1, state);
    write(next);
    held = next;
  }

  private void write(Slot slot) throws IOException {
    file.write(slot.encode(), 0);
    file.force();
    file.write(slot.encode(), SLOT);
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
