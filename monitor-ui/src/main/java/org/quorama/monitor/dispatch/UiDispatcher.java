package org.quorama.monitor.dispatch;

/** Runs work on the thread that owns the properties. Thread-safe. */
public interface UiDispatcher extends AutoCloseable {
  /** Returns the dispatcher of the JavaFX thread, with its own daemon timer thread. */
  static UiDispatcher ofJavaFx() {
    return new FxDispatcher();
  }

  /**
   * Runs work there soon.
   *
   * @param work what to run
   */
  void run(Runnable work);

  /**
   * Runs a refresh there soon, once for all requests until then: within a thirtieth of a second
   * after a rest, within a tenth where one follows the other.
   *
   * @param flush the same for every request
   */
  void refresh(Runnable flush);

  @Override
  void close();
}
