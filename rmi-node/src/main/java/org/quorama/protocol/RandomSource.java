package org.quorama.protocol;

/** Gives a core its chance, so that a run is its seed and its inputs. */
@FunctionalInterface
public interface RandomSource {
  /**
   * Returns a number drawn evenly from zero to the bound.
   *
   * @param bound exclusive, at least 1
   */
  long nextLong(long bound);
}
