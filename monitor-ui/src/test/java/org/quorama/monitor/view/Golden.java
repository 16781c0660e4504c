package org.quorama.monitor.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;

/**
 * Pictures that were looked at, to compare with. They are kept so small that fonts and smoothing of
 * another machine hardly matter: each pixel is the mean of ten by ten.
 */
final class Golden {
  /** With {@code -Dquorama.golden=write} the pictures are written anew, to be looked at again. */
  static final String PROPERTY = "quorama.golden";

  private static final Path DIRECTORY = Path.of("src/test/resources/org/quorama/monitor/golden");
  private static final int BLOCK = 10;
  private static final int STRONG = 90;

  private Golden() {}

  /**
   * How far two pictures are apart.
   *
   * @param mean of all channels, from 0 to 255
   * @param strong the share of pixels that differ much, from 0 to 1
   */
  record Distance(double mean, double strong) {}

  static boolean isWriting() {
    return "write".equals(System.getProperty(PROPERTY));
  }

  static boolean exists(String name) {
    return Files.exists(file(name));
  }

  private static Path file(String name) {
    return DIRECTORY.resolve(name + ".png");
  }

  static BufferedImage read(String name) throws IOException {
    return ImageIO.read(file(name).toFile());
  }

  static void write(String name, BufferedImage picture) throws IOException {
    Files.createDirectories(DIRECTORY);
    ImageIO.write(picture, "png", file(name).toFile());
  }

  /** Returns a picture ten times smaller. */
  static BufferedImage small(Image image) {
    int width = (int) image.getWidth() / BLOCK;
    int height = (int) image.getHeight() / BLOCK;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        small.setRGB(x, y, mean(image, x * BLOCK, y * BLOCK));
      }
    }
    return small;
  }

  private static int mean(Image image, int left, int top) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < top + BLOCK; y++) {
      for (int x = left; x < left + BLOCK; x++) {
        int color = image.getPixelReader().getArgb(x, y);
        red += (color >> 16) & 0xff;
        green += (color >> 8) & 0xff;
        blue += color & 0xff;
      }
    }
    int count = BLOCK * BLOCK;
    return ((red / count) << 16) | ((green / count) << 8) | (blue / count);
  }

  static Distance distance(BufferedImage one, BufferedImage other) {
    if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
      return new Distance(255, 1);
    }
    long sum = 0;
    int strong = 0;
    int pixels = one.getWidth() * one.getHeight();
    for (int i = 0; i < pixels; i++) {
      int x = i % one.getWidth();
      int y = i / one.getWidth();
      int apart = apart(one.getRGB(x, y), other.getRGB(x, y));
      sum += apart;
      strong += apart > STRONG ? 1 : 0;
    }
    return new Distance((double) sum / pixels, (double) strong / pixels);
  }

  /** The mean of the three channels. */
  private static int apart(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      sum += Math.abs((one >> shift & 0xff) - (other >> shift & 0xff));
    }
    return sum / 3;
  }
}
