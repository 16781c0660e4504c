package org.quorama.lab.demos;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.Locations;

/** Tells what a demo does, each sentence with the seconds since its start. */
final class Narrator {
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final long start = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  @FormatMethod
  void say(String sentence, Object... values) {
    String text = String.format(Locale.ROOT, sentence, values);
    out.println(String.format(Locale.ROOT, "%6.1f s  %s", secondsSince(start), text));
    out.flush();
  }

  /** Says where every chunk of a file lies. */
  void list(Locations where) {
    say("It has %d chunks of at most %,d bytes:", where.chunks().size(), where.chunkSizeBytes());
    for (int i = 0; i < where.chunks().size(); i++) {
      ChunkLocation chunk = where.chunks().get(i);
      out.println(
          String.format(
              Locale.ROOT,
              "          chunk %3d  %s %s  on %s, primary %s",
              i,
              chunk.chunk(),
              chunk.version(),
              chunk.replicas(),
              chunk.primary()));
    }
  }

  /** Returns how long something took, and how fast it was. */
  static String rate(long bytes, long startNanos) {
    double seconds = secondsSince(startNanos);
    return String.format(
        Locale.ROOT, "in %.1f s (%.0f MB/s)", seconds, bytes / 1e6 / Math.max(seconds, 1e-3));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }
}
