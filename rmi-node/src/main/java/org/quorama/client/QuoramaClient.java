package org.quorama.client;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.cluster.NodeAddress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.remote.NodeConnector;

/**
 * A client of the file system: reaches any node, finds the leader, survives its loss. Thread-safe;
 * operations of callers that come at once travel together.
 */
public final class QuoramaClient implements AutoCloseable {
  private final MasterCalls master;
  private final FileTransfers transfers;

  /**
   * Makes a client; it connects when it is first used.
   *
   * @param connector opens connections; others may share it, so whoever made it closes it
   * @param servers where some nodes listen, one is enough
   * @param config the settings
   */
  public QuoramaClient(NodeConnector connector, List<NodeAddress> servers, ClientConfig config) {
    this(connector, servers, config, ClientClock.system());
  }

  QuoramaClient(
      NodeConnector connector, List<NodeAddress> servers, ClientConfig config, ClientClock clock) {
    long clientId = new SecureRandom().nextLong();
    NodeDirectory directory = new NodeDirectory(connector, servers);
    PieceWriter pieces = new PieceWriter(directory, config, clock, clientId);
    this.master = new MasterCalls(directory, config, clock);
    this.transfers = new FileTransfers(master, directory, pieces, config, clock);
  }

  /**
   * Performs an operation at the leader, whoever that is; asks again with the same request id until
   * the time-out of the settings.
   *
   * @param operation what to do
   * @return what the leader said, or unknown if a call may have taken effect without an answer
   * @throws OperationFailedException if no leader was found and certainly nothing happened
   */
  public OperationReply perform(FileOperation operation) {
    return master.perform(operation);
  }

  /**
   * Performs an operation like {@link #perform(FileOperation)}, with another mode of reading.
   *
   * @param operation what to do
   * @param mode what a query may be answered from; {@link ReadMode#STALE} may see an old state
   * @return what the leader, or with a stale query any node, said
   * @throws OperationFailedException if nobody answered and certainly nothing happened
   */
  public OperationReply perform(FileOperation operation, ReadMode mode) {
    return master.perform(operation, mode);
  }

  /**
   * Performs an operation that must succeed.
   *
   * @param operation what to do
   * @return its value
   * @throws OperationFailedException if it failed or nobody knows; the message says what to do
   */
  public OperationValue require(FileOperation operation) {
    return master.require(operation);
  }

  /**
   * Returns what a path is.
   *
   * @param path a file or directory
   * @throws OperationFailedException if it does not exist, or there is no leader
   */
  public Attributes stat(FilePath path) {
    return (Attributes) require(new FileOperation.Stat(path));
  }

  /**
   * Returns what a directory holds, by name.
   *
   * @param path a directory
   * @throws OperationFailedException if it is no directory, or there is no leader
   */
  public List<Attributes> list(FilePath path) {
    return ((OperationValue.Listing) require(new FileOperation.ListDirectory(path))).entries();
  }

  /**
   * Returns where the chunks of a file are.
   *
   * @param path a file
   * @throws OperationFailedException if it is no file, or there is no leader
   */
  public OperationValue.Locations locate(FilePath path) {
    return (OperationValue.Locations) require(new FileOperation.Locate(path));
  }

  /**
   * Stores a stream as a new file, whose bytes are forced as {@link SyncMode#ALWAYS} says.
   *
   * @param in the bytes; not closed
   * @param lengthBytes how many there are
   * @param to the new file
   * @param progress hears how far it is
   * @throws OperationFailedException if it cannot finish; the message says how many bytes are safe
   *     and how to continue
   * @throws UncheckedIOException if the stream cannot be read
   */
  public void put(InputStream in, long lengthBytes, FilePath to, TransferProgress progress) {
    put(in, lengthBytes, to, SyncMode.ALWAYS, progress);
  }

  /**
   * Stores a stream as a new file like {@link #put(InputStream, long, FilePath, TransferProgress)}.
   *
   * @param in the bytes; not closed
   * @param lengthBytes how many there are
   * @param to the new file
   * @param sync when its bytes are forced to the disks of all replicas, now and whenever it is
   *     written: with {@link SyncMode#NEVER} not before they are acknowledged, else before
   * @param progress hears how far it is
   * @throws OperationFailedException if it cannot finish
   * @throws UncheckedIOException if the stream cannot be read
   */
  public void put(
      InputStream in, long lengthBytes, FilePath to, SyncMode sync, TransferProgress progress) {
    transfers.put(in, lengthBytes, to, sync, progress);
  }

