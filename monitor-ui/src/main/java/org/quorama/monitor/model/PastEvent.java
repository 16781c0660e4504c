package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Locale;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;

/**
 * One line of the history of a chunk. Immutable.
 *
 * @param timeNanos when, on the clock of the trace
 * @param node who said it
 * @param phrase what, in no language yet
 */
public record PastEvent(long timeNanos, NodeId node, Phrase phrase) implements Serializable {
  /** Returns what, in English. */
  public String text() {
    return Words.of(Locale.ENGLISH).say(phrase);
  }
}
