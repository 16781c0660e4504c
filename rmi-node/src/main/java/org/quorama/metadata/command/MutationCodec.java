package org.quorama.metadata.command;

import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.MetadataCommand.Perform;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;

/** The binary form of clients' mutations: a kind byte, the request, the fields. */
final class MutationCodec {
  private static final int MAKE_DIRECTORY = 1;
  private static final int CREATE_FILE = 2;
  private static final int DELETE = 3;
  private static final int RENAME = 4;
  private static final int EXTEND_FILE = 5;
  private static final int SET_ATTRIBUTE = 6;
  private static final int DELETE_TREE = 7;
  private static final int UNDELETE = 8;
  private static final int SNAPSHOT = 9;
  private static final int TRUNCATE = 10;
  private static final int RESERVE_CHUNKS = 11;
  private static final int CREATE_WRITTEN = 12;
  private static final int REPLACE = 13;
  private static final int FILL_FILE = 14;
  private static final int DECOMMISSION = 48;
  private static final int RECOMMISSION = 49;
  private static final long NO_CHUNK = 0;
  private static final long NO_TIME = Long.MIN_VALUE;

  private MutationCodec() {}

  static void write(CommandWriter to, Perform perform) {
    FileOperation.Mutation mutation = perform.mutation();
    if (mutation instanceof FileOperation.MakeDirectory make) {
      writeHead(to, MAKE_DIRECTORY, perform, make.path());
    } else if (mutation instanceof FileOperation.CreateFile create) {
      writeHead(to, CREATE_FILE, perform, create.path());
      to.writeSync(create.sync());
    } else if (mutation instanceof FileOperation.Delete delete) {
      writeHead(to, DELETE, perform, delete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      writeHead(to, RENAME, perform, rename.from());
      to.writePath(rename.to());
    } else if (mutation instanceof FileOperation.ExtendFile extend) {
      writeHead(to, EXTEND_FILE, perform, extend.path());
      to.writeLong(extend.lengthBytes());
      ChunkId chunk = extend.chunk();
      to.writeLong(chunk == null ? NO_CHUNK : chunk.value());
    } else if (mutation instanceof FileOperation.SetAttribute set) {
      writeHead(to, SET_ATTRIBUTE, perform, set.path());
      to.writeText(set.name());
      to.writeBytes(set.value());
      to.writeLong(set.ifVersion());
    } else if (mutation instanceof FileOperation.CreateWritten create) {
      writeHead(to, CREATE_WRITTEN, perform, create.path());
      to.writeSync(create.sync());
      to.writeLong(create.chunk().value());
      to.writeLong(create.lengthBytes());
    } else if (mutation instanceof FileOperation.FillFile fill) {
      writeHead(to, FILL_FILE, perform, fill.path());
      to.writeLong(fill.lengthBytes());
      to.writeLong(fill.chunk().value());
      Long modified = fill.modifiedMillis();
      to.writeLong(modified == null ? NO_TIME : modified);
    } else if (mutation instanceof FileOperation.Decommission drain) {
      writeHead(to, DECOMMISSION, perform);
      to.writeText(drain.node().value());
    } else if (mutation instanceof FileOperation.Recommission back) {
      writeHead(to, RECOMMISSION, perform);
      to.writeText(back.node().value());
    } else {
      writeRarer(to, perform);
    }
  }

  private static void writeRarer(CommandWriter to, Perform perform) {
    FileOperation.Mutation mutation = perform.mutation();
    if (mutation instanceof FileOperation.Replace replace) {
      writeHead(to, REPLACE, perform, replace.from());
      to.writePath(replace.to());
    } else if (mutation instanceof FileOperation.DeleteTree delete) {
      writeHead(to, DELETE_TREE, perform, delete.path());
    } else if (mutation instanceof FileOperation.Undelete undelete) {
      writeHead(to, UNDELETE, perform, undelete.path());
    } else if (mutation instanceof FileOperation.Snapshot snapshot) {
      writeHead(to, SNAPSHOT, perform, snapshot.from());
      to.writePath(snapshot.to());
    } else if (mutation instanceof FileOperation.Truncate truncate) {
      writeHead(to, TRUNCATE, perform, truncate.path());
      to.writeLong(truncate.lengthBytes());
    } else if (mutation instanceof FileOperation.ReserveChunks reserve) {
      writeHead(to, RESERVE_CHUNKS, perform);
      to.writeInt(reserve.count());
      to.writeInt(reserve.givenUp().size());
      reserve.givenUp().forEach(chunk -> to.writeLong(chunk.value()));
    } else {
      throw new IllegalArgumentException("Not for the log: " + mutation);
    }
  }

  private static void writeHead(CommandWriter to, int kind, Perform perform, FilePath path) {
    writeHead(to, kind, perform);
    to.writePath(path);
  }

  private static void writeHead(CommandWriter to, int kind, Perform perform) {
    to.writeByte(kind);
    to.writeLong(perform.id().session());
    to.writeLong(perform.id().sequence());
    to.writeLong(perform.acknowledgedUpTo());
  }

  /** Reads what {@link #write} wrote behind its kind. */
  static Perform read(CommandReader from, int kind) {
    return new Perform(
        new RequestId(from.readLong(), from.readLong()), from.readLong(), readMutation(from, kind));
  }

  private static FileOperation.Mutation readMutation(CommandReader from, int kind) {
    return switch (kind) {
      case MAKE_DIRECTORY -> new FileOperation.MakeDirectory(from.readPath());
      case CREATE_FILE -> new FileOperation.CreateFile(from.readPath(), from.readSync());
      case DELETE -> new FileOperation.Delete(from.readPath());
      case RENAME -> new FileOperation.Rename(from.readPath(), from.readPath());
      case REPLACE -> new FileOperation.Replace(from.readPath(), from.readPath());
      case EXTEND_FILE ->
          new FileOperation.ExtendFile(from.readPath(), from.readLong(), readChunkOrNone(from));
      case SET_ATTRIBUTE ->
          new FileOperation.SetAttribute(
              from.readPath(), from.readText(), from.readBytes(), from.readLong());
      case DECOMMISSION -> new FileOperation.Decommission(from.readNode());
      case RECOMMISSION -> new FileOperation.Recommission(from.readNode());
      case DELETE_TREE -> new FileOperation.DeleteTree(from.readPath());
      case UNDELETE -> new FileOperation.Undelete(from.readPath());
      case SNAPSHOT -> new FileOperation.Snapshot(from.readPath(), from.readPath());
      case TRUNCATE -> new FileOperation.Truncate(from.readPath(), from.readLong());
      case RESERVE_CHUNKS ->
          new FileOperation.ReserveChunks(from.readInt(), from.readList(from::readChunk));
      case CREATE_WRITTEN ->
          new FileOperation.CreateWritten(
              from.readPath(), from.readSync(), from.readChunk(), from.readLong());
      case FILL_FILE ->
          new FileOperation.FillFile(
              from.readPath(), from.readLong(), from.readChunk(), readTimeOrNone(from));
      default -> throw new IllegalArgumentException("No command has the kind " + kind);
    };
  }

  private static @Nullable Long readTimeOrNone(CommandReader from) {
    long time = from.readLong();
    return time == NO_TIME ? null : time;
  }

  private static @Nullable ChunkId readChunkOrNone(CommandReader from) {
    long chunk = from.readLong();
    return chunk == NO_CHUNK ? null : new ChunkId(chunk);
  }
}
