package org.quorama.remote.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.SyncMode;

/** The form of what clients ask for. Stateless. */
final class FileForm {
  private static final int OTHER = 0;
  private static final int SET_ATTRIBUTE = 1;
  private static final int GET_ATTRIBUTE = 2;
  private static final int CREATE_FILE = 3;
  private static final int STAT = 4;
  private static final int RESERVE_CHUNKS = 5;
  private static final int CREATE_WRITTEN = 6;
  private static final int EXTEND_FILE = 7;
  private static final int OPEN_CHUNK = 8;
  private static final int LOCATE = 9;
  private static final int MAKE_DIRECTORY = 10;
  private static final int RENAME = 11;
  private static final int DELETE = 12;
  private static final int LIST = 13;
  private static final int FILL_FILE = 14;

  private static final long NO_CHUNK = 0;
  private static final long NO_VERSION = 0;
  private static final long NO_TIME = Long.MIN_VALUE;

  private static final SyncMode[] SYNC_MODES = SyncMode.values();

  private FileForm() {}

  static void write(ObjectOutput out, FileOperation operation) throws IOException {
    if (operation instanceof FileOperation.SetAttribute set) {
      out.writeByte(SET_ATTRIBUTE);
      ValueForm.writePath(out, set.path());
      out.writeUTF(set.name());
      WireForm.writeBytes(out, set.value());
      out.writeLong(set.ifVersion());
    } else if (operation instanceof FileOperation.GetAttribute get) {
      out.writeByte(GET_ATTRIBUTE);
      ValueForm.writePath(out, get.path());
      out.writeUTF(get.name());
    } else if (operation instanceof FileOperation.Stat stat) {
      out.writeByte(STAT);
      ValueForm.writePath(out, stat.path());
    } else if (operation instanceof FileOperation.Locate locate) {
      out.writeByte(LOCATE);
      ValueForm.writePath(out, locate.path());
    } else if (operation instanceof FileOperation.ListDirectory list) {
      out.writeByte(LIST);
      ValueForm.writePath(out, list.path());
    } else if (!writeContents(out, operation) && !writeName(out, operation)) {
      out.writeByte(OTHER);
      out.writeObject(operation);
    }
  }

  /** Writes what changes the contents of a file; false if it is something else. */
  private static boolean writeContents(ObjectOutput out, FileOperation operation)
      throws IOException {
    if (operation instanceof FileOperation.ReserveChunks reserve) {
      out.writeByte(RESERVE_CHUNKS);
      out.writeInt(reserve.count());
      WireForm.writeList(out, reserve.givenUp(), (to, chunk) -> to.writeLong(chunk.value()));
    } else if (operation instanceof FileOperation.ExtendFile extend) {
      out.writeByte(EXTEND_FILE);
      ValueForm.writePath(out, extend.path());
      out.writeLong(extend.lengthBytes());
      ChunkId chunk = extend.chunk();
      out.writeLong(chunk == null ? NO_CHUNK : chunk.value());
    } else if (operation instanceof FileOperation.OpenChunk open) {
      out.writeByte(OPEN_CHUNK);
      ValueForm.writePath(out, open.path());
      out.writeInt(open.chunkIndex());
      WireForm.writeList(out, open.failed(), WireForm::writeNode);
      ChunkVersion unusable = open.unusable();
      out.writeLong(unusable == null ? NO_VERSION : unusable.number());
    } else {
      return false;
    }
    return true;
  }

  /** Writes what makes, moves or removes a name; false if it is something else. */
  private static boolean writeName(ObjectOutput out, FileOperation operation) throws IOException {
    if (operation instanceof FileOperation.CreateFile create) {
      out.writeByte(CREATE_FILE);
      ValueForm.writePath(out, create.path());
      WireForm.writeEnum(out, create.sync());
    } else if (operation instanceof FileOperation.CreateWritten create) {
      out.writeByte(CREATE_WRITTEN);
      ValueForm.writePath(out, create.path());
      WireForm.writeEnum(out, create.sync());
      out.writeLong(create.chunk().value());
      out.writeLong(create.lengthBytes());
    } else if (operation instanceof FileOperation.FillFile fill) {
      out.writeByte(FILL_FILE);
      ValueForm.writePath(out, fill.path());
      out.writeLong(fill.lengthBytes());
      out.writeLong(fill.chunk().value());
      Long modified = fill.modifiedMillis();
      out.writeLong(modified == null ? NO_TIME : modified);
    } else if (operation instanceof FileOperation.MakeDirectory make) {
      out.writeByte(MAKE_DIRECTORY);
      ValueForm.writePath(out, make.path());
    } else if (operation instanceof FileOperation.Rename rename) {
      out.writeByte(RENAME);
      ValueForm.writePath(out, rename.from());
      ValueForm.writePath(out, rename.to());
    } else if (operation instanceof FileOperation.Delete delete) {
      out.writeByte(DELETE);
      ValueForm.writePath(out, delete.path());
    } else {
      return false;
    }
    return true;
  }

  private static @Nullable Long timeOrNone(long time) {
    return time == NO_TIME ? null : time;
  }

  private static @Nullable ChunkVersion versionOrNone(long version) {
    return version == NO_VERSION ? null : new ChunkVersion(version);
  }

  private static @Nullable ChunkId chunkOrNone(long chunk) {
    return chunk == NO_CHUNK ? null : new ChunkId(chunk);
  }

  static FileOperation read(ObjectInput in) throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case SET_ATTRIBUTE ->
          new FileOperation.SetAttribute(
              ValueForm.readPath(in), in.readUTF(), WireForm.readBytes(in), in.readLong());
      case GET_ATTRIBUTE -> new FileOperation.GetAttribute(ValueForm.readPath(in), in.readUTF());
      case STAT -> new FileOperation.Stat(ValueForm.readPath(in));
      case LOCATE -> new FileOperation.Locate(ValueForm.readPath(in));
      case LIST -> new FileOperation.ListDirectory(ValueForm.readPath(in));
      case RESERVE_CHUNKS ->
          new FileOperation.ReserveChunks(
              in.readInt(), WireForm.readList(in, ChunkForm::readChunk));
      case EXTEND_FILE ->
          new FileOperation.ExtendFile(
              ValueForm.readPath(in), in.readLong(), chunkOrNone(in.readLong()));
      case OPEN_CHUNK ->
          new FileOperation.OpenChunk(
              ValueForm.readPath(in),
              in.readInt(),
              WireForm.readList(in, WireForm::readNode),
              versionOrNone(in.readLong()));
      case CREATE_FILE ->
          new FileOperation.CreateFile(ValueForm.readPath(in), WireForm.readEnum(in, SYNC_MODES));
      case CREATE_WRITTEN ->
          new FileOperation.CreateWritten(
              ValueForm.readPath(in),
              WireForm.readEnum(in, SYNC_MODES),
              ChunkForm.readChunk(in),
              in.readLong());
      case FILL_FILE ->
          new FileOperation.FillFile(
              ValueForm.readPath(in),
              in.readLong(),
              ChunkForm.readChunk(in),
              timeOrNone(in.readLong()));
      case MAKE_DIRECTORY -> new FileOperation.MakeDirectory(ValueForm.readPath(in));
      case RENAME -> new FileOperation.Rename(ValueForm.readPath(in), ValueForm.readPath(in));
      case DELETE -> new FileOperation.Delete(ValueForm.readPath(in));
      case OTHER -> WireForm.expected(FileOperation.class, in.readObject());
      default -> throw new InvalidObjectException("No operation has kind " + kind);
    };
  }
}