  /**
   * Continues a put that was interrupted, behind the bytes that are acknowledged.
   *
   * @param in all the bytes of the file, from the first; not closed
   * @param lengthBytes how many there are
   * @param to the file; made if it does not exist
   * @param progress hears how far it is
   * @throws OperationFailedException if it cannot finish, or the stored file is longer
   * @throws UncheckedIOException if the stream cannot be read
   */
  public void resume(InputStream in, long lengthBytes, FilePath to, TransferProgress progress) {
    transfers.resume(in, lengthBytes, to, progress);
  }

  /**
   * Writes a file to a stream; every byte is checked on the way.
   *
   * @param from the file
   * @param out where to; not closed, holds a beginning of the file if this fails
   * @param progress hears how far it is
   * @throws OperationFailedException if the file does not exist or no replica can be read
   * @throws UncheckedIOException if the stream cannot be written
   */
  public void get(FilePath from, OutputStream out, TransferProgress progress) {
    transfers.get(from, out, progress);
  }

  /**
   * Returns part of a file; every byte is checked on the way.
   *
   * @param from the file
   * @param part which bytes; less is returned if the file ends before
   * @throws OperationFailedException if the file does not exist or no replica can be read
   */
  public Bytes read(FilePath from, ByteRange part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OperationReply unused = read(from, part, out);
    return Bytes.wrap(out.toByteArray());
  }

  /**
   * Writes part of a file to a stream; every byte is checked on the way.
   *
   * @param from the file
   * @param part which bytes; less is written if the file ends before
   * @param out where to; not closed, holds a beginning of the part if this fails
   * @return what the master said of where it is: as of which index, and who leads
   * @throws OperationFailedException if the file does not exist or no replica can be read
   * @throws UncheckedIOException if the stream cannot be written
   */
  public OperationReply read(FilePath from, ByteRange part, OutputStream out) {
    return transfers.read(from, part, out);
  }

  /**
   * Writes bytes into a file, over what is there or right behind it. They are on the disks of all
   * replicas on return, unless the file is one of {@link SyncMode#NEVER}.
   *
   * @param to the file
   * @param offset where, at most its length: a file has no holes
   * @param bytes what
   * @return how the region is now, and what the master said when it took note of the length
   * @throws OperationFailedException if it cannot be done; unknown once a byte may be written: the
   *     region is {@link RegionState#INCONSISTENT} then
   */
  public Written write(FilePath to, long offset, Bytes bytes) {
    return transfers.write(to, offset, bytes);
  }

  /**
   * Writes the first bytes of a file and says when that was. Of a file that is empty, 1 MiB or less
   * take one round to the chunkservers and one entry of the log: who reads the file sees all or
   * nothing, and they are forced. Otherwise it is a {@link #write} at 0, then the time is set.
   *
   * @param to the file
   * @param bytes what
   * @param modifiedMillis when, in milliseconds since 1970
   * @throws OperationFailedException if it cannot be done; unknown if a byte may be written
   */
  public void fill(FilePath to, Bytes bytes, long modifiedMillis) {
    transfers.fill(to, bytes, modifiedMillis);
  }

  /** What a client knows of the bytes of a region after it changed them [GFS §2.7.1]. */
  public enum RegionState {
    /** All replicas have the same bytes there: those of this one mutation, whole. */
    DEFINED,

    /**
     * All replicas have the same bytes there, but it took more than one mutation: what others wrote
     * at the same time may be mixed in.
     */
    CONSISTENT,

    /** Replicas may have different bytes there, until the region is written again. */
    INCONSISTENT;

    /** What is told of a write or an append of which nobody knows how it ended. */
    static final String DOUBT = " The region is inconsistent: replicas may differ there";

    /** Returns how a region is that was written, by the number of mutations that it took. */
    static RegionState ofWritten(int mutations) {
      return mutations <= 1 ? DEFINED : CONSISTENT;
    }
  }

