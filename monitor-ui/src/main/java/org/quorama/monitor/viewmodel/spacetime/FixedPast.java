package org.quorama.monitor.viewmodel.spacetime;

import java.util.List;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;

/** A past that is whole from the beginning. */
final class FixedPast implements Past {
  private final List<TraceEvent> events;
  private long position;

  FixedPast(List<TraceEvent> events) {
    this.events = events;
    this.position = events.size();
  }

  @Override
  public Object source() {
    return events;
  }

  @Override
  public long first() {
    return 0;
  }

  @Override
  public long size() {
    return events.size();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public boolean isFollowing() {
    return position == events.size();
  }

  @Override
  public ClusterModel at(long wanted) {
    return ClusterModel.of(List.of()).fold(events.subList(0, (int) wanted));
  }

  @Override
  public List<TraceEvent> events(long from, long to) {
    return events.subList((int) from, (int) to);
  }

  @Override
  public void jumpTo(long wanted) {
    position = Math.max(0, Math.min(events.size(), wanted));
  }
}
