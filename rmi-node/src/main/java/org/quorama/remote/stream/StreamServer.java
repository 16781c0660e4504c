package org.quorama.remote.stream;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeAddress;
import org.quorama.daemon.Daemons;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.rmi.ClusterSecret;

/**
 * Serves streams on a port of its own, and on a socket beside it that callers on this machine take
 * instead (decision 31): one thread a connection, at most 128; one more is closed at once. Nothing
 * is read from a connection that has not proved that it knows the secret but the proof.
 * Thread-safe.
 *
 * <p>Nobody interrupts its threads: they read files, and an interrupt would close a file for
 * everyone.
 */
public final class StreamServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamServer.class.getName());
  private static final int MAX_CONNECTIONS = 128;

  private final ServerSocketChannel listening;
  private final LocalSockets local;

  /** For callers on this machine; none where there is no such thing. */
  private final Optional<ServerSocketChannel> beside;

  private final StreamProof proof;
  private final StreamService service;
  private final StreamTimeouts timeouts;
  private final Set<TimedChannel> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  private StreamServer(
      ServerSocketChannel listening,
      ClusterSecret secret,
      StreamService service,
      StreamTimeouts timeouts,
      LocalSockets local) {
    this.listening = listening;
    this.local = local;
    this.beside = local.listen(boundTo(listening), MAX_CONNECTIONS);
    this.proof = new StreamProof(secret);
    this.service = service;
    this.timeouts = timeouts;
  }

  /**
   * Serves on a free port.
   *
   * @param host the only address to bind to
   * @param secret what callers must know
   * @param service what answers them
   * @param timeouts of every stage
   * @throws UncheckedIOException if no port can be opened
   */
  public static StreamServer open(
      String host, ClusterSecret secret, StreamService service, StreamTimeouts timeouts) {
    return open(host, secret, service, timeouts, LocalSockets.ofUser());
  }

  static StreamServer open(
      String host,
      ClusterSecret secret,
      StreamService service,
      StreamTimeouts timeouts,
      LocalSockets local) {
    try {
      ServerSocketChannel listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(host, 0), MAX_CONNECTIONS);
      StreamServer server = new StreamServer(listening, secret, service, timeouts, local);
      Daemons.start("stream-accept", () -> server.acceptAll(listening));
      server.beside.ifPresent(
          door -> Daemons.start("stream-accept-local", () -> server.acceptAll(door)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + host, e);
    }
  }

  /** Returns where it listens. */
  public NodeAddress address() {
    InetSocketAddress bound = boundTo(listening);
    return new NodeAddress(bound.getAddress().getHostAddress(), bound.getPort());
  }

  private static InetSocketAddress boundTo(ServerSocketChannel listening) {
    return (InetSocketAddress) listening.socket().getLocalSocketAddress();
  }

  /** Returns how many connections there are. */
  public int connections() {
    return connections.size();
  }

  private void acceptAll(ServerSocketChannel door) {
    while (!isClosed) {
      try {
        accepted(door.accept());
      } catch (IOException e) {
        LOG.log(isClosed ? Level.DEBUG : Level.WARNING, "No stream accepted: " + e.getMessage());
      }
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    // One that is closed while it waits may still accept who came last.
    if (isClosed || connections.size() >= MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    TimedChannel timed = TimedChannel.over(channel, timeouts.handshake(), timeouts.polling());
    connections.add(timed);
    Daemons.start("stream-" + address().port(), () -> serve(timed));
  }

  private void serve(TimedChannel channel) {
    try (channel) {
      if (proof.demand(channel)) {
        answerAll(channel);
      } else {
        LOG.log(Level.WARNING, "A stream was refused: its caller does not know the secret");
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A stream ended: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A stream ended in an unexpected way", e);
    } finally {
      connections.remove(channel);
    }
  }

  private void answerAll(TimedChannel channel) throws IOException {
    while (!isClosed) {
      channel.waitAtMost(timeouts.idle());
      int kind = channel.in().readUnsignedByte();
      channel.waitAtMost(timeouts.response());
      answer(kind, channel);
      channel.out().flush();
    }
  }

  private void answer(int kind, TimedChannel channel) throws IOException {
    BulkInput in = channel.in();
    BulkOutput out = channel.out();
    switch (kind) {
      case StreamForm.PUSH -> {
        PushedData data = StreamForm.readData(in, service::room);
        answer(out, () -> service.push(data), StreamForm::writeAnswer);
      }
      case StreamForm.PASS -> {
        Stamp stamp = StreamForm.readStamp(in);
        PushedData data = StreamForm.readData(in, service::room);
        answer(out, () -> service.pass(stamp, data), StreamForm::writeAnswer);
      }
      case StreamForm.READ -> {
        ChunkMessage.Read read = StreamForm.readRead(in);
        answer(read, channel);
      }
      case StreamForm.WRITE -> {
        ChunkMessage.Write write = StreamForm.readWrite(in);
        answer(out, () -> service.write(write), StreamForm::writeAnswer);
      }
      case StreamForm.WRITE_WITH_DATA -> {
        ChunkMessage.Write write = StreamForm.readWrite(in);
        PushedData data = StreamForm.readData(in, ByteBuffer::allocate);
        answer(out, () -> service.write(data, write), StreamForm::writeAnswer);
      }
      case StreamForm.MUTATE_WITH_DATA -> {
        Stamp stamp = StreamForm.readStamp(in);
        ChunkMessage.Mutate mutate = StreamForm.readMutate(in);
        PushedData data = StreamForm.readData(in, ByteBuffer::allocate);
        answer(out, () -> service.mutate(stamp, mutate, data), StreamForm::writeStampedAnswer);
      }
      case StreamForm.MUTATE -> {
        Stamp stamp = StreamForm.readStamp(in);
        ChunkMessage.Mutate mutate = StreamForm.readMutate(in);
        answer(out, () -> service.mutate(stamp, mutate), StreamForm::writeStampedAnswer);
      }
      default -> throw new InvalidObjectException("No question is numbered " + kind);
    }
  }

  /** Sends blocks while it reads; whether all went well is told behind the last one. */
  private void answer(ChunkMessage.Read read, TimedChannel channel) throws IOException {
    SentBlocks sent = new SentBlocks(channel);
    ErrorCode code;
    try {
      code = service.read(read, sent);
    } catch (NodeUnreachableException e) {
      LOG.log(Level.DEBUG, "A read is not answered: {0}", e.getMessage());
      code = ErrorCode.INDETERMINATE;
    }
    StreamForm.writeReadEnd(channel.out(), code, sent.sum());
  }

  private interface Question<T> {
    T ask();
  }

  private interface Form<T> {
    void write(DataOutputStream out, T answer) throws IOException;
  }

  private static <T> void answer(DataOutputStream out, Question<T> question, Form<T> form)
      throws IOException {
    T answer;
    try {
      answer = question.ask();
    } catch (NodeUnreachableException e) {
      StreamForm.writeRefusal(out, String.valueOf(e.getMessage()));
      return;
    }
    form.write(out, answer);
  }

  /** Takes no more connections and closes those there are. */
  @Override
  public void close() {
    isClosed = true;
    // The name is this server's as long as the port is.
    beside.ifPresent(local::close);
    try {
      listening.close();
      for (TimedChannel channel : connections) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing a stream failed: {0}", e.getMessage());
    }
  }
}
