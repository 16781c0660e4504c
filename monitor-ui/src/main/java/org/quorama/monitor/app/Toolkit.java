package org.quorama.monitor.app;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;

/** Starts JavaFX, or says why not. */
final class Toolkit {
  /** JavaFX warns that it was not loaded as modules, at every start; it works all the same. */
  private static final Logger CHATTER = Logger.getLogger("javafx");

  /**
   * How many places JavaFX paints anew by themselves; with its six a change at the top and one at
   * the bottom are one place, which is the whole window.
   */
  private static final String DIRTY_REGIONS = "15";

  private Toolkit() {}

  static boolean lacksDisplay(String system, Map<String, String> environment) {
    return system.toLowerCase(Locale.ROOT).contains("linux")
        && environment.getOrDefault("DISPLAY", "").isEmpty()
        && environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  static NoDisplayException noDisplay() {
    return new NoDisplayException(
        "No display: set DISPLAY, or use --headless or 'quorama watch' for the terminal view");
  }

  /** Starts JavaFX on a screen in memory; or stays with what runs already. */
  static void startInMemory() {
    System.setProperty("glass.platform", "Monocle");
    System.setProperty("monocle.platform", "Headless");
    System.setProperty("prism.order", "sw");
    start();
  }

  static void start() {
    CHATTER.setLevel(Level.SEVERE);
    System.setProperty("prism.dirtyregioncount", DIRTY_REGIONS);
    boolean headless = "Monocle".equals(System.getProperty("glass.platform"));
    if (!headless && lacksDisplay(System.getProperty("os.name", ""), System.getenv())) {
      throw noDisplay();
    }
    CountDownLatch started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
      started.await();
    } catch (UnsupportedOperationException e) {
      NoDisplayException none = noDisplay();
      none.initCause(e);
      throw none;
    } catch (IllegalStateException e) {
      Platform.setImplicitExit(false); // JavaFX runs already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
