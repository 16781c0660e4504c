package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.Membership;

/** The remote procedure calls of administrators, served by the leader. */
interface NodeControl extends Remote {
  /**
   * Changes who belongs to the cluster, by one node [Dissertation §4.1].
   *
   * @param change what to change
   * @throws RemoteException if no answer came: it may have happened or not
   */
  AdminReply changeMembership(Membership.Change change) throws RemoteException;

  /**
   * Hands leadership over [Dissertation §3.10].
   *
   * @param target to whom
   * @throws RemoteException if no answer came: it may have happened or not
   */
  AdminReply transferLeadership(NodeId target) throws RemoteException;
}
