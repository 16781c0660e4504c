package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeAddress;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.rmi.AccessRefusedException;
import org.quorama.rmi.ClusterSecret;

/**
 * Asks one node over streams: one question at a time on each connection, which is kept for the next
 * one. At most sixteen wait for one. Every method throws {@link NodeUnreachableException} if there
 * is no answer. Thread-safe.
 */
public final class StreamClient implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamClient.class.getName());
  private static final int MAX_IDLE = 16;

  private final NodeAddress address;
  private final LocalSockets local;
  private final StreamProof proof;
  private final StreamTimeouts timeouts;

  /** Connections that nobody uses, the one that was used last at the end. */
  private final LinkedBlockingDeque<Idle> idle = new LinkedBlockingDeque<>(MAX_IDLE);

  private volatile boolean isClosed;

  /** A connection, and since when nobody uses it. */
  private record Idle(TimedChannel channel, long sinceNanos) {}

  /**
   * Makes a client; it connects when it is asked for the first time.
   *
   * @param address where the node's streams are
   * @param secret the secret of its cluster
   * @param timeouts of every stage
   */
  public StreamClient(NodeAddress address, ClusterSecret secret, StreamTimeouts timeouts) {
    this(address, secret, timeouts, LocalSockets.ofUser());
  }

  StreamClient(
      NodeAddress address, ClusterSecret secret, StreamTimeouts timeouts, LocalSockets local) {
    this.address = address;
    this.local = local;
    this.proof = new StreamProof(secret);
    this.timeouts = timeouts;
  }

  /**
   * Pushes data into the node's buffer and along the chain behind it.
   *
   * @param data the bytes and the chain
   * @return which nodes of the chain could not be reached
   */
  public MutationReply push(PushedData data) {
    return ask(out -> StreamForm.writePush(out, data), StreamForm::readAnswer);
  }

  /**
   * Passes data on.
   *
   * @param stamp who passes it on
   * @param data the bytes and the rest of the chain
   * @return which nodes of the chain could not be reached
   */
  public MutationReply pass(Stamp stamp, PushedData data) {
    return ask(out -> StreamForm.writePass(out, stamp, data), StreamForm::readAnswer);
  }

  /**
   * Reads bytes of a replica.
   *
   * @param read which, at most {@link PushedData#MAX_BYTES}
   * @return the bytes, or why not
   */
  public ReadReply read(ChunkMessage.Read read) {
    int wanted = read.range().length();
    return wanted > PushedData.MAX_BYTES
        ? ReadReply.refusal(ErrorCode.INVALID)
        : read(read, new byte[wanted]);
  }

  /**
   * Reads bytes of a replica into an array.
   *
   * @param read which
   * @param room as long as the range
   * @return the bytes, which are in the array if they fill it, or why not
   */
  public ReadReply read(ChunkMessage.Read read, byte[] room) {
    return ask(out -> StreamForm.writeRead(out, read), in -> StreamForm.readBlocks(in, room));
  }

  /**
   * Writes pushed data through the primary; asked once only.
   *
   * @param write what to write
   * @return what became of it
   */
  public MutationReply write(ChunkMessage.Write write) {
    return askOnce(out -> StreamForm.writeWrite(out, write), StreamForm::readAnswer);
  }

  /**
   * Has a secondary apply a mutation.
   *
   * @param stamp who orders
   * @param mutate what to apply
   * @return what became of it
   */
  public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
    return ask(out -> StreamForm.writeMutate(out, stamp, mutate), StreamForm::readStampedAnswer);
  }

  /**
   * Writes through the primary a little data that rides with the order; asked once only.
   *
   * @param data the bytes, and the chain to which they go on
   * @param write what to write
   * @return what became of it
   */
  public MutationReply write(PushedData data, ChunkMessage.Write write) {
    return askOnce(out -> StreamForm.writeWrite(out, write, data), StreamForm::readAnswer);
  }

  /**
   * Has a secondary apply a mutation whose data rides with the order.
   *
   * @param stamp who orders
   * @param mutate what to apply
   * @param data the bytes
   * @return what became of it
   */
  public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
    return ask(
        out -> StreamForm.writeMutate(out, stamp, mutate, data), StreamForm::readStampedAnswer);
  }

  private interface Writer {
    void write(BulkOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  /**
   * Asks what may be asked twice, such as for the same data under the same name; once more on a new
   * connection if the other side had closed the one that was kept.
   */
  private <T> T ask(Writer question, Reader<T> answer) {
    TimedChannel kept = takeIdle();
    try {
      return kept == null ? askOn(open(), question, answer) : askKept(kept, question, answer);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private <T> T askOnce(Writer question, Reader<T> answer) {
    TimedChannel kept = takeIdle();
    try {
      return askOn(kept == null ? open() : kept, question, answer);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private NodeUnreachableException broken(IOException cause) {
    String message = "The stream to " + address + " broke: " + cause.getMessage();
    return new NodeUnreachableException(message, Effect.UNKNOWN, cause);
  }

  private <T> T askKept(TimedChannel kept, Writer question, Reader<T> answer) throws IOException {
    try {
      return askOn(kept, question, answer);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A kept stream to {0} was of no use: {1}", address, e.getMessage());
      return askOn(open(), question, answer);
    }
  }

  private <T> T askOn(TimedChannel channel, Writer question, Reader<T> answer) throws IOException {
    boolean usable = false;
    try {
      question.write(channel.out());
      channel.out().flush();
      T read = answer.read(channel.in());
      usable = true;
      return read;
    } catch (StreamForm.RefusedException e) {
      usable = true;
      throw new NodeUnreachableException(String.valueOf(e.getMessage()), Effect.UNKNOWN, e);
    } finally {
      giveBack(channel, usable);
    }
  }

  private @Nullable TimedChannel takeIdle() {
    for (Idle kept = idle.pollLast(); kept != null; kept = idle.pollLast()) {
      boolean isFresh = System.nanoTime() - kept.sinceNanos() < timeouts.idle().toNanos() / 2;
      if (isFresh && kept.channel().isOpenAndQuiet()) {
        return kept.channel();
      }
      closeQuietly(kept.channel());
    }
    return null;
  }

  private void giveBack(TimedChannel channel, boolean usable) {
    Idle kept = new Idle(channel, System.nanoTime());
    if (!usable || isClosed || !idle.offerLast(kept)) {
      closeQuietly(channel);
    } else if (isClosed && idle.remove(kept)) {
      closeQuietly(channel);
    }
  }

  private TimedChannel open() {
    TimedChannel channel = null;
    try {
      channel = connect(new InetSocketAddress(address.host(), address.port()));
      channel.waitAtMost(timeouts.handshake());
      proof.give(channel);
      channel.waitAtMost(timeouts.response());
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        closeQuietly(channel);
      }
      String why = e instanceof AccessRefusedException ? " refused the secret: " : ": ";
      throw new NodeUnreachableException(
          "No stream to " + address + why + e.getMessage(), Effect.NONE, e);
    }
  }

  /** Takes the socket beside the port, if there is one and somebody hears it. */
  private TimedChannel connect(InetSocketAddress port) throws IOException {
    Optional<UnixDomainSocketAddress> beside = local.beside(port);
    if (beside.isPresent()) {
      try {
        return TimedChannel.connect(beside.get(), timeouts.connect(), timeouts.polling());
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "No local stream to {0}: {1}", address, e.getMessage());
      }
    }
    return TimedChannel.connect(port, timeouts.connect(), timeouts.polling());
  }

  private static void closeQuietly(TimedChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing a stream failed: {0}", e.getMessage());
    }
  }

  /** Closes the connections that nobody uses; those in use are closed after it. */
  @Override
  public void close() {
    isClosed = true;
    for (Idle kept = idle.pollLast(); kept != null; kept = idle.pollLast()) {
      closeQuietly(kept.channel());
    }
  }
}
