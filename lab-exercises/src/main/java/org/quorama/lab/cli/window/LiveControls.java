package org.quorama.lab.cli.window;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.raft.log.Membership;

/** What the window's buttons do to real processes. Thread-safe. */
public final class LiveControls implements ClusterControls {
  private static final String NO_LEADER = "no node leads that could make way: wait for an election";

  private final Supplier<ClusterSession> session;
  private final Optional<LiveLab> lab;
  private volatile Consumer<NodeId> onAdded = node -> {};

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
  public void pause(NodeId node, boolean paused) {
    if (paused) {
      session.get().pause(node);
    } else {
      session.get().resume(node);
    }
  }

  /** In a lab whose time stands still its deadline is fired; else the leader makes way for it. */
  @Override
  public void elect(NodeId node) {
    boolean frozen = lab.map(own -> own.time(node).frozen()).orElse(false);
    if (!frozen && Leaders.current(session.get()).isPresent()) {
      handOverTo(node);
    } else {
      lab.orElseThrow(() -> new ClusterException(NO_LEADER)).fireAtOnce(node);
    }
  }

  /**
   * Sets who is told of a node that was added.
   *
   * @param told quick and thread-safe
   */
  public void setOnAdded(Consumer<NodeId> told) {
    onAdded = told;
  }

  @Override
  public void addNode(NodeId node) {
    session.get().add(node);
    onAdded.accept(node);
    changeMembers(new Membership.Change(Membership.Step.ADD_LEARNER, node));
  }

  @Override
  public void write(Action kind, String path, String text) {
    new ClusterFiles(session.get().client()).write(kind, path, text);
  }

  @Override
  public Optional<LabControls> lab() {
    return lab.map(own -> own);
  }

  @Override
  public boolean hasEnded(NodeId node) {
    return session.get().hasEnded(node);
  }
}
