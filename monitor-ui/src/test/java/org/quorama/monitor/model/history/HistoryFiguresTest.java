package org.quorama.monitor.model.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.recording.Recording;

/**
 * Measures how fast a history takes events and goes elsewhere. An hour at 10,000 events a second:
 * {@code -Dfigures.events=36000000}.
 */
class HistoryFiguresTest {
  private static final int EVENTS_OF_AN_ENTRY = 34;
  private static final int EVENTS = Integer.getInteger("figures.events", 200_000);
  private static final int BATCH = 250;
  private static final int JUMPS = 200;
  private static final long LIMIT = 16L << 30;
  private static final double NANOS_PER_MILLI = 1e6;

  @TempDir private Path directory;

  private final List<TraceEvent> batch = new ArrayList<>();
  private ClusterModel model = ClusterModel.of(List.of());

  @Test
  @DisplayName("M-01 10,000 events a second are folded and recorded, a jump takes under 200 ms")
  void aHistoryKeepsUpAndJumpsQuickly() throws Exception {
    Path file = directory.resolve("figures.mv.db");
    try (History history = History.recordingTo(Recording.create(file, LIMIT))) {
      long begin = System.nanoTime();
      long cpu = cpuNanos();
      LongRun.write(EVENTS / EVENTS_OF_AN_ENTRY, event -> take(history, event));
      history.flush();
      double seconds = (System.nanoTime() - begin) / 1e9;
      double rate = history.size() / seconds;
      double busy = history.size() / ((cpuNanos() - cpu) / 1e9);
      print("one core could take %,.0f a second, the making of events included", busy);
      print("told %,d events in %.1f s: %,.0f a second", history.size(), seconds, rate);
      print("%.0f bytes an event in the file", (double) Files.size(file) / history.size());
      jumps(history);
      System.gc();
      Runtime here = Runtime.getRuntime();
      print("heap in use %d MB", (here.totalMemory() - here.freeMemory()) >> 20);
      assertThat(busy).isGreaterThan(10_000);
    }
  }

  /** What all threads of this process computed: a machine that others use, too, says no more. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private void take(History history, TraceEvent event) {
    batch.add(event);
    if (batch.size() == BATCH) {
      model = model.fold(batch);
      history.tell(List.copyOf(batch), model);
      batch.clear();
    }
  }

  private static void jumps(History history) {
    Random random = new Random(1);
    double[] millis = new double[JUMPS];
    double[] busy = new double[JUMPS];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < JUMPS; i++) {
      long to = (long) (random.nextDouble() * history.size());
      long begin = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      ClusterModel there = history.at(to);
      busy[i] = (threads.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MILLI;
      millis[i] = (System.nanoTime() - begin) / NANOS_PER_MILLI;
      assertThat(there.nodes()).isNotEmpty();
    }
    print("the first jump took %.0f ms", millis[0]);
    Arrays.sort(millis);
    print("jump: median %.0f ms, longest %.0f ms", millis[JUMPS / 2], millis[JUMPS - 1]);
    Arrays.sort(busy);
    print("of it computing: median %.0f ms, longest %.0f ms", busy[JUMPS / 2], busy[JUMPS - 1]);
    assertThat(busy[JUMPS / 2]).isLessThan(200);
  }

  private static void print(String format, Object... values) {
    System.out.println("figures: " + String.format(Locale.ROOT, format, values));
  }
}
