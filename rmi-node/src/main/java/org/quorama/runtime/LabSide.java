package org.quorama.runtime;

import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.lab.LabHost;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.TraceDetail;

/** The side of a node's host that a lab sees. Confined to the node's event loop. */
final class LabSide implements LabHost {
  private final NodeIdentity identity;
  private final NodeHost host;

  LabSide(NodeIdentity identity, NodeHost host) {
    this.identity = identity;
    this.host = host;
  }

  @Override
  public NodeId node() {
    return identity.node();
  }

  @Override
  public long incarnation() {
    return identity.incarnation();
  }

  @Override
  public long nextSeq() {
    return host.desk().nextSeq();
  }

  @Override
  public void record(TraceDetail detail) {
    host.desk().record(detail);
  }

  @Override
  public MonotonicTime deadline(Timer timer) {
    return host.core().nextWakeup(timer);
  }

  @Override
  public void letTimePass(Timer timer) {
    host.step(NodeInput.timePassed(timer));
  }

  @Override
  public int underWay() {
    return host.underWay();
  }

  @Override
  public void wake() {
    host.wake();
  }

  @Override
  public void pause(boolean paused) {
    host.pause(paused);
  }
}
