package org.quorama.lab.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.bench.FileLoad;
import org.quorama.metadata.operation.SyncMode;
import picocli.CommandLine.Option;

/** How the loads of files of a bench differ from the usual. */
final class BenchFileOptions {
  @Option(
      names = "--sync",
      description = "When files are forced: never, close or always (default: close).")
  private @Nullable String sync;

  @Option(names = "--size", description = "MiB of large files (default: 1024; quick: 64).")
  private @Nullable Integer size;

  @Option(
      names = "--restore",
      split = ",",
      description = "MiB of the files that lose replicas (default: 64,256,1024; quick: 64,256).")
  private @Nullable List<Integer> restored;

  /** Returns loads as these options want them. */
  FileLoad applyTo(FileLoad usual) {
    FileLoad sized = size == null ? usual : usual.withSize(size);
    FileLoad lost = restored == null ? sized : sized.withRestored(restored);
    return sync == null ? lost : lost.withSync(SyncMode.valueOf(sync.toUpperCase(Locale.ROOT)));
  }
}
