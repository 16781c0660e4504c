package org.quorama.remote;

import java.io.Serializable;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.Membership;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.TraceBatch;

/** The remote procedure calls that observe a node, and steer it. */
interface NodeService extends Remote {
  /**
   * Returns what the node says of itself.
   *
   * @throws RemoteException if no answer came
   */
  NodeStatus status() throws RemoteException;

  /**
   * Returns the port of the node's streams, on the same host.
   *
   * @throws RemoteException if no answer came
   */
  int streamPort() throws RemoteException;

  /**
   * Does to the node what a lab wants.
   *
   * @param order what
   * @throws RemoteException if no answer came: it may have been done or not
   */
  LabReply lab(LabOrder order) throws RemoteException;

  /**
   * What became of a lab's order. Immutable.
   *
   * @param view what is so afterwards, null if it was refused
   * @param refusal why it was refused, empty if it was done
   */
  record LabReply(@Nullable LabView view, String refusal) implements Serializable {}

  /**
   * Changes who belongs to the cluster, if the node leads.
   *
   * @param change the step
   * @throws RemoteException if no answer came: it may have happened or not
   */
  NodePort.ControlReply changeMembership(Membership.Change change) throws RemoteException;

  /**
   * Hands the leadership on, if the node leads.
   *
   * @param target who is to lead
   * @throws RemoteException if no answer came: it may have happened or not
   */
  NodePort.ControlReply transferLeadership(NodeId target) throws RemoteException;

  /**
   * Waits for trace events.
   *
   * @param fromSeq the first wanted
   * @param max the most wanted, 1 to 10,000
   * @param wait how long to wait for the first, at most 10 s
   * @throws RemoteException if no answer came
   */
  TraceBatch pollTrace(long fromSeq, int max, Duration wait) throws RemoteException;
}
