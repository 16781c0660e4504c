package org.quorama.metadata.tree;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.ChunkCopy;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;

/** Which chunks files have, and how long they are. */
final class FileContents {
  private final FileTree tree;
  private final ChunkTable chunks;
  private final Reservations reservations;
  private final StateDigest digest;
  private final int chunkSizeBytes;

  FileContents(
      FileTree tree,
      ChunkTable chunks,
      Reservations reservations,
      StateDigest digest,
      int chunkSizeBytes) {
    this.tree = tree;
    this.chunks = chunks;
    this.reservations = reservations;
    this.digest = digest;
    this.chunkSizeBytes = chunkSizeBytes;
  }

  /** Finds a file that may be changed. */
  private Found findFile(FilePath path) {
    Found found = tree.find(path);
    if (found.node() == null) {
      return found;
    }
    if (found.node().isDirectory()) {
      return new Found(null, ErrorCode.IS_A_DIRECTORY);
    }
    return DeletedFiles.isHidden(path) ? new Found(null, ErrorCode.INVALID) : found;
  }

  ErrorCode perform(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.ExtendFile extend) {
      return extend(extend.path(), extend.lengthBytes(), extend.chunk());
    }
    return mutation instanceof FileOperation.Truncate truncate
        ? truncate(truncate.path(), truncate.lengthBytes())
        : ErrorCode.INVALID;
  }

  ErrorCode place(long index, MetadataCommand.PlaceChunk place) {
    Found found = findFile(place.path());
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    boolean isNext = place.chunkIndex() == file.chunks.size();
    if (!isNext || !chunks.isNew(place.chunk())) {
      return ErrorCode.EXISTS;
    }
    if (file.cutBytes != FileNode.NOT_CUT) {
      return ErrorCode.STALE_VERSION;
    }
    chunks.place(index, place.chunk(), place.placement());
    append(file, place.chunk());
    return ErrorCode.NONE;
  }

  /** Has a file consist of a chunk that its session reserved and wrote. */
  ErrorCode use(long index, long session, FileOperation.OfReserved use) {
    if (use.lengthBytes() < 1 || use.lengthBytes() > chunkSizeBytes) {
      return ErrorCode.INVALID;
    }
    if (!reservations.isOf(session, use.chunk()) || !isFirst(use.chunk())) {
      return ErrorCode.STALE_VERSION;
    }
    ErrorCode code = prepare(index, use);
    FileNode file = code == ErrorCode.NONE ? tree.find(use.path()).node() : null;
    if (file != null) {
      reservations.use(session, use.chunk());
      chunks.confirm(use.chunk(), ChunkVersion.FIRST);
      append(file, use.chunk());
      tree.change(use.path(), file, () -> file.lengthBytes = use.lengthBytes());
    }
    return code;
  }

  /** Makes the file, or looks whether it is there and empty. */
  private ErrorCode prepare(long index, FileOperation.OfReserved use) {
    return use instanceof FileOperation.FillFile fill
        ? prepareFill(index, fill)
        : tree.createFile(index, use.path(), ((FileOperation.CreateWritten) use).sync());
  }

  private ErrorCode prepareFill(long index, FileOperation.FillFile fill) {
    Found found = findFile(fill.path());
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    if (file.lengthBytes > 0 || !file.chunks.isEmpty()) {
      return ErrorCode.EXISTS;
    }
    Long modified = fill.modifiedMillis();
    return modified == null
        ? ErrorCode.NONE
        : tree.setAttribute(index, FileOperation.SetAttribute.ofModified(fill.path(), modified));
  }

  private boolean isFirst(ChunkId chunk) {
    return chunks.require(chunk).granted().version().equals(ChunkVersion.FIRST);
  }

  private void append(FileNode file, ChunkId chunk) {
    file.chunks.add(chunk);
    digest.add(NodeHashes.ofChunk(file, file.chunks.size() - 1));
  }

  private ErrorCode extend(FilePath path, long lengthBytes, @Nullable ChunkId chunk) {
    Found found = findFile(path);
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    if (lengthBytes < 0 || lengthBytes > (long) file.chunks.size() * chunkSizeBytes) {
      return ErrorCode.INVALID;
    }
    if (chunk != null && !endsIn(file, lengthBytes, chunk)) {
      return ErrorCode.NOT_FOUND;
    }
    if (lengthBytes > file.lengthBytes) {
      if (file.cutBytes != FileNode.NOT_CUT) {
        return ErrorCode.STALE_VERSION;
      }
      tree.change(path, file, () -> file.lengthBytes = lengthBytes);
    }
    return ErrorCode.NONE;
  }

  /** Tells whether a length ends in a chunk: another file of that name has other chunks. */
  private boolean endsIn(FileNode file, long lengthBytes, ChunkId chunk) {
    int index = (int) (Math.max(0, lengthBytes - 1) / chunkSizeBytes);
    return index < file.chunks.size() && file.chunks.get(index).equals(chunk);
  }

  /**
   * Makes a file as long as all replicas of its last confirmed chunk are, at least as it was. Of
   * what comes behind that chunk nothing was acknowledged, so it goes.
   */
  ErrorCode settle(MetadataCommand.SettleLength settle) {
    Found found = findFile(settle.path());
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    int last = lastConfirmed(file);
    boolean isLast = last >= 0 && file.chunks.get(last).equals(settle.chunk());
    if (!isLast || file.cutBytes != FileNode.NOT_CUT) {
      return ErrorCode.STALE_VERSION;
    }
    ErrorCode code = chunks.confirm(settle.chunk(), settle.version());
    while (code == ErrorCode.NONE && file.chunks.size() > last + 1 && isBehind(file)) {
      removeLast(file);
    }
    long start = (long) last * chunkSizeBytes;
    long length = Math.max(file.lengthBytes, start + settle.chunkBytes());
    boolean isCut =
        settle.isCut() && settle.chunkBytes() < chunkSizeBytes && file.chunks.size() == last + 1;
    if (code == ErrorCode.NONE && isCut) {
      cut(settle.path(), file, length);
    } else if (code == ErrorCode.NONE) {
      tree.change(settle.path(), file, () -> file.lengthBytes = length);
    }
    return code;
  }

  /** Tells whether no byte of a file is in its last chunk. */
  private boolean isBehind(FileNode file) {
    return (file.chunks.size() - 1L) * chunkSizeBytes >= file.lengthBytes;
  }

  private int lastConfirmed(FileNode file) {
    int last = file.chunks.size() - 1;
    while (last >= 0 && chunks.require(file.chunks.get(last)).confirmed() == null) {
      last--;
    }
    return last;
  }

  /**
   * Cuts a file off, also at the length that it has: behind it may be the bytes of a write that
   * failed, which a later, longer file must not show [GFS §2.7].
   */
  private ErrorCode truncate(FilePath path, long lengthBytes) {
    Found found = findFile(path);
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    if (lengthBytes < 0 || lengthBytes > file.lengthBytes) {
      return ErrorCode.INVALID;
    }
    long kept = (lengthBytes + chunkSizeBytes - 1) / chunkSizeBytes;
    while (file.chunks.size() > kept) {
      removeLast(file);
    }
    cut(path, file, lengthBytes);
    return ErrorCode.NONE;
  }

  private void removeLast(FileNode file) {
    int last = file.chunks.size() - 1;
    giveUpCopy(file, last);
    digest.remove(NodeHashes.ofChunk(file, last));
    chunks.release(file.chunks.remove(last));
  }

  private void cut(FilePath path, FileNode file, long lengthBytes) {
    int last = file.chunks.size() - 1;
    long inLast = lengthBytes - (long) last * chunkSizeBytes;
    boolean isWhole = last < 0 || inLast == chunkSizeBytes;
    if (!isWhole) {
      giveUpCopy(file, last);
      chunks.freeze(file.chunks.get(last));
    }
    tree.change(
        path,
        file,
        () -> {
          file.lengthBytes = lengthBytes;
          file.cutBytes = isWhole ? FileNode.NOT_CUT : inLast;
        });
  }

  private void giveUpCopy(FileNode file, int chunkIndex) {
    ChunkId copy = file.copies == null ? null : file.copies.remove(chunkIndex);
    if (copy != null) {
      digest.remove(NodeHashes.ofCopy(file, chunkIndex, copy.value()));
      chunks.release(copy);
    }
  }

  ErrorCode startCopy(long index, MetadataCommand.StartClone start) {
    ChunkCopy copy = start.copy();
    Found found = findFile(copy.path());
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    if (!isSource(file, copy) || !chunks.isNew(copy.to())) {
      return ErrorCode.STALE_VERSION;
    }
    giveUpCopy(file, copy.chunkIndex());
    chunks.place(index, copy.to(), start.placement());
    file.copies = file.copies == null ? new TreeMap<>() : file.copies;
    file.copies.put(copy.chunkIndex(), copy.to());
    digest.add(NodeHashes.ofCopy(file, copy.chunkIndex(), copy.to().value()));
    return ErrorCode.NONE;
  }

  private static boolean isSource(FileNode file, ChunkCopy copy) {
    int index = copy.chunkIndex();
    return index >= 0 && index < file.chunks.size() && file.chunks.get(index).equals(copy.from());
  }

  ErrorCode endCopy(MetadataCommand.EndClone end) {
    ChunkCopy copy = end.copy();
    Found found = findFile(copy.path());
    FileNode file = found.node();
    if (file == null) {
      return found.code();
    }
    int index = copy.chunkIndex();
    boolean isUnderWay = file.copies != null && copy.to().equals(file.copies.get(index));
    if (!isSource(file, copy) || !isUnderWay || file.copies == null) {
      return ErrorCode.STALE_VERSION;
    }
    file.copies.remove(index);
    digest.remove(NodeHashes.ofCopy(file, index, copy.to().value()));
    digest.remove(NodeHashes.ofChunk(file, index));
    file.chunks.set(index, copy.to());
    digest.add(NodeHashes.ofChunk(file, index));
    chunks.release(copy.from());
    if (index == file.chunks.size() - 1) {
      tree.change(copy.path(), file, () -> file.cutBytes = FileNode.NOT_CUT);
    }
    return chunks.confirm(copy.to(), chunks.require(copy.to()).granted().version());
  }
}
