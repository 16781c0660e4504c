package org.quorama.lab.bench;

import java.util.List;
import java.util.Set;
import org.quorama.metadata.operation.SyncMode;

/**
 * How large the loads of files are. Immutable.
 *
 * @param sizeMebibytes the bytes of one run of {@code file_write}, over all callers
 * @param smallFiles how many files one run of {@code small_file_creates} makes
 * @param metaSeconds how long one run of a {@code meta_} figure is
 * @param appendSeconds how long one run of an {@code append_} figure is
 * @param restoreMebibytes the sizes of the files whose replicas are restored, one figure each
 * @param sync when the bytes of the files are forced
 * @param warmUpSeconds how long files are written and read before the first figure
 */
public record FileLoad(
    int sizeMebibytes,
    int smallFiles,
    double metaSeconds,
    double appendSeconds,
    List<Integer> restoreMebibytes,
    SyncMode sync,
    double warmUpSeconds) {
  /** Every figure of files, in the order in which they are measured. */
  public static final List<String> METRICS =
      List.of(
          "file_write",
          "file_read",
          "small_file_creates",
          "meta_mkdir",
          "meta_stat",
          "meta_rename",
          "meta_list_100",
          "append_open_close",
          "append_hflush",
          "append_hsync",
          "restore_total",
          "restore_detect",
          "restore_copy");

  /** What the names of the figures of lost replicas begin with. */
  static final String RESTORE = "restore_";

  /** The callers of the figures of bulk data. */
  static final List<Integer> BULK_CALLERS = List.of(1, 4);

  /** The callers of the figure of small files. */
  static final List<Integer> SMALL_CALLERS = List.of(1, 16);

  /** Copies the list. */
  public FileLoad {
    restoreMebibytes = List.copyOf(restoreMebibytes);
  }

  /** Returns the loads of a quick run, with bytes that are forced when a file is closed. */
  public static FileLoad quick() {
    return new FileLoad(64, 40, 0.4, 0.5, List.of(64, 256), SyncMode.CLOSE, 4);
  }

  /** Returns the loads of a full run, with bytes that are forced when a file is closed. */
  public static FileLoad full() {
    return new FileLoad(1024, 1000, 3, 3, List.of(64, 256, 1024), SyncMode.CLOSE, 20);
  }

  /**
   * Returns these loads with another mode of forcing.
   *
   * @param mode when the bytes are forced
   */
  public FileLoad withSync(SyncMode mode) {
    return new FileLoad(
        sizeMebibytes,
        smallFiles,
        metaSeconds,
        appendSeconds,
        restoreMebibytes,
        mode,
        warmUpSeconds);
  }

  /**
   * Returns these loads with another size of bulk data.
   *
   * @param mebibytes the bytes of one run
   */
  public FileLoad withSize(int mebibytes) {
    return new FileLoad(
        mebibytes, smallFiles, metaSeconds, appendSeconds, restoreMebibytes, sync, warmUpSeconds);
  }

  /**
   * Returns these loads with other files whose replicas are restored.
   *
   * @param mebibytes the bytes of each
   */
  public FileLoad withRestored(List<Integer> mebibytes) {
    return new FileLoad(
        sizeMebibytes, smallFiles, metaSeconds, appendSeconds, mebibytes, sync, warmUpSeconds);
  }

  /**
   * Returns these loads after another time of warming up.
   *
   * @param seconds how long
   */
  public FileLoad withWarmUp(double seconds) {
    return new FileLoad(
        sizeMebibytes, smallFiles, metaSeconds, appendSeconds, restoreMebibytes, sync, seconds);
  }

  /** Tells whether a figure of files is wanted, those of lost replicas apart. */
  static boolean isWanted(Set<String> metrics) {
    return METRICS.stream()
        .filter(metric -> !metric.startsWith(RESTORE))
        .anyMatch(metrics::contains);
  }
}
