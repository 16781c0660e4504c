package org.quorama.lab.cli.window;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.window.WindowPlay;
import org.quorama.monitor.app.NoDisplayException;

/** Keeps a demo's window open until the person closes it. Stateless. */
final class ShownDemo {
  private ShownDemo() {}

  /** Opens the window of a demo. */
  interface Opener {
    /**
     * Opens it and returns.
     *
     * @param play plays the demo
     * @param onClose to be run when the person closes the window
     * @throws NoDisplayException if there is no display
     */
    void open(WindowPlay play, Runnable onClose);
  }

  /** Shows a demo until its window is closed; returns false if it cannot open. */
  static boolean show(DemoScript script, DemoClusters clusters, Opener opener) {
    CountDownLatch closed = new CountDownLatch(1);
    try (WindowPlay play = new WindowPlay(script, clusters)) {
      opener.open(play, closed::countDown);
      closed.await();
      return true;
    } catch (NoDisplayException ignored) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Returns the cluster that the script plays on, or tells the person that there is none yet. */
  static <T> T running(@Nullable T cluster) {
    if (cluster == null) {
      throw new ClusterException("no cluster runs yet: the script's next step starts one");
    }
    return cluster;
  }
}
