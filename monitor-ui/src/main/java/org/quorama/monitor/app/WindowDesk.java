package org.quorama.monitor.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.time.BranchMaker;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.monitor.viewmodel.time.TimeLine;

/** Does with the recording of a window what a person wants, each thing on a thread of its own. */
final class WindowDesk implements RecordingDesk {
  private static final long CLIP_NANOS = 10_000_000_000L;
  private static final int CLIP_WIDTH = 1_280;
  private static final int CLIP_HEIGHT = 800;

  private final TimeLine time;
  private final MonitorView view;
  private final UiDispatcher dispatcher;

  WindowDesk(TimeLine time, MonitorView view, UiDispatcher dispatcher) {
    this.time = time;
    this.view = view;
    this.dispatcher = dispatcher;
  }

  @Override
  public void open(Path file, Consumer<String> told) {
    begin(
        () -> {
          History history = RecordingFiles.open(file);
          MonitorLauncher.openRecording(history, BranchMaker.none(), () -> {});
        },
        told);
  }

  @Override
  public void write(Form form, Path file, Consumer<String> told) {
    History history = time.history();
    switch (form) {
      case COPY -> begin(() -> RecordingFiles.copy(history, file), told);
      case LINES -> begin(() -> RecordingFiles.export(history, file), told);
      case PICTURE -> {
        Image now = view.scene().snapshot(null);
        begin(() -> writePicture(now, file), told);
      }
      case CLIP -> {
        ClipSpan span = span();
        Theme theme = view.theme();
        PictureStyle style = new PictureStyle(PictureStyle.WINDOW, CLIP_WIDTH, CLIP_HEIGHT, theme);
        begin(() -> ClipWriter.write(history, span, style, file), told);
      }
    }
  }

  private static void writePicture(Image picture, Path file) {
    try {
      Png.write(picture, file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** From the last bookmark before here to here; ten seconds if there is none. */
  private ClipSpan span() {
    long end = Math.max(1, time.nanosProperty().get());
    long begin =
        time.bookmarks().stream()
            .mapToLong(Moment::timeNanos)
            .filter(nanos -> nanos < end)
            .max()
            .orElse(Math.max(time.extentProperty().get().firstNanos(), end - CLIP_NANOS));
    return new ClipSpan(Math.min(begin, end - 1), end, 1);
  }

  private void begin(Runnable work, Consumer<String> told) {
    Daemons.start("monitor-files", () -> attempt(work, told));
  }

  private void attempt(Runnable work, Consumer<String> told) {
    String news = "";
    try {
      work.run();
    } catch (RuntimeException e) {
      news = String.valueOf(e.getMessage());
    }
    String result = news;
    dispatcher.run(() -> told.accept(result));
  }
}
