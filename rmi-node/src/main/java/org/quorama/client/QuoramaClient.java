package org.quorama.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.quorama.chunk.ByteRange;
import org.quorama.cluster.NodeAddress;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeConnector;

/**
 * A client of the file system: reaches any node, finds the leader, survives its loss. Thread-safe;
 * operations of callers that come at once travel together.
 */
public final class QuoramaClient implements AutoCloseable {
  private final ClientConfig config;
  private final ClientClock clock;
  private final NodeDirectory directory;
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final ExecutorService writers;

  /**
   * Makes a client; it connects when it is first used.
   *
   * @param connector opens connections; not closed by the client
   * @param servers where some nodes listen, one is enough
   * @param config the settings
   */
  public QuoramaClient(NodeConnector connector, List<NodeAddress> servers, ClientConfig config) {
    this(connector, servers, config, ClientClock.system());
  }

  QuoramaClient(
      NodeConnector connector, List<NodeAddress> servers, ClientConfig config, ClientClock clock) {
    long clientId = new SecureRandom().nextLong();
    this.config = config;
    this.clock = clock;
    this.directory = new NodeDirectory(connector, servers);
    this.master = new MasterCalls(directory, config, clock);
    this.pieces = new PieceWriter(directory, config, clock, clientId);
    this.writers =
        Executors.newFixedThreadPool(
            config.writesInFlight(),
            task -> {
              Thread thread = new Thread(task, "quorama-client-write");
              thread.setDaemon(true);
              return thread;
            });
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
   * Stores a stream as a new file.
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
    require(new FileOperation.CreateFile(to));
    upload(to, lengthBytes, progress).run(in, 0);
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
    OperationReply known = perform(new FileOperation.Stat(to));
    if (known.code() == ErrorCode.NOT_FOUND) {
      put(in, lengthBytes, to, progress);
      return;
    }
    Attributes stored = stat(to);
    if (stored.directory()) {
      throw new OperationFailedException(
          Outcome.FAIL, ErrorCode.IS_A_DIRECTORY, to + " is a directory: name a file");
    }
    if (stored.lengthBytes() > lengthBytes) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.INVALID,
          to + " is longer than the source: it cannot be its beginning");
    }
    skip(in, stored.lengthBytes());
    upload(to, lengthBytes, progress).run(in, stored.lengthBytes());
  }

  private static void skip(InputStream in, long bytes) {
    try {
      in.skipNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot skip what is stored already", e);
    }
  }

  private FileUpload upload(FilePath to, long lengthBytes, TransferProgress progress) {
    ChunkUpload chunks = new ChunkUpload(master, pieces, writers, config, clock);
    return new FileUpload(master, chunks, to, lengthBytes, progress);
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
    new FileDownload(master, directory, config, clock, from).run(out, progress);
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
    return new FileDownload(master, directory, config, clock, from).run(out, part);
  }

  /**
   * Writes bytes into a file, over what is there or right behind it.
   *
   * @param to the file
   * @param offset where, at most its length: a file has no holes
   * @param bytes what
   * @return what the master said when it took note of the length, which is the last step
   * @throws OperationFailedException if it cannot be done; unknown once a byte may be written
   */
  public OperationReply write(FilePath to, long offset, Bytes bytes) {
    ChunkUpload chunks = new ChunkUpload(master, pieces, writers, config, clock);
    return new RangeWrite(master, chunks, to).run(offset, bytes);
  }

  @Override
  public void close() {
    writers.shutdownNow();
    master.close();
  }
}
