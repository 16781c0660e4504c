package org.quorama.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;

/**
 * Writes events to a file, one JSON object a line, on a thread of its own. Never blocks the node:
 * if the disk is too slow, events are left out, and the gap in their seq shows it. Thread-safe.
 */
public final class TraceFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(TraceFile.class.getName());
  private static final int QUEUE = 65_536;
  private static final long IDLE_MILLIS = 200;

  private final BlockingQueue<TraceEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong missing = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);
  private final TraceJson json = new TraceJson();
  private final Path file;
  private final BufferedWriter out;
  private volatile boolean closing;

  private TraceFile(Path file, BufferedWriter out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens a file to append to; a line that a crash cut is removed first.
   *
   * @param file which; made if absent, with its directory
   * @throws IOException if it cannot be opened
   */
  public static TraceFile open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    removeCutLine(absolute);
    BufferedWriter out =
        Files.newBufferedWriter(absolute, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    TraceFile trace = new TraceFile(absolute, out);
    Daemons.start("trace-file", trace::run);
    return trace;
  }

  private static void removeCutLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      long end = content.length();
      while (end > 0 && !isLineEnd(content, end - 1)) {
        end--;
      }
      content.setLength(end);
    }
  }

  private static boolean isLineEnd(RandomAccessFile content, long at) throws IOException {
    content.seek(at);
    return content.read() == '\n';
  }

  /**
   * Reads a file from its beginning; close the stream. A cut last line is left out.
   *
   * @param file which
   * @return its events; reading it throws IllegalArgumentException with the line number if another
   *     line is damaged
   * @throws IOException if it cannot be opened
   */
  public static Stream<TraceEvent> read(Path file) throws IOException {
    return TraceLines.read(Files.newBufferedReader(file, StandardCharsets.UTF_8), file.toString());
  }

  /**
   * Adds an event; returns at once.
   *
   * @param event what to write
   */
  public void add(TraceEvent event) {
    if (!queue.offer(event) && missing.getAndIncrement() == 0) {
      LOG.log(Level.WARNING, "Trace file {0} is too slow; events are left out", file);
    }
  }

  /** Returns how many events were left out so far. */
  public long missing() {
    return missing.get();
  }

  private void run() {
    try (out) {
      while (!closing || !queue.isEmpty()) {
        writeWaiting();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Trace file " + file + " ends here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done.countDown();
    }
  }

  private void writeWaiting() throws IOException, InterruptedException {
    @Nullable TraceEvent event = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    while (event != null) {
      out.write(json.write(event));
      out.write('\n');
      event = queue.poll();
    }
    out.flush();
  }

  /** Writes what waits and closes the file. */
  @Override
  public void close() {
    closing = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
