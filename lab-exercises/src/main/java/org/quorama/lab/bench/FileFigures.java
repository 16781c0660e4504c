package org.quorama.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.quorama.client.AppendStream;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;

/** Measures bulk data, small files, metadata and appends. Confined to one thread. */
final class FileFigures {
  private static final double MEGABYTES = BenchFiles.MEBIBYTE / 1e6;

  private final BenchPlan plan;
  private final BenchFiles files;
  private final Consumer<Figure> printer;
  private int round;

  FileFigures(BenchPlan plan, BenchFiles files, Consumer<Figure> printer) {
    this.plan = plan;
    this.files = files;
    this.printer = printer;
  }

  private Figure figure(String metric, SyncMode sync) {
    return Figure.ofFiles(metric, plan.servers())
        .with("fsync", sync == SyncMode.NEVER ? "no(data),yes(edit_log)" : "yes")
        .with("sync", sync);
  }

  void run() {
    warmUp();
    if (plan.wants("file_write") || plan.wants("file_read")) {
      files.makeDirectory("/bulk");
      FileLoad.BULK_CALLERS.forEach(this::bulk);
    }
    if (plan.wants("small_file_creates")) {
      files.makeDirectory("/small");
      FileLoad.SMALL_CALLERS.forEach(this::smallFiles);
    }
    if (plan.wants("meta_")) {
      files.prepareMetadata();
      plan.callers().forEach(this::metadata);
    }
    if (plan.wants("append_")) {
      appends();
    }
  }

  /** Has the nodes compile what moves files. */
  void warmUp() {
    files.makeDirectory("/warm");
    AtomicInteger names = new AtomicInteger();
    ClosedLoop.run(
        4,
        plan.files().warmUpSeconds(),
        caller -> {
          FilePath path = BenchFiles.path("/warm/" + names.incrementAndGet());
          FilePath moved = BenchFiles.path(path + "x");
          files.write(path, 4L * BenchFiles.MEBIBYTE);
          files.read(path);
          files.client.require(new FileOperation.Rename(path, moved));
          files.delete(moved);
        });
  }

  /** One large file by one client, or a quarter of it by each of four. */
  private void bulk(int callers) {
    long each = (long) plan.files().sizeMebibytes() / callers * BenchFiles.MEBIBYTE;
    List<FilePath> written = new ArrayList<>();
    Series writes = new Series();
    for (int run = 0; run < plan.times().runs(); run++) {
      written.forEach(files::delete);
      written.clear();
      round++;
      for (int caller = 0; caller < callers; caller++) {
        written.add(BenchFiles.path("/bulk/" + round + "-" + caller));
      }
      writes.addRate(
          once(callers, caller -> files.write(written.get(caller), each)), megabytes(each));
    }
    print("file_write", callers, writes);
    Series reads = new Series();
    for (int run = 0; run < plan.times().runs(); run++) {
      reads.addRate(once(callers, caller -> files.read(written.get(caller))), megabytes(each));
    }
    print("file_read", callers, reads);
    written.forEach(files::delete);
  }

  private static double megabytes(long bytes) {
    return (double) bytes / BenchFiles.MEBIBYTE * MEGABYTES;
  }

  /** Every caller does the operation exactly once. */
  private static ClosedLoop.Result once(int callers, ClosedLoop.Operation operation) {
    return ClosedLoop.count(callers, callers, operation);
  }

  private void print(String metric, int callers, Series series) {
    printer.accept(
        series.describe(
            figure(metric, files.sync())
                .with("callers", callers)
                .with("size_mb", plan.files().sizeMebibytes()),
            "MB/s"));
  }

  private void smallFiles(int callers) {
    int count = plan.files().smallFiles();
    repeat(
        figure("small_file_creates", files.sync()).with("callers", callers),
        () -> ClosedLoop.count(callers, count, files::createSmall));
  }

  private interface Step {
    ClosedLoop.Result run();
  }

  private void repeat(Figure figure, Step step) {
    Series series = new Series();
    for (int run = 0; run < plan.times().runs(); run++) {
      series.add(step.run());
    }
    printer.accept(series.describe(figure, "ops/s"));
  }

  private void metadata(int callers) {
    round++;
    for (int caller = 0; caller < callers; caller++) {
      files.makeDirectory(mover(caller) + "-0");
    }
    long[] moves = new long[callers];
    meta("meta_mkdir", callers, files::mkdir, files::removeDirectories);
    meta("meta_stat", callers, files::stat);
    meta(
        "meta_rename",
        callers,
        caller -> {
          String from = mover(caller) + "-" + moves[caller];
          moves[caller]++;
          files.rename(from, mover(caller) + "-" + moves[caller]);
        });
    meta("meta_list_100", callers, files::list);
  }

  private String mover(int caller) {
    return "/move/" + round + "-" + caller;
  }

  private void meta(String metric, int callers, ClosedLoop.Operation operation) {
    meta(metric, callers, operation, () -> {});
  }

  /** Measures an operation; what comes after each run is not measured. */
  private void meta(String metric, int callers, ClosedLoop.Operation operation, Runnable after) {
    if (plan.wants(metric)) {
      repeat(
          figure(metric, SyncMode.ALWAYS).with("callers", callers),
          () -> {
            ClosedLoop.Result run = ClosedLoop.run(callers, plan.files().metaSeconds(), operation);
            after.run();
            return run;
          });
    }
  }

  /** Appends of 1 KiB: with open and close for each, and on one open stream. */
  private void appends() {
    Bytes record = files.record();
    FilePath path = BenchFiles.path("/append");
    files.write(path, BenchFiles.KIBIBYTE);
    append("append_open_close", files.sync(), caller -> files.client.append(path, record));
    FilePath stream = BenchFiles.path("/stream");
    SyncMode byCaller = SyncMode.CLOSE; // which forces no record before the stream is closed
    files.client.require(new FileOperation.CreateFile(stream, byCaller));
    try (AppendStream out = files.client.appends(stream)) {
      append("append_hflush", SyncMode.NEVER, caller -> out.append(record, false));
      append("append_hsync", SyncMode.ALWAYS, caller -> out.append(record, true));
    }
  }

  private void append(String metric, SyncMode sync, ClosedLoop.Operation operation) {
    if (plan.wants(metric)) {
      repeat(
          figure(metric, sync).with("callers", 1),
          () -> ClosedLoop.run(1, plan.files().appendSeconds(), operation));
    }
  }
}
