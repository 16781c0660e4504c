package org.quorama.lab.cli;

import java.util.Locale;
import java.util.Map;

/** Tells whether a window could open. */
final class Display {
  private Display() {}

  /** Windows and macOS have one; elsewhere the environment says so. */
  static boolean isPresent(Map<String, String> environment) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.contains("win")
        || system.contains("mac")
        || !environment.getOrDefault("DISPLAY", "").isBlank();
  }
}
