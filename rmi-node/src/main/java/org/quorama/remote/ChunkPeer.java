package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.chunk.ChunkMessage;

/**
 * The remote procedure calls of a chunkserver and, for reports, of a master [GFS §3.1]. Bytes of
 * files, and the orders that put them into place, go another way: {@link
 * org.quorama.remote.stream.StreamService}.
 */
interface ChunkPeer extends Remote {
  /**
   * Invoked by masters to make a version durable and to give a lease.
   *
   * @param grant what, and who grants
   * @throws RemoteException if no answer came: the version may be durable or not
   */
  Stamped<ChunkMessage.GrantReply> grant(Stamped<ChunkMessage.Grant> grant) throws RemoteException;

  /**
   * Invoked by masters to take a lease back; returns when all that was ordered is finished.
   *
   * @param stamp who revokes
   * @param revoke which lease
   * @throws RemoteException if no answer came: the lease may be given up or not
   */
  Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke revoke)
      throws RemoteException;

  /**
   * Invoked by masters to have a replica copied on the same disk; may be repeated.
   *
   * @param stamp who wants it
   * @param order of which chunk
   * @throws RemoteException if no answer came: the copy may be durable some time
   */
  Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order)
      throws RemoteException;

  /**
   * Invoked by masters to have a replica pulled from another node; may be repeated.
   *
   * @param stamp who wants it
   * @param order of which chunk, from whom
   * @throws RemoteException if no answer came: the replica may be durable some time
   */
  Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order)
      throws RemoteException;

  /**
   * Invoked by chunkservers to tell the master what they hold, and to hear what it wants.
   *
   * @param stamp who reports
   * @param report what is held
   * @throws RemoteException if no answer came: the report may be lost
   */
  Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report)
      throws RemoteException;
}
