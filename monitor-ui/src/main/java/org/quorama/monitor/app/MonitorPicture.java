package org.quorama.monitor.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.Theme;
import org.quorama.trace.TraceEvent;

/**
 * Makes pictures of the window as it stood at a moment; the badge says RECORDED. Draws in memory,
 * so it needs no display. Not to be called on the JavaFX thread.
 */
public final class MonitorPicture {
  private MonitorPicture() {}

  /**
   * Writes a picture of the window after some events; returns when it is written.
   *
   * @param events what happened, in any order
   * @param png the file to write
   * @param width in pixels
   * @param height in pixels
   * @param theme light or dark
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void render(List<TraceEvent> events, Path png, int width, int height, Theme theme) {
    try (History history = RecordingFiles.of(events)) {
      PictureStyle style = new PictureStyle(PictureStyle.WINDOW, width, height, theme);
      render(history, Long.MAX_VALUE, style, png);
    }
  }

  /**
   * Writes a picture of a screen; returns when it is written.
   *
   * @param history what happened; stays open
   * @param nanos when, on the clock of the trace; later than the end stands for the end
   * @param style how it looks
   * @param png the file to write
   * @throws UncheckedIOException if the file cannot be written
   * @throws IllegalArgumentException if there is no such screen; the message names all
   */
  public static void render(History history, long nanos, PictureStyle style, Path png) {
    Toolkit.startInMemory();
    try (Studio studio = new Studio(history, style)) {
      studio.goTo(nanos);
      studio.settle();
      Png.write(studio.shoot(), png);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + png, e);
    }
  }

  /**
   * Writes an animated picture (GIF) of a span; returns when it is written.
   *
   * @param history what happened; stays open
   * @param span from when to when and how fast
   * @param style how it looks
   * @param gif the file to write
   * @throws UncheckedIOException if the file cannot be written
   * @throws IllegalArgumentException if there is no such screen, or nothing is in the span
   */
  public static void clip(History history, ClipSpan span, PictureStyle style, Path gif) {
    Toolkit.startInMemory();
    ClipWriter.write(history, span, style, gif);
  }

  /** Returns the keys of all screens of the window. */
  public static List<String> screens() {
    Toolkit.startInMemory();
    try (History nothing = History.inMemory();
        Studio studio = new Studio(nothing, PictureStyle.ofWindow())) {
      return studio.keys();
    }
  }
}
