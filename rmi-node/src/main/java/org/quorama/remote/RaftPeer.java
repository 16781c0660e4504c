package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;

/** The two remote procedure calls of [Raft Fig. 2]. */
interface RaftPeer extends Remote {
  /**
   * Invoked by candidates to gather votes.
   *
   * @param stamp who asks
   * @param request the question
   * @throws RemoteException if no answer came: the vote may have been given or not
   */
  Stamped<RequestVoteReply> requestVote(Stamp stamp, RequestVote request) throws RemoteException;

  /**
   * Invoked by leader to replicate log entries; also used as heartbeat.
   *
   * @param stamp who sends
   * @param request the entries
   * @throws RemoteException if no answer came: the entries may have been stored or not
   */
  Stamped<AppendEntriesReply> appendEntries(Stamp stamp, AppendEntries request)
      throws RemoteException;
}
