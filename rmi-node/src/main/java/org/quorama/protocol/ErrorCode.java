package org.quorama.protocol;

/** Why an operation failed or is unknown. */
public enum ErrorCode {
  /** No error. */
  NONE,
  /** The path, or its parent, does not exist. */
  NOT_FOUND,
  /** The path exists already. */
  EXISTS,
  /** The path, or a part of it, is a file where a directory is needed. */
  NOT_A_DIRECTORY,
  /** The path is a directory where a file is needed. */
  IS_A_DIRECTORY,
  /** The directory is not empty. */
  NOT_EMPTY,
  /** The operation makes no sense for this path, such as moving a directory into itself. */
  INVALID,
  /** This node does not lead; the answer's hint says who may. */
  NOT_LEADER,
  /** Too much waits already; try again. */
  OVERLOADED,
  /** Too few living chunkservers. */
  NO_CHUNKSERVERS,
  /** The chunk is not here, or the version asked for is not the one here. */
  STALE_VERSION,
  /** This node holds no lease for the chunk. */
  NO_LEASE,
  /** The pushed data is gone: push it again. */
  DATA_NOT_FOUND,
  /** A replica could not be written; the region is inconsistent until a retry succeeds. */
  REPLICA_FAILED,
  /** The stored bytes do not have their checksum. */
  CORRUPT,
  /**
   * The client's session ended: it was silent for too long, or closed it. This request had no
   * effect now; whether it had when it was sent before is unknown.
   */
  SESSION_EXPIRED,
  /** The disk is full. */
  NO_SPACE,
  /** No answer in time, or the leader changed: it may or may not have happened. */
  INDETERMINATE,
  /** The chunk has too little room for the record and is padded: append to the next one. */
  CHUNK_FULL,
  /** The record is longer than a quarter of a chunk: it cannot be appended. */
  RECORD_TOO_LARGE,
  /** No replica of the chunk can be reached that is current and not corrupt. */
  NO_REPLICA,
  /** The master is in safe mode and changes nothing. */
  READ_ONLY,
  /** The client has too many open streams. */
  TOO_MANY_STREAMS,
  /**
   * A name has more bytes, or a path more names, than it may, perhaps that of what lies deepest
   * below a directory.
   */
  PATH_TOO_LONG,
  /** There are as many files and directories as there may be, deleted ones included. */
  NAMESPACE_FULL
}
