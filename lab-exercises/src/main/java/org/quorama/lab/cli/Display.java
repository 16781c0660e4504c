package org.quorama.lab.cli;

import java.util.Locale;
import java.util.Map;

/** Tells whether a window could open. */
final class Display {
  /** Of nodes that a window reads, whatever their pace: it opens when they work already. */
  static final Map<String, String> SETTINGS = Map.of("trace.ring", "20000");

  private Display() {}

  /** Windows and macOS have one; elsewhere the environment says so. */
  static boolean isPresent(Map<String, String> environment) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.contains("win")
        || system.contains("mac")
        || !environment.getOrDefault("DISPLAY", "").isBlank();
  }
}
