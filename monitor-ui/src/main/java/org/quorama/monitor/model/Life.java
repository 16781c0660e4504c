package org.quorama.monitor.model;

/** Whether a node lives, as far as the monitor can tell. */
public enum Life {
  /** Nothing was heard of it yet. */
  UNKNOWN("waiting"),
  /** Its trace comes in. */
  ALIVE("alive"),
  /** It does not answer the monitor; it may live. */
  UNREACHABLE("no answer"),
  /** It was killed. */
  KILLED("dead"),
  /** It stopped in good order. */
  STOPPED("stopped");

  private final String word;

  Life(String word) {
    this.word = word;
  }

  /** Returns true if its process has ended for certain; only a new boot makes it live again. */
  public boolean isOver() {
    return this == KILLED || this == STOPPED;
  }

  /** Returns the word that the monitor shows. */
  public String word() {
    return word;
  }
}
