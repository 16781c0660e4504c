package org.quorama.monitor.model.history;

import java.util.ArrayList;
import java.util.List;
import org.quorama.trace.recording.Recording.Span;

/** Where each page is, oldest first; searched by position and by time. Confined to a lock. */
final class Pages {
  private final List<Span> spans = new ArrayList<>();

  void add(Span span) {
    spans.add(span);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  Span get(int page) {
    return spans.get(page);
  }

  int count() {
    return spans.size();
  }

  Span last() {
    return spans.get(spans.size() - 1);
  }

  void dropBefore(long position) {
    int gone = 0;
    while (gone < spans.size() && spans.get(gone).position() < position) {
      gone++;
    }
    spans.subList(0, gone).clear();
  }

  /** Returns the page that holds a position; the count of pages if none does. */
  int holding(long position) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).end() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the first page with an event after a time; the count of pages if none has. */
  int after(long timeNanos) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).untilNanos() <= timeNanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
