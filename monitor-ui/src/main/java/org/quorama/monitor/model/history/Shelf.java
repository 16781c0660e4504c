package org.quorama.monitor.model.history;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.recording.PageCodec;
import org.quorama.trace.recording.Recording;
import org.quorama.trace.recording.Recording.Span;

/**
 * Puts pages and states into a recording on a thread of its own, and brings them back. What is not
 * yet written is read from memory; who brings too much waits. Thread-safe.
 */
final class Shelf implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Shelf.class.getName());
  private static final int MOST_WAITING = 32;
  private static final int MOST_DECODED = 8;
  private static final long CLOSING_SECONDS = 20;
  private static final PageCodec CODEC = new PageCodec();

  private final ThreadPoolExecutor writer;

  /** Pages and states on their way to the recording; guarded by this. */
  private final Map<Long, List<TraceEvent>> pages = new HashMap<>();

  private final Map<Long, ClusterModel> states = new HashMap<>();
  private final Recent<List<TraceEvent>> decoded = new Recent<>(MOST_DECODED);
  private final Recording recording;

  /** The oldest page that is still in the recording; written by the writer's thread. */
  private volatile long first;

  /** Why nothing is written any more, null if all is well. */
  private volatile @Nullable String failure;

  /**
   * The first page and the first state are read back at once: what cannot be read is better known
   * now, and nobody's first jump waits until the classes for it are there. Of the writer's thread.
   */
  private boolean pageUnread = true;

  private boolean stateUnread = true;

  Shelf(Recording recording) {
    this.recording = recording;
    writer =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Daemons.named("monitor-recording"));
    writer.allowCoreThreadTimeOut(true);
  }

  void put(Span span, List<TraceEvent> events) {
    synchronized (this) {
      pages.put(span.position(), events);
    }
    later(
        () -> {
          recording.add(span, CODEC.encode(events));
          synchronized (this) {
            pages.remove(span.position());
          }
          first = recording.first();
          if (pageUnread) {
            pageUnread = false;
            events(span.position());
          }
        });
  }

  void put(long position, ClusterModel model) {
    synchronized (this) {
      states.put(position, model);
    }
    later(
        () -> {
          recording.keep(position, States.write(model));
          synchronized (this) {
            states.remove(position, model);
          }
          if (stateUnread) {
            stateUnread = false;
            model(position);
          }
        });
  }

  void mark(Moment moment) {
    later(() -> recording.add(moment.mark()));
  }

  void unmark(Moment moment) {
    later(() -> recording.remove(moment.mark()));
  }

  void dropBefore(long position) {
    later(() -> recording.dropBefore(position));
    synchronized (this) {
      decoded.clear();
    }
  }

  /** Returns a position before which no page is in the recording any more. */
  long first() {
    return first;
  }

  private void later(Runnable work) {
    if (!writer.isShutdown()) {
      writer.execute(() -> written(work));
    }
  }

  /** Returns when not too much waits to be written. */
  synchronized void awaitRoom() {
    try {
      while (failure == null && writer.getQueue().size() >= MOST_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void written(Runnable work) {
    try {
      if (failure == null) {
        work.run();
      }
    } catch (RuntimeException e) { // whatever it is, the window goes on
      failure = String.valueOf(e.getMessage());
      LOG.log(Level.WARNING, "The recording ends here; what follows is kept no more", e);
    } finally {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Returns a page's events, null if it has gone. */
  @Nullable List<TraceEvent> events(long position) {
    synchronized (this) {
      List<TraceEvent> found = pages.get(position);
      found = found == null ? decoded.get(position) : found;
      if (found != null) {
        return found;
      }
    }
    byte[] page = recording.page(position);
    if (page == null) {
      return null;
    }
    List<TraceEvent> events = CODEC.decode(page);
    synchronized (this) {
      decoded.put(position, events);
    }
    return events;
  }

  /** Returns a state, null if it has gone or cannot be read. */
  @Nullable ClusterModel model(long position) {
    synchronized (this) {
      ClusterModel found = states.get(position);
      if (found != null) {
        return found;
      }
    }
    byte[] state = recording.state(position);
    return state == null ? null : States.read(state);
  }

  /** Returns why nothing is written any more, null if all is well. */
  @Nullable String failure() {
    return failure;
  }

  Recording recording() {
    return recording;
  }

  /** Copies what is written. */
  void copyTo(Recording other) {
    for (long position : recording.states()) {
      byte[] state = recording.state(position);
      if (state != null) {
        other.keep(position, state);
      }
    }
    for (Span span : recording.spans()) {
      byte[] page = recording.page(span.position());
      if (page != null) {
        other.add(span, page);
      }
    }
    recording.marks().forEach(other::add);
  }

  /** Waits until all that was brought is written. */
  void flush() {
    CompletableFuture.runAsync(() -> {}, writer).join();
  }

  @Override
  public void close() {
    if (writer.isShutdown()) {
      return;
    }
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "The recording was closed before all of it was written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    recording.close();
  }
}
