package org.quorama.lab.cli.window;

import java.util.Optional;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.raft.log.Membership;

/** What the window's buttons do to real processes. Thread-safe. */
public final class LiveControls implements ClusterControls {
  private final Supplier<ClusterSession> session;
  private final Optional<LabControls> lab;

  /**
   * Makes some.
   *
   * @param session the cluster, which may be another later
   * @param isLab whether its nodes were started as a lab
   */
  public LiveControls(Supplier<ClusterSession> session, boolean isLab) {
    this.session = session;
    this.lab = isLab ? Optional.of(new LiveLab(session)) : Optional.empty();
  }

  @Override
  public void kill(NodeId node) {
    session.get().kill(node);
  }

  @Override
  public void restart(NodeId node) {
    session.get().restart(node);
  }

  @Override
  public void handOverTo(NodeId target) {
    Leaders.ask(session.get(), port -> port.transferLeadership(target));
  }

  @Override
  public void changeMembers(Membership.Change change) {
    Leaders.ask(session.get(), port -> port.changeMembership(change));
  }

  @Override
  public Optional<LabControls> lab() {
    return lab;
  }

  @Override
  public boolean hasEnded(NodeId node) {
    return session.get().hasEnded(node);
  }
}
