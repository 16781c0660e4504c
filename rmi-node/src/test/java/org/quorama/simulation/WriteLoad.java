package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/**
 * Clients that write to a file without pause, each one chunk after the other: one goes round the
 * first chunks, every other one has a chunk of its own. What is written to a chunk rises.
 */
final class WriteLoad {
  /** How many chunks one client goes round. */
  static final int SHARED = 4;

  /** How many bytes each write has. */
  static final int LENGTH = 100;

  private static final int BITS = 8;

  private final FileStage files;
  private final List<Writer> writers = new ArrayList<>();
  private final List<List<Written>> written = new ArrayList<>();

  /**
   * A write.
   *
   * @param chunk where
   * @param with what it fills the chunk with
   * @param begin when it began
   * @param end when its outcome was there
   */
  record Written(int chunk, int with, long begin, long end) {}

  /** Makes the file, and clients that write to all its chunks. */
  WriteLoad(FileStage files, int chunks) {
    this.files = files;
    files.creates(FileStage.FILE);
    for (int chunk = 0; chunk < chunks; chunk++) {
      written.add(new ArrayList<>());
      Bytes zeros = bytes(0);
      FileStage.require(files.writes(0, FileStage.FILE, chunk, 0, zeros).isOk(), "it is written");
      written.get(chunk).add(new Written(chunk, 0, 0, files.cluster().now()));
    }
    writers.add(new Writer(0, 0, SHARED));
    for (int chunk = SHARED; chunk < chunks; chunk++) {
      writers.add(new Writer(writers.size(), chunk, 1));
    }
  }

  /** Returns what a chunk is filled with, a number again and again. */
  static Bytes bytes(int with) {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i += 2) {
      bytes[i] = (byte) (with >> BITS);
      bytes[i + 1] = (byte) with;
    }
    return Bytes.wrap(bytes);
  }

  /** Returns the number that {@link #bytes} begin with. */
  static int number(Bytes bytes) {
    byte[] array = bytes.toArray();
    return ((array[0] & 0xff) << BITS) | (array[1] & 0xff);
  }

  /** Lets time pass; who is done with a write begins the next one. */
  void moment(Duration time) {
    writers.forEach(Writer::goOn);
    files.cluster().run(time);
    writers.forEach(Writer::look);
  }

  /** Waits until all that was begun is done. */
  void ends() {
    for (Writer writer : writers) {
      files.stage().until("the last write", writer::isIdle, Stage.BOUND.multipliedBy(10));
    }
  }

  /** Returns how often the chunk was written that was written least. */
  int least() {
    return written.stream().mapToInt(List::size).min().orElseThrow();
  }

  /** Returns with what each chunk was filled last. */
  List<Integer> last() {
    return written.stream().map(writes -> writes.get(writes.size() - 1).with()).toList();
  }

  Written of(int chunk, int with) {
    return written.get(chunk).get(with);
  }

  /** Returns until when a write's bytes may have been there: the next one's end at the latest. */
  long endOfNext(Written write) {
    List<Written> writes = written.get(write.chunk());
    return write.with() + 1 < writes.size() ? writes.get(write.with() + 1).end() : Long.MAX_VALUE;
  }

  /** A client. */
  private final class Writer {
    private final int client;
    private final int first;
    private final int chunks;
    private int writes;
    private long begin;
    private @Nullable AtomicReference<ChunkCalls.Outcome> begun;

    Writer(int client, int first, int chunks) {
      this.client = client;
      this.first = first;
      this.chunks = chunks;
    }

    private int chunk() {
      return first + writes % chunks;
    }

    private int with() {
      return writes / chunks + 1;
    }

    void goOn() {
      if (begun == null) {
        begin = files.cluster().now();
        write();
      }
    }

    private void write() {
      Bytes data = bytes(with());
      begun = files.begins(client, FileStage.FILE, chunk(), FileStage.write(0, data), data);
    }

    /** Who is told that nobody knows writes the same again: a lease was taken back too often. */
    void look() {
      ChunkCalls.Outcome outcome = begun == null ? null : begun.get();
      if (outcome != null && outcome.code() == ErrorCode.INDETERMINATE) {
        write();
      } else if (outcome != null) {
        FileStage.require(outcome.isOk(), "a write under load: " + outcome);
        written.get(chunk()).add(new Written(chunk(), with(), begin, files.cluster().now()));
        writes++;
        begun = null;
      }
    }

    boolean isIdle() {
      look();
      return begun == null;
    }
  }
}
