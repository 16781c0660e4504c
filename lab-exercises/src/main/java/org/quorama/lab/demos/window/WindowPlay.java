package org.quorama.lab.demos.window;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.play.DemoPlayer;
import org.quorama.lab.demos.play.DemoState;
import org.quorama.lab.demos.play.PlayListener;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.model.DemoPage;

/**
 * Plays a script for a window: what a person wants is done on one thread, one thing after the
 * other. Thread-safe.
 */
public final class WindowPlay
    implements org.quorama.monitor.viewmodel.lab.DemoPlayer, PlayListener, AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Daemons.named("demo"));

  private final DemoPlayer player;
  private volatile Runnable listener = () -> {};

  /** Opened when the answer that the player waits for may be shown; null if it does not wait. */
  private volatile @Nullable CountDownLatch reveal;

  private volatile boolean closed;
  private volatile DemoPage page;

  /**
   * Makes one that has played nothing.
   *
   * @param script what to play
   * @param clusters starts the clusters to play on
   */
  public WindowPlay(DemoScript script, DemoClusters clusters) {
    player = new DemoPlayer(script, clusters, this);
    page = Pages.of(player.state(), false);
  }

  @Override
  public DemoPage page() {
    return page;
  }

  @Override
  public void listen(Runnable onChange) {
    listener = onChange;
  }

  @Override
  public void changed(DemoState state) {
    show(state);
  }

  private void show(DemoState state) {
    page = Pages.of(state, reveal != null);
    listener.run();
  }

  /** Waits until the person wants to see the answer, or the window closes. */
  @Override
  public void question(Block.Question question) {
    CountDownLatch shown = new CountDownLatch(1);
    reveal = shown;
    show(player.state());
    try {
      if (!closed) {
        shown.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reveal = null;
    }
  }

  @Override
  public void next() {
    CountDownLatch asked = reveal;
    if (asked != null) {
      asked.countDown();
    } else {
      begin(player::next);
    }
  }

  @Override
  public void back() {
    skipQuestion();
    begin(player::back);
  }

  @Override
  public void restart() {
    skipQuestion();
    begin(player::restart);
  }

  /** What waits behind an open question must not wait for its answer. */
  private void skipQuestion() {
    CountDownLatch asked = reveal;
    if (asked != null) {
      asked.countDown();
    }
  }

  private void begin(Runnable action) {
    try {
      thread.execute(action);
    } catch (RejectedExecutionException ignored) {
      // the window is closing
    }
  }

  /** Ends the demo and its cluster. */
  @Override
  public void close() {
    closed = true;
    skipQuestion();
    thread.shutdown();
    player.close();
  }
}
