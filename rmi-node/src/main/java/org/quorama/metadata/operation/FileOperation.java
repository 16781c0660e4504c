package org.quorama.metadata.operation;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;

/** What a client may ask of the master. */
public sealed interface FileOperation extends Serializable {
  /** Changes the namespace: goes through the log. */
  sealed interface Mutation extends FileOperation {}

  /**
   * Has a file consist of one chunk, which the session of the request reserved and all replicas of
   * which were written. Fails with STALE_VERSION if the chunk is not reserved any more.
   */
  sealed interface OfReserved extends Mutation {
    /** Returns the file. */
    FilePath path();

    /** Returns the chunk. */
    ChunkId chunk();

    /** Returns its length, at least 1 and at most that of a chunk. */
    long lengthBytes();
  }

  /** Changes nothing: is answered after the leader is confirmed. */
  sealed interface Query extends FileOperation {}

  /** Opens, keeps or ends the session of a client. */
  sealed interface SessionControl extends FileOperation {}

  /**
   * Opens a session, in which mutations take effect at most once. Answered with {@link
   * OperationValue.SessionOpened}.
   */
  record OpenSession() implements SessionControl {}

  /** Shows that the client of the request's session lives. Any other request does as well. */
  record KeepAlive() implements SessionControl {}

  /** Ends the session of the request; nothing may be sent in it any more. */
  record CloseSession() implements SessionControl {}

  /**
   * Makes a directory; its parent must be one.
   *
   * @param path the new directory
   */
  record MakeDirectory(FilePath path) implements Mutation {}

  /**
   * Makes an empty file.
   *
   * @param path the new file
   * @param sync when what is written to it is forced to disks
   */
  record CreateFile(FilePath path, SyncMode sync) implements Mutation {
    /**
     * Makes an empty file of which every acknowledged write is forced.
     *
     * @param path the new file
     */
    public CreateFile(FilePath path) {
      this(path, SyncMode.ALWAYS);
    }
  }

  /**
   * Reserves chunks for small files of the request's session, many in one entry of the log.
   * Answered with {@link OperationValue.ReservedChunks}. Nobody has a lease of them: each takes one
   * {@link org.quorama.chunk.Mutation.FirstWrite}, which counts once {@link CreateWritten} or
   * {@link FillFile} has taken effect, and not before. What is not used goes with the session.
   *
   * @param count how many, at least 1; the master may reserve fewer
   * @param givenUp reserved before and of no use any more: their replicas are collected
   */
  record ReserveChunks(int count, List<ChunkId> givenUp) implements Mutation {
    /** Copies the list. */
    public ReserveChunks {
      givenUp = List.copyOf(givenUp);
    }
  }

  /**
   * Makes a file of a chunk, in one entry of the log: nobody ever sees the file without its bytes.
   *
   * @param path the new file
   * @param sync when what is written to it later is forced to disks
   * @param chunk the chunk
   * @param lengthBytes its length, at least 1 and at most that of a chunk
   */
  record CreateWritten(FilePath path, SyncMode sync, ChunkId chunk, long lengthBytes)
      implements OfReserved {}

  /**
   * Gives an empty file its bytes, and the time of that, in one entry of the log. Fails with EXISTS
   * if it is not empty, or has a chunk already.
   *
   * @param path the file
   * @param lengthBytes its length, at least 1 and at most that of a chunk
   * @param chunk the chunk
   * @param modifiedMillis when that was, in milliseconds since 1970, for the attribute {@link
   *     OperationValue.Attributes#MODIFIED}; null if it stays as it is
   */
  record FillFile(FilePath path, long lengthBytes, ChunkId chunk, @Nullable Long modifiedMillis)
      implements OfReserved {}

  /**
   * Removes a file, or a directory that is empty. A file can be had back with {@link Undelete}
   * until the delay of deletions is over.
   *
   * @param path what to remove, not the root
   */
  record Delete(FilePath path) implements Mutation {}

  /**
   * Removes a file, or a directory with all below it, as a whole. It can be had back like a file.
   *
   * @param path what to remove, not the root
   */
  record DeleteTree(FilePath path) implements Mutation {}

  /**
   * Brings back what was deleted under a path last. Its parent must exist, its name must be free.
   *
   * @param path where it was, or its hidden path, as {@link ListDeleted} tells it
   */
  record Undelete(FilePath path) implements Mutation {}

  /**
   * Copies a file, or a directory with all below it, as it is at one moment [GFS §3.4]: the bytes
   * are shared until one of both is written.
   *
   * @param from what to copy
   * @param to the path of the copy; must not exist
   */
  record Snapshot(FilePath from, FilePath to) implements Mutation {}

  /**
   * Cuts a file off: what is behind its new length is gone for good. A file does not become longer
   * by it, since it has no holes: that fails with INVALID.
   *
   * @param path the file
   * @param lengthBytes its length from now on, from 0 to the present one
   */
  record Truncate(FilePath path, long lengthBytes) implements Mutation {}

  /**
   * Moves a file or a directory with all below it; the target must not exist.
   *
   * @param from what to move
   * @param to its new path
   */
  record Rename(FilePath from, FilePath to) implements Mutation {}

  /**
   * Moves a file to where another file may be, in one step: whoever looks finds one or the other.
   * The file that was there can be undeleted.
   *
   * @param from what to move
   * @param to its new path; no directory
   */
  record Replace(FilePath from, FilePath to) implements Mutation {}

