package org.quorama.monitor.model.spacetime;

/**
 * A point on the axis of a diagram, in time and in order. Immutable.
 *
 * @param nanos when, on the clock of the trace
 * @param step how many marks and ends of arrows are before it
 */
public record At(long nanos, int step) {}
