package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Locale;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;

/**
 * One sentence on one important event. Immutable.
 *
 * @param timeNanos when, on the clock of the trace
 * @param node where
 * @param phrase the sentence, in no language yet
 * @param sort what it is about
 * @param subject the chunk or entry that it is about
 */
public record Caption(long timeNanos, NodeId node, Phrase phrase, Sort sort, Subject subject)
    implements Serializable {
  private static final long TOGETHER_NANOS = 500_000_000L;

  /** What a sentence is about; what happens all the time is said twice a second at most. */
  public enum Sort {
    /** Something that is said each time. */
    RARE,
    /** An entry was committed. */
    COMMIT,
    /** Reads were answered. */
    READS,
    /** A chunk was placed. */
    PLACEMENT,
    /** A lease was granted. */
    LEASE,
    /** A replica was copied, or is to be, or is one too many. */
    REPAIR,
    /** Events are missing. */
    GAP
  }

  /**
   * What a sentence is about beside its node. Immutable.
   *
   * @param chunk the id of a chunk, empty if it is about none
   * @param index the index of an entry, 0 if it is about none
   */
  public record Subject(String chunk, long index) implements Serializable {
    static final Subject NODE = new Subject("", 0);

    static Subject ofChunk(String id) {
      return new Subject(id, 0);
    }

    static Subject ofEntry(long index) {
      return new Subject("", index);
    }
  }

  static Caption rare(long timeNanos, NodeId node, Phrase phrase) {
    return new Caption(timeNanos, node, phrase, Sort.RARE, Subject.NODE);
  }

  /** Returns how much it matters. */
  public Severity severity() {
    return Severity.of(phrase.key());
  }

  /** Returns the sentence in English, as terminals say it. */
  public String text() {
    return text(Words.of(Locale.ENGLISH));
  }

  /**
   * Returns the sentence.
   *
   * @param words in which language
   */
  public String text(Words words) {
    return words.say(phrase);
  }

  /** Returns true if a later sentence of the same sort makes this one needless. */
  boolean isReplacedBy(Caption later) {
    return sort != Sort.RARE
        && sort == later.sort
        && node.equals(later.node)
        && later.timeNanos - timeNanos < TOGETHER_NANOS;
  }
}
