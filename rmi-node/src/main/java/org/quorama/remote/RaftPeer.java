package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftMessage.TimeoutNow;
import org.quorama.raft.RaftMessage.TimeoutNowReply;

/**
 * The remote procedure calls of Raft: the two of [Raft Fig. 2], that of [Raft Fig. 13], and those
 * of pre-vote and leadership transfer. Each says with a stamp who calls.
 */
interface RaftPeer extends Remote {
  /**
   * Invoked by candidates to gather votes.
   *
   * @param request the question
   * @throws RemoteException if no answer came: the vote may have been given or not
   */
  Stamped<RequestVoteReply> requestVote(Stamped<RequestVote> request) throws RemoteException;

  /**
   * Invoked by leader to replicate log entries; also used as heartbeat.
   *
   * @param request the entries
   * @throws RemoteException if no answer came: the entries may have been stored or not
   */
  Stamped<AppendEntriesReply> appendEntries(Stamped<AppendEntries> request) throws RemoteException;

  /**
   * Invoked by leader to send chunks of a snapshot to a follower.
   *
   * @param request the chunk
   * @throws RemoteException if no answer came: the chunk may have been stored or not
   */
  Stamped<InstallSnapshotReply> installSnapshot(Stamped<InstallSnapshot> request)
      throws RemoteException;

  /**
   * Invoked by a follower that hears no leader, to learn whether it could win an election
   * [Dissertation §9.6].
   *
   * @param request the question
   * @throws RemoteException if no answer came; nothing depends on it
   */
  Stamped<PreVoteReply> preVote(Stamped<PreVote> request) throws RemoteException;

  /**
   * Invoked by leader to have a follower take over [Dissertation §3.10].
   *
   * @param request the wish
   * @throws RemoteException if no answer came: it may campaign or not
   */
  Stamped<TimeoutNowReply> timeoutNow(Stamped<TimeoutNow> request) throws RemoteException;
}
