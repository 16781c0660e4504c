package org.quorama.lab.cli.recording;

import java.nio.file.Path;
import java.util.List;

/**
 * What to draw. Immutable.
 *
 * @param target the file to write
 * @param traces the files to read
 * @param look how it looks
 * @param fromSeconds how long after the first event
 * @param toSeconds when a clip ends; as {@code fromSeconds} for a picture
 * @param speed how much faster than it was a clip is
 */
public record PicturePlan(
    Path target, List<Path> traces, Look look, double fromSeconds, double toSeconds, double speed) {
  /**
   * How it looks. Immutable.
   *
   * @param screen the screen's key
   * @param width in pixels
   * @param height in pixels
   * @param theme {@code light}, {@code dark} or {@code projector}
   */
  public record Look(String screen, int width, int height, String theme) {}
}
