package org.quorama.monitor.model.spacetime;

import java.util.List;
import java.util.Map;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;

/**
 * A stretch of the trace as lanes, marks, arrows and bands. Immutable.
 *
 * @param lanes the nodes, in the order of their ids
 * @param marks what happened on the lanes, in the order of time
 * @param arrows the messages, in the order of their sending
 * @param bands what lasted
 * @param from where it begins
 * @param to where it ends
 * @param hidden how many messages are left out because they are routine
 */
public record SpaceTime(
    List<NodeId> lanes,
    List<Mark> marks,
    List<Arrow> arrows,
    List<Band> bands,
    At from,
    At to,
    int hidden) {
  /** Nothing happened. */
  public static final SpaceTime EMPTY =
      new SpaceTime(List.of(), List.of(), List.of(), List.of(), new At(0, 0), new At(0, 0), 0);

  /** Copies the lists. */
  public SpaceTime {
    lanes = List.copyOf(lanes);
    marks = List.copyOf(marks);
    arrows = List.copyOf(arrows);
    bands = List.copyOf(bands);
  }

  /**
   * Returns the diagram of a stretch of the trace.
   *
   * @param before the cluster before the first event
   * @param position how many events precede the first
   * @param events in any order
   * @param routine true to show heartbeats, reports and their answers too
   */
  public static SpaceTime of(
      ClusterModel before, long position, List<TraceEvent> events, boolean routine) {
    return of(before, position, events, routine, Map.of());
  }

  /**
   * Returns the diagram of a stretch of the trace in which rules were broken.
   *
   * @param before the cluster before the first event
   * @param position how many events precede the first
   * @param events in any order
   * @param routine true to show heartbeats, reports and their answers too
   * @param broken the rules that were broken, by how many events precede the one that shows it
   */
  public static SpaceTime of(
      ClusterModel before,
      long position,
      List<TraceEvent> events,
      boolean routine,
      Map<Long, String> broken) {
    return new SpaceTimeFold(before, routine, broken).run(position, events);
  }
}
