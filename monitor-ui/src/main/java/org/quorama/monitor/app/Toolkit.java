package org.quorama.monitor.app;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;

/** Starts JavaFX, or says why not. */
final class Toolkit {
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

  static void start() {
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
