package org.quorama.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.raft.log.Membership;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;

/**
 * Notes what a person wants done, and does nothing; a test that wants it otherwise overrides what
 * it is about. Thread-safe.
 */
public class RecordedOrders implements ClusterControls, LabControls {
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  /** Returns what was wanted, first things first. */
  public final BlockingQueue<String> done() {
    return done;
  }

  @Override
  public void kill(NodeId node) {
    done.add("kill " + node);
  }

  @Override
  public void restart(NodeId node) {
    done.add("restart " + node);
  }

  @Override
  public void handOverTo(NodeId target) {
    done.add("lead " + target);
  }

  @Override
  public void elect(NodeId node) {
    done.add("elect " + node);
  }

  @Override
  public void changeMembers(Membership.Change change) {
    done.add(change.step() + " " + change.node());
  }

  @Override
  public void addNode(NodeId node) {
    done.add("add " + node);
  }

  @Override
  public void write(Action kind, String path, String text) {
    done.add(kind + " " + path + " " + text);
  }

  @Override
  public Optional<LabControls> lab() {
    return Optional.of(this);
  }

  @Override
  public void pace(int dilation, boolean frozen) {
    done.add("pace " + dilation + (frozen ? " frozen" : ""));
  }

  @Override
  public void fire(NodeId node) {
    done.add("fire " + node);
  }

  @Override
  public void release(Lab.Held message, Release release) {
    done.add(release.name());
  }

  @Override
  public void links(List<LinkRule> rules) {
    done.add("links " + rules.stream().map(rule -> rule.from() + ">" + rule.to()).toList());
  }

  @Override
  public void pause(NodeId node, boolean paused) {
    done.add((paused ? "pause " : "resume ") + node);
  }

  @Override
  public void disk(NodeId node, DiskCondition condition) {
    done.add("disk " + node + " " + condition);
  }

  @Override
  public void clock(NodeId node, double rate) {
    done.add("clock " + node + " " + rate);
  }

  @Override
  public void jump(NodeId node, double rate, Duration by) {
    done.add("jump " + node + " " + by);
  }
}
