package org.quorama.client.nio;

import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.client.OperationFailedException;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;

/**
 * What the provider asks of a cluster. Thread-safe. Every method throws {@link
 * OperationFailedException} if it fails or nobody knows.
 */
interface FileCalls extends AutoCloseable {
  /** What a path is; the time is 0 if nobody said when it was changed last. */
  record Entry(FilePath path, boolean directory, long lengthBytes, long modifiedMillis) {}

  /** How much the servers that live can hold and do hold, each replica counted. */
  record Space(long totalBytes, long usedBytes) {}

  /** Returns what a path is. */
  Entry stat(FilePath path);

  /** Returns what a directory holds, by name. */
  List<Entry> list(FilePath directory);

  /** Makes a directory. */
  void makeDirectory(FilePath path);

  /** Makes an empty file. */
  void createFile(FilePath path);

  /** Removes a file or an empty directory. */
  void delete(FilePath path);

  /** Moves a file or a tree; the target must not exist. */
  void rename(FilePath from, FilePath to);

  /** Moves a file to where another file may be, in one step. */
  void replace(FilePath from, FilePath to);

  /** Returns part of a file, less if it ends before. */
  Bytes read(FilePath path, ByteRange range);

  /** Writes bytes into a file at most at its end; they are durable, and the length is known. */
  void write(FilePath path, long offset, Bytes bytes);

  /** Writes the first bytes of a file and says when: a small one that is empty has them at once. */
  void fill(FilePath path, Bytes bytes, long epochMillis);

  /** Makes a file shorter. */
  void truncate(FilePath path, long lengthBytes);

  /** Makes a time known as the one when a file or directory was changed last. */
  void setModified(FilePath path, long epochMillis);

  /** Takes a place among the streams that may be open at once; running what it returns ends it. */
  Runnable takePlace(FilePath path);

  /** Returns how much room there is. */
  Space space();

  @Override
  void close();
}