  /**
   * Bytes that are written. Immutable.
   *
   * @param region defined, or consistent if it took several mutations
   * @param reply what the master said when it took note of the file's length, the last step
   */
  public record Written(RegionState region, OperationReply reply) {}

  /**
   * Appends a record as a whole, at least once, at an offset of the file system's choice; several
   * clients may append to one file at once [GFS §3.3]. An attempt that failed on the way may leave
   * the record, or parts of it, before that offset: {@link org.quorama.client.record.RecordReader}
   * skips both. The record is on the disks of all replicas on return, unless the file is one of
   * {@link SyncMode#NEVER}.
   *
   * @param to the file
   * @param record what, at most a quarter of a chunk and 1 MiB
   * @return where in the file it is, on every replica
   * @throws OperationFailedException if it is not acknowledged: fail if no replica has it, unknown
   *     if some may, in a region that is {@link RegionState#INCONSISTENT} then
   */
  public long append(FilePath to, Bytes record) {
    return appendReply(to, record).offset();
  }

  /**
   * Appends a record like {@link #append}.
   *
   * @param to the file
   * @param record what
   * @return where it is, and what the master said when it took note of it
   * @throws OperationFailedException as above
   */
  public Appended appendReply(FilePath to, Bytes record) {
    return transfers.append(to, record);
  }

  /**
   * Opens a file for many appends, which cost less than {@link #append} one by one.
   *
   * @param to the file
   */
  public AppendStream appends(FilePath to) {
    return transfers.appends(to);
  }

  /**
   * A record that is acknowledged. Its region is defined; between such regions others may be
   * inconsistent, of attempts that failed [GFS §2.7.1]. Immutable.
   *
   * @param offset where in the file it is, on every replica
   * @param reply what the master said when it took note of the file's length
   */
  public record Appended(long offset, OperationReply reply) {
    /** Returns how the region of the record is. */
    public RegionState region() {
      return RegionState.DEFINED;
    }
  }

  /**
   * Cuts a file off; what is behind its new length is gone for good. To make a file longer, write
   * at its end.
   *
   * @param path the file
   * @param lengthBytes its length from now on, at most the present one
   * @throws OperationFailedException if it is no file or is shorter, or nobody knows whether it
   *     happened
   */
  public void truncate(FilePath path, long lengthBytes) {
    OperationValue unused = require(new FileOperation.Truncate(path, lengthBytes));
  }

  /**
   * Copies a file, or a directory with all below it, as it is at one moment; the bytes are shared
   * until one of both is written [GFS §3.4].
   *
   * @param from what to copy
   * @param to the copy; must not exist
   * @throws OperationFailedException if it cannot be copied, or nobody knows
   */
  public void snapshot(FilePath from, FilePath to) {
    OperationValue unused = require(new FileOperation.Snapshot(from, to));
  }

  /**
   * Removes a file, or a directory with all below it, as a whole; it can be had back for a while.
   *
   * @param path what to remove
   * @throws OperationFailedException if it does not exist, or nobody knows
   */
  public void deleteTree(FilePath path) {
    OperationValue unused = require(new FileOperation.DeleteTree(path));
  }

  /**
   * Brings back what was deleted under a path last.
   *
   * @param path where it was, or its hidden path of {@link #deleted}
   * @throws OperationFailedException if nothing is kept, or the path is taken, or nobody knows
   */
  public void undelete(FilePath path) {
    OperationValue unused = require(new FileOperation.Undelete(path));
  }

  /**
   * Returns what can be undeleted, oldest first.
   *
   * @throws OperationFailedException if there is no leader
   */
  public List<OperationValue.DeletedEntry> deleted() {
    return ((OperationValue.Deleted) require(new FileOperation.ListDeleted())).entries();
  }

  /**
   * Takes a place among the streams that this client may have open at once, for one that reads and
   * writes piece by piece.
   *
   * @param path the file, for people
   * @return gives the place back when it is run; running it again does nothing
   * @throws OperationFailedException if no place is free
   */
  public Runnable takeStream(FilePath path) {
    return transfers.takeStream(path);
  }

  /** Returns what administrators may ask and do. */
  public ClusterAdmin admin() {
    return new ClusterAdmin(master);
  }

  @Override
  public void close() {
    transfers.close();
    master.close();
  }
}
