package org.quorama.monitor.viewmodel.spacetime;

import java.util.List;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.trace.TraceEvent;

/** The past of the window's own time line. */
final class TimePast implements Past {
  private final TimeLine time;

  TimePast(TimeLine time) {
    this.time = time;
  }

  @Override
  public Object source() {
    return time.history();
  }

  @Override
  public long first() {
    return time.history().first();
  }

  @Override
  public long size() {
    return time.history().size();
  }

  @Override
  public long position() {
    return time.positionProperty().get();
  }

  @Override
  public boolean isFollowing() {
    return time.followingProperty().get();
  }

  @Override
  public ClusterModel at(long position) {
    return time.history().at(position);
  }

  @Override
  public List<TraceEvent> events(long from, long to) {
    return time.history().events(from, to);
  }

  @Override
  public void jumpTo(long position) {
    time.jumpTo(position);
  }
}
