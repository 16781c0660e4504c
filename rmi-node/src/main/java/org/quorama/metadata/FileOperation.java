package org.quorama.metadata;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;

/** What a client may ask of the master. */
public sealed interface FileOperation extends Serializable {
  /** Changes the namespace: goes through the log. */
  sealed interface Mutation extends FileOperation {}

  /** Changes nothing: is answered after the leader is confirmed. */
  sealed interface Query extends FileOperation {}

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
   */
  record CreateFile(FilePath path) implements Mutation {}

  /**
   * Removes a file, or a directory that is empty.
   *
   * @param path what to remove, not the root
   */
  record Delete(FilePath path) implements Mutation {}

  /**
   * Moves a file or a directory with all below it; the target must not exist.
   *
   * @param from what to move
   * @param to its new path
   */
  record Rename(FilePath from, FilePath to) implements Mutation {}

  /**
   * Makes a length of a file known: all bytes before it are acknowledged by the chunkservers. Never
   * makes a file shorter.
   *
   * @param path the file
   * @param lengthBytes its length at least
   */
  record ExtendFile(FilePath path, long lengthBytes) implements Mutation {}

  /**
   * Asks for a chunk of a file to write to: allocates it if it is the next one, grants or renews
   * the lease of its primary. Answered with {@link OperationValue.WritableChunk}.
   *
   * @param path the file
   * @param chunkIndex which chunk, from 0
   * @param failed replicas that the client could not write to, to be left out
   */
  record OpenChunk(FilePath path, int chunkIndex, List<NodeId> failed) implements Mutation {
    /** Copies the list. */
    public OpenChunk {
      failed = List.copyOf(failed);
    }
  }

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
}
