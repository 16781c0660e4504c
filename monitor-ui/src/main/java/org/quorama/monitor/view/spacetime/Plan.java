package org.quorama.monitor.view.spacetime;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.spacetime.At;
import org.quorama.monitor.model.spacetime.Band;
import org.quorama.monitor.model.spacetime.SpaceTime;
import org.quorama.monitor.viewmodel.spacetime.Axis;

/**
 * Where things are on the canvas. Immutable but for the axis.
 *
 * @param lanes the nodes
 * @param faults the rows above the lanes
 * @param axis the way across
 * @param width of the canvas
 * @param height of the canvas
 */
record Plan(List<NodeId> lanes, List<Band.Kind> faults, Axis axis, double width, double height) {
  static final double LEFT = 108;
  static final double RULER = 20;
  static final double FAULT = 20;
  static final double BOTTOM = 10;

  static Plan of(SpaceTime diagram, Axis axis, double width, double height) {
    List<Band.Kind> faults =
        diagram.bands().stream()
            .filter(band -> band.node() == null)
            .map(Band::kind)
            .distinct()
            .sorted()
            .toList();
    return new Plan(diagram.lanes(), faults, axis, width, height);
  }

  double x(At at) {
    return LEFT + axis.x(at);
  }

  double y(NodeId node) {
    int lane = Math.max(0, lanes.indexOf(node));
    double top = fault(faults.size());
    double step = (height - top - BOTTOM) / Math.max(1, lanes.size());
    return top + step * (lane + 0.5);
  }

  /** Where the row of a kind of fault begins. */
  double fault(Band.Kind kind) {
    return fault(faults.indexOf(kind));
  }

  private static double fault(int row) {
    return RULER + Math.max(0, row) * FAULT;
  }

  boolean isSeen(double from, double to) {
    return to >= LEFT && from <= width;
  }
}
