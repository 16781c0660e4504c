package org.quorama.monitor.viewmodel.time;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;

/** Looks moments up beside the JavaFX thread; of several wishes only the latest counts. */
final class Seeker {
  private final Executor worker;
  private final UiDispatcher dispatcher;
  private final AtomicReference<@Nullable Wish> next = new AtomicReference<>();

  /** Whether a wish is being fulfilled; confined to the JavaFX thread. */
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(false);

  /**
   * What was found.
   *
   * @param position where
   * @param nanos when
   * @param model what the cluster was
   */
  record Found(long position, long nanos, ClusterModel model) {}

  /** A look-up and who waits for it. */
  private record Wish(Supplier<Found> search, Consumer<Found> taker, Consumer<String> failed) {}

  Seeker(Executor worker, UiDispatcher dispatcher) {
    this.worker = worker;
    this.dispatcher = dispatcher;
  }

  boolean isBusy() {
    return busy.get();
  }

  /** Returns whether another wish waits. */
  boolean hasNext() {
    return next.get() != null;
  }

  void seek(Supplier<Found> search, Consumer<Found> taker, Consumer<String> failed) {
    next.set(new Wish(search, taker, failed));
    if (!busy.get()) {
      busy.set(true);
      worker.execute(this::fulfil);
    }
  }

  /** Forgets a wish that was not yet begun. */
  void forget() {
    next.set(null);
  }

  private void fulfil() {
    Wish wish = next.getAndSet(null);
    Runnable result = wish == null ? () -> {} : resultOf(wish);
    dispatcher.run(() -> done(result));
  }

  private static Runnable resultOf(Wish wish) {
    try {
      Found found = wish.search().get();
      return () -> wish.taker().accept(found);
    } catch (RuntimeException e) {
      return () -> wish.failed().accept(String.valueOf(e.getMessage()));
    }
  }

  private void done(Runnable result) {
    result.run();
    if (next.get() == null) {
      busy.set(false);
    } else {
      worker.execute(this::fulfil);
    }
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }
}
