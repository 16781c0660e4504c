package org.quorama.monitor.view;

import static java.lang.Math.abs;
import static java.lang.Math.atan2;
import static java.lang.Math.cos;
import static java.lang.Math.exp;
import static java.lang.Math.hypot;
import static java.lang.Math.pow;
import static java.lang.Math.sin;
import static java.lang.Math.sqrt;
import static java.lang.Math.toDegrees;
import static java.lang.Math.toRadians;

import javafx.scene.paint.Color;

/** How far apart two colours look: CIEDE2000, also for the colour-blind (Machado et al., 2009). */
final class ColorDistance {
  /** How a person sees; the matrices are for the full severity, on linear RGB. */
  @SuppressWarnings("ImmutableEnumChecker") // the matrix is not changed
  enum Sight {
    NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
    PROTAN(
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
        1.051998),
    DEUTAN(
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    TRITAN(
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
        0.303900);

    private final double[] matrix;

    Sight(double... matrix) {
      this.matrix = matrix;
    }
  }

  private ColorDistance() {}

  static double between(Color one, Color other, Sight sight) {
    return ciede2000(lab(one, sight), lab(other, sight));
  }

  /** The contrast ratio of WCAG, from 1 to 21. */
  static double contrast(Color one, Color other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(Color color) {
    double[] rgb = linear(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(Color color) {
    return new double[] {linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue())};
  }

  private static double linear(double c) {
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
  }

  private static double[] times(double[] matrix, double[] v) {
    double[] product = new double[3];
    for (int i = 0; i < 9; i++) {
      product[i / 3] += matrix[i] * v[i % 3];
    }
    return product;
  }

  private static double[] lab(Color color, Sight sight) {
    double[] seen = times(sight.matrix, linear(color));
    for (int i = 0; i < 3; i++) {
      seen[i] = Math.min(1, Math.max(0, seen[i]));
    }
    double[] toXyz = {
      0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
      0.9503041
    };
    double[] xyz = times(toXyz, seen);
    double x = f(xyz[0] / 0.95047);
    double y = f(xyz[1]);
    double z = f(xyz[2] / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double f(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  /** The formula of Sharma, Wu and Dalal (2005), in its notation. */
  static double ciede2000(double[] one, double[] two) {
    double meanC = (hypot(one[1], one[2]) + hypot(two[1], two[2])) / 2;
    double g = 1 + 0.5 * (1 - sqrt(pow(meanC, 7) / (pow(meanC, 7) + pow(25, 7))));
    double c1 = hypot(g * one[1], one[2]);
    double c2 = hypot(g * two[1], two[2]);
    double h1 = hue(g * one[1], one[2]);
    double h2 = hue(g * two[1], two[2]);
    double turn = c1 * c2 == 0 ? 0 : (h2 - h1 + 540) % 360 - 180;
    double deltaH = 2 * sqrt(c1 * c2) * sin(toRadians(turn / 2));
    double meanH = c1 * c2 == 0 ? h1 + h2 : meanHue(h1, h2);
    double l = (two[0] - one[0]) / weightL((one[0] + two[0]) / 2);
    double c = (c2 - c1) / (1 + 0.045 * (c1 + c2) / 2);
    double h = deltaH / (1 + 0.015 * (c1 + c2) / 2 * hueWeight(meanH));
    return sqrt(l * l + c * c + h * h + rotation(meanH, (c1 + c2) / 2) * c * h);
  }

  private static double hue(double a, double b) {
    return (toDegrees(atan2(b, a)) + 360) % 360;
  }

  private static double meanHue(double h1, double h2) {
    return abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : ((h1 + h2 + 360) / 2) % 360;
  }

  private static double weightL(double l) {
    double square = pow(l - 50, 2);
    return 1 + 0.015 * square / sqrt(20 + square);
  }

  private static double hueWeight(double h) {
    return 1
        - 0.17 * cos(toRadians(h - 30))
        + 0.24 * cos(toRadians(2 * h))
        + 0.32 * cos(toRadians(3 * h + 6))
        - 0.20 * cos(toRadians(4 * h - 63));
  }

  private static double rotation(double h, double c) {
    double angle = 60 * exp(-pow((h - 275) / 25, 2));
    return -sin(toRadians(angle)) * 2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7)));
  }
}
