package org.quorama.lab.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.DemoStage.ClosableProgress;

/** A progress bar on a terminal, nothing elsewhere. One thread. */
public final class TransferBar implements ClosableProgress {
  private static final long MEGABYTE = 1_000_000;

  private final CliContext context;
  private final String title;

  /** The bar on the screen; made when the length is known, null before and without a terminal. */
  private @Nullable ProgressBar bar;

  /**
   * Makes one; it appears when it is told how much there is.
   *
   * @param context where to draw, if it is a terminal
   * @param title what is under way, in a word
   */
  public TransferBar(CliContext context, String title) {
    this.context = context;
    this.title = title;
  }

  @Override
  public void advanced(Standing standing) {
    if (!context.interactive() || standing.totalBytes() < MEGABYTE) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(standing.totalBytes())
              .setUnit(" MB", MEGABYTE)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(context.err()))
              .build();
    }
    bar.stepTo(standing.doneBytes());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
