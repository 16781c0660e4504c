package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** Prints how many entries of 100 bytes a second the log takes, by entries a batch. */
final class WalSpeed {
  private static final long NANOS_EACH = 3_000_000_000L;
  private static final Bytes COMMAND = Bytes.wrap(new byte[100]);

  private WalSpeed() {}

  public static void main(String[] args) throws IOException {
    Path dir = Files.createTempDirectory(Path.of(args[0]), "wal-speed");
    try (DataDirectory directory = DataDirectory.open(dir, NodeId.of("n1"), "speed");
        RaftStorage storage = RaftStorage.open(directory)) {
      storage.write(List.of(new PersistHardState(1, new HardState(1, null))));
      long next = 1;
      for (int round = 0; round < 2; round++) {
        for (int size : new int[] {1, 10, 100}) {
          next = measure(storage, next, size);
        }
      }
    }
  }

  private static long measure(RaftStorage storage, long first, int size) {
    long next = first;
    long start = System.nanoTime();
    long worst = 0;
    long now = start;
    while (now - start < NANOS_EACH) {
      List<LogEntry> entries = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        entries.add(LogEntry.command(new LogPosition(1, next++), COMMAND));
      }
      storage.write(List.of(new AppendToLog(1, entries)));
      long end = System.nanoTime();
      worst = Math.max(worst, end - now);
      now = end;
    }
    System.out.printf(
        "%d entries a batch: %d entries/s, longest write %.1f ms%n",
        size, (next - first) * 1_000_000_000L / (now - start), worst / 1e6);
    return next;
  }
}
