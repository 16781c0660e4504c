package org.quorama.protocol;

/** The only three things that can become of a call. */
public enum Outcome {
  /** It happened. */
  OK,
  /** It certainly did not happen. */
  FAIL,
  /** It may or may not have happened. */
  UNKNOWN
}
