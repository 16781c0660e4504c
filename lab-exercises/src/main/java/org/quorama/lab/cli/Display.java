package org.quorama.lab.cli;

import java.util.Map;
import org.quorama.lab.cluster.HostSystem;

/** Tells whether a window could open. */
final class Display {
  /** Of nodes that a window reads, whatever their pace: it opens when they work already. */
  static final Map<String, String> SETTINGS = Map.of("trace.ring", "20000");

  private Display() {}

  /** Windows and macOS have one; elsewhere the environment says so. */
  static boolean isPresent(Map<String, String> environment) {
    return switch (HostSystem.current()) {
      case WINDOWS, MAC -> true;
      case LINUX, OTHER -> !environment.getOrDefault("DISPLAY", "").isBlank();
    };
  }
}