  /**
   * Makes a length of a file known: all bytes before it are acknowledged by the chunkservers. Never
   * makes a file shorter.
   *
   * @param path the file
   * @param lengthBytes its length at least
   * @param chunk which chunk that length ends in: if the file has another there, it is not the one
   *     that was written, and stays as it is; null if that does not matter
   */
  record ExtendFile(FilePath path, long lengthBytes, @Nullable ChunkId chunk) implements Mutation {
    /**
     * Makes a length known of whatever file has the path.
     *
     * @param path the file
     * @param lengthBytes its length at least
     */
    public ExtendFile(FilePath path, long lengthBytes) {
      this(path, lengthBytes, null);
    }
  }

  /**
   * Sets an attribute of a file or directory: a versioned register. Answered with {@link
   * OperationValue.Attribute} with the new version.
   *
   * @param path whose
   * @param name its name, not empty
   * @param value its new value
   * @param ifVersion the version that it must have, 0 if it must not exist, {@link #ANY_VERSION} if
   *     it does not matter; another one fails with STALE_VERSION
   */
  record SetAttribute(FilePath path, String name, Bytes value, long ifVersion) implements Mutation {
    /**
     * Says when a file or directory was changed.
     *
     * @param path whose
     * @param millis when, in milliseconds since 1970
     */
    public static SetAttribute ofModified(FilePath path, long millis) {
      byte[] time = new byte[Long.BYTES];
      for (int i = 0; i < time.length; i++) {
        time[i] = (byte) (millis >>> (Byte.SIZE * (time.length - 1 - i)));
      }
      return new SetAttribute(
          path, OperationValue.Attributes.MODIFIED, Bytes.wrap(time), ANY_VERSION);
    }
  }

  /** Matches every version of an attribute, and none. */
  long ANY_VERSION = -1;

  /**
   * Asks for an attribute. Answered with {@link OperationValue.Attribute}.
   *
   * @param path whose
   * @param name its name
   */
  record GetAttribute(FilePath path, String name) implements Query {}

  /**
   * Asks for a chunk of a file to write to: allocates it if it is the next one, grants or renews
   * the lease of its primary. Answered with {@link OperationValue.WritableChunk}. All writers of a
   * chunk are told of one lease, until one of them says that it is of no use.
   *
   * @param path the file
   * @param chunkIndex which chunk, from 0
   * @param failed replicas that the client could not write to, to be left out
   * @param unusable the version under which the client could not write, which asks for a later one;
   *     null if it was told of none
   */
  record OpenChunk(
      FilePath path, int chunkIndex, List<NodeId> failed, @Nullable ChunkVersion unusable)
      implements Mutation {
    /** Copies the list. */
    public OpenChunk {
      failed = List.copyOf(failed);
    }

    /**
     * Asks for a chunk of which the client knows no version.
     *
     * @param path the file
     * @param chunkIndex which chunk, from 0
     * @param failed replicas that the client could not write to, to be left out
     */
    public OpenChunk(FilePath path, int chunkIndex, List<NodeId> failed) {
      this(path, chunkIndex, failed, null);
    }
  }

  /**
   * Agrees on the length of a file whose writer may be gone: gives the last chunk a new version,
   * under which nothing of an older writer counts, and makes known what all its replicas hold. What
   * only some hold was never acknowledged and is cut off. Answered with {@link
   * OperationValue.Attributes}.
   *
   * @param path the file
   */
  record RecoverLength(FilePath path) implements Mutation {}

  /**
   * Takes a chunkserver out of service: its replicas are copied to others, and when none needs it
   * any more it is {@link ServerState#DRAINED} and may be switched off.
   *
   * @param node which
   */
  record Decommission(NodeId node) implements Mutation {}

  /**
   * Takes a chunkserver back into service, also in the middle of its draining.
   *
   * @param node which
   */
  record Recommission(NodeId node) implements Mutation {}

  /**
   * Asks for the safe mode of the leader, or changes it: while it lasts nothing is copied, trimmed,
   * collected or balanced. Not in the log: every new leader begins in it. Answered with {@link
   * OperationValue.SafeModeState}.
   *
   * @param action what to do
   */
  record SafeMode(Action action) implements Query {
    /** What to do with the safe mode. */
    public enum Action {
      /** Enter it, and stay until told to leave; mutations are refused as read-only. */
      ENTER,
      /** Leave it now. */
      LEAVE,
      /** Change nothing. */
      QUERY
    }
  }

  /** Asks how much room each chunkserver has. Answered with {@link OperationValue.Space}. */
  record DiskFree() implements Query {}

  /**
   * Asks for the health of the chunks of a file, or of all files below a directory, by chunk id.
   * Answered with {@link OperationValue.ChunkHealthList}. Below the root is, too, what was deleted
   * and can be brought back, under its hidden path. A chunk that a session has reserved is of no
   * file yet, and not told of.
   *
   * @param path the file or directory
   * @param after only chunks with greater ids; null for all
   * @param limit the most chunks to tell of, at least 1
   */
  record CheckFiles(FilePath path, @Nullable ChunkId after, int limit) implements Query {}

  /**
   * Asks what a path is. Answered with {@link OperationValue.Attributes}.
   *
   * @param path the file or directory
   */
  record Stat(FilePath path) implements Query {}

  /**
   * Lists a directory by name. Answered with {@link OperationValue.Listing}.
   *
   * @param path the directory
   */
  record ListDirectory(FilePath path) implements Query {}

  /**
   * Asks where the chunks of a file are. Answered with {@link OperationValue.Locations}.
   *
   * @param path the file
   */
  record Locate(FilePath path) implements Query {}

  /** Lists what can be undeleted, oldest first. Answered with {@link OperationValue.Deleted}. */
  record ListDeleted() implements Query {}
}
