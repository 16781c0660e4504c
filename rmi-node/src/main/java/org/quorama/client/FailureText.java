package org.quorama.client;

import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;

/** Says in one line what failed, and what to do. */
final class FailureText {
  private FailureText() {}

  /** Returns the sentence for an operation that failed. */
  static String of(FileOperation operation, ErrorCode code) {
    FilePath path = pathOf(operation);
    return switch (code) {
      case NOT_FOUND -> notFound(operation, path);
      case EXISTS -> target(operation, path) + " exists already: remove it or take another name";
      case NOT_A_DIRECTORY -> path + ": not a directory, or a part of it is a file";
      case IS_A_DIRECTORY -> path + " is a directory: name a file";
      case NOT_EMPTY -> path + " is not empty: remove what is in it first";
      case INVALID -> invalid(operation, path);
      case STALE_VERSION ->
          path + ": the attribute has another version by now: read it again, then decide";
      case NO_CHUNKSERVERS ->
          path + ": too few nodes can store a chunk now: see 'quorama status', restart some";
      case SESSION_EXPIRED -> "The client was silent for too long: try again";
      case NO_SPACE -> path + ": the disks of the nodes are full: remove files or make room";
      case INDETERMINATE ->
          path + ": nobody knows whether it happened: look with 'quorama stat', then try again";
      case RECORD_TOO_LARGE -> path + ": the record is longer than a quarter of a chunk: split it";
      case NO_REPLICA ->
          path + ": no replica can be read: restart the nodes that hold it, see 'quorama fsck'";
      case REPLICA_FAILED ->
          path + ": a replica could not be written: see 'quorama status', then try again";
      case CORRUPT -> path + ": stored bytes are damaged: see 'quorama fsck'";
      case READ_ONLY ->
          path
              + ": the cluster starts and is in safe mode: wait, or leave it with"
              + " 'quorama safemode leave'";
      case TOO_MANY_STREAMS -> path + ": too many streams are open: close some first";
      case NAMESPACE_FULL ->
          path
              + ": the cluster holds as many files and directories as it may: remove some and wait"
              + " for 'deletion.delay', or raise 'namespace.entries' and the heap of every node";
      case PATH_TOO_LONG -> tooLong(operation, path);
      default -> path + ": failed with " + code + ": try again";
    };
  }

  /** Says which path would be too long: a path that is so itself, nobody can send. */
  private static String tooLong(FileOperation operation, FilePath path) {
    String limit = "a path has at most %d names".formatted(FilePath.MAX_DEPTH);
    return operation instanceof FileOperation.DeleteTree
        ? path
            + ": what is deepest below it has too long a path to be kept for 'quorama undelete', "
            + limit
            + ": remove what is deepest first"
        : target(operation, path)
            + ": what is deepest below it would have too long a path, "
            + limit
            + ": take a target that is less deep, or move what is deepest first";
  }

  private static String invalid(FileOperation operation, FilePath path) {
    if (operation instanceof FileOperation.Truncate truncate) {
      return path
          + ": it cannot be cut off at %d bytes, as it is shorter (or deleted): "
              .formatted(truncate.lengthBytes())
          + "to make a file longer, write at its end";
    }
    return operation instanceof FileOperation.SetAttribute
        ? path
            + ": an attribute has a name of 1 to 255 bytes in UTF-8 and at most 64 KiB, a path at"
            + " most 64"
        : path + ": this makes no sense here, such as a directory moved into itself";
  }

  private static String notFound(FileOperation operation, FilePath path) {
    boolean makes =
        operation instanceof FileOperation.CreateFile
            || operation instanceof FileOperation.CreateWritten
            || operation instanceof FileOperation.MakeDirectory;
    if (operation instanceof FileOperation.GetAttribute get) {
      return path + " does not exist or has no attribute '" + get.name() + "'";
    }
    if (operation instanceof FileOperation.Undelete) {
      return path + ": nothing deleted has this name any more: see 'quorama undelete --list'";
    }
    if (operation instanceof FileOperation.ExtendFile extend && extend.chunk() != null) {
      return path + " is gone, or another file has its name now: see 'quorama ls'";
    }
    return makes
        ? path + ": its directory does not exist: make it first with 'quorama mkdir'"
        : path + " does not exist: see 'quorama ls'";
  }

  private static FilePath target(FileOperation operation, FilePath path) {
    if (operation instanceof FileOperation.Snapshot snapshot) {
      return snapshot.to();
    } else if (operation instanceof FileOperation.Replace replace) {
      return replace.to();
    }
    return operation instanceof FileOperation.Rename rename ? rename.to() : path;
  }

  /** Returns what an operation is about; the root if it is about no path. */
  private static FilePath pathOf(FileOperation operation) {
    if (operation instanceof FileOperation.Mutation mutation) {
      return pathOfMutation(mutation);
    } else if (operation instanceof FileOperation.Stat it) {
      return it.path();
    } else if (operation instanceof FileOperation.ListDirectory it) {
      return it.path();
    } else if (operation instanceof FileOperation.GetAttribute it) {
      return it.path();
    } else if (operation instanceof FileOperation.Locate it) {
      return it.path();
    } else if (operation instanceof FileOperation.CheckFiles it) {
      return it.path();
    }
    return FilePath.ROOT;
  }

  private static FilePath pathOfMutation(FileOperation.Mutation operation) {
    if (operation instanceof FileOperation.MakeDirectory it) {
      return it.path();
    } else if (operation instanceof FileOperation.CreateFile it) {
      return it.path();
    } else if (operation instanceof FileOperation.OfReserved it) {
      return it.path();
    } else if (operation instanceof FileOperation.Delete it) {
      return it.path();
    } else if (operation instanceof FileOperation.DeleteTree it) {
      return it.path();
    } else if (operation instanceof FileOperation.Undelete it) {
      return it.path();
    } else if (operation instanceof FileOperation.Rename it) {
      return it.from();
    } else if (operation instanceof FileOperation.Snapshot it) {
      return it.from();
    } else if (operation instanceof FileOperation.SetAttribute it) {
      return it.path();
    }
    return pathOfWrite(operation);
  }

  private static FilePath pathOfWrite(FileOperation.Mutation operation) {
    if (operation instanceof FileOperation.Replace it) {
      return it.from();
    } else if (operation instanceof FileOperation.OpenChunk it) {
      return it.path();
    } else if (operation instanceof FileOperation.ExtendFile it) {
      return it.path();
    } else if (operation instanceof FileOperation.Truncate it) {
      return it.path();
    }
    return FilePath.ROOT;
  }
}
