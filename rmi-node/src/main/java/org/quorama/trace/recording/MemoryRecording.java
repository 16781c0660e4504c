package org.quorama.trace.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A recording in memory. Thread-safe. */
final class MemoryRecording implements Recording {
  private final TreeMap<Long, Span> spans = new TreeMap<>();

  private final long limitBytes;
  private final TreeMap<Long, byte[]> pages = new TreeMap<>();
  private final TreeMap<Long, byte[]> states = new TreeMap<>();
  private final List<Mark> marks = new ArrayList<>();
  private long bytes;

  MemoryRecording(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public synchronized List<Span> spans() {
    return List.copyOf(spans.values());
  }

  @Override
  public synchronized long first() {
    return pages.isEmpty() ? Long.MAX_VALUE : pages.firstKey();
  }

  @Override
  public synchronized byte @Nullable [] page(long position) {
    return pages.get(position);
  }

  @Override
  public synchronized void add(Span span, byte[] page) {
    spans.put(span.position(), span);
    pages.put(span.position(), page);
    bytes += page.length;
    Long state = states.higherKey(pages.firstKey());
    while (bytes > limitBytes && state != null && state <= span.position()) {
      dropBefore(state);
      state = states.higherKey(state);
    }
  }

  @Override
  public synchronized List<Long> states() {
    return List.copyOf(states.keySet());
  }

  @Override
  public synchronized byte @Nullable [] state(long position) {
    return states.get(position);
  }

  @Override
  public synchronized void keep(long position, byte[] state) {
    byte[] before = states.put(position, state);
    bytes += state.length - (before == null ? 0 : before.length);
  }

  @Override
  public synchronized List<Mark> marks() {
    return marks.stream().sorted(Comparator.comparingLong(Mark::position)).toList();
  }

  @Override
  public synchronized void add(Mark mark) {
    marks.add(mark);
  }

  @Override
  public synchronized void remove(Mark mark) {
    marks.remove(mark);
  }

  @Override
  public synchronized void dropBefore(long position) {
    pages.headMap(position).values().forEach(page -> bytes -= page.length);
    pages.headMap(position).clear();
    spans.headMap(position).clear();
    states.headMap(position).values().forEach(state -> bytes -= state.length);
    states.headMap(position).clear();
    marks.removeIf(mark -> mark.position() < position);
  }

  @Override
  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public void close() {}
}
