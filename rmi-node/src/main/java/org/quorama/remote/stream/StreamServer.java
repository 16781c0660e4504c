package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeAddress;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.rmi.ClusterSecret;

/**
 * Serves streams on a port of its own: one thread a connection, at most 128; one more is closed at
 * once. Nothing is read from a connection that has not proved that it knows the secret but the
 * proof. Thread-safe.
 *
 * <p>Nobody interrupts its threads: they read files, and an interrupt would close a file for
 * everyone.
 */
public final class StreamServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamServer.class.getName());
  private static final int MAX_CONNECTIONS = 128;
  private static final int ANSWERED = 0;
  private static final int NOT_ANSWERED = 1;

  private final ServerSocketChannel listening;
  private final StreamProof proof;
  private final StreamService service;
  private final StreamTimeouts timeouts;
  private final Set<TimedChannel> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  private StreamServer(
      ServerSocketChannel listening,
      ClusterSecret secret,
      StreamService service,
      StreamTimeouts timeouts) {
    this.listening = listening;
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
    try {
      ServerSocketChannel listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(host, 0), MAX_CONNECTIONS);
      StreamServer server = new StreamServer(listening, secret, service, timeouts);
      server.startThread("stream-accept", server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + host, e);
    }
  }

  /** Returns where it listens. */
  public NodeAddress address() {
    java.net.ServerSocket socket = listening.socket();
    return new NodeAddress(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  private void startThread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!isClosed) {
      try {
        accepted(listening.accept());
      } catch (IOException e) {
        LOG.log(isClosed ? Level.DEBUG : Level.WARNING, "No stream accepted: " + e.getMessage());
      }
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    if (connections.size() >= MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    TimedChannel timed = TimedChannel.over(channel, timeouts.handshake());
    connections.add(timed);
    startThread("stream-" + address().port(), () -> serve(timed));
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
    } finally {
      connections.remove(channel);
    }
  }

  private void answerAll(TimedChannel channel) throws IOException {
    while (!isClosed) {
      channel.waitAtMost(timeouts.idle());
      int kind = channel.in().readUnsignedByte();
      channel.waitAtMost(timeouts.response());
      answer(kind, channel.in(), channel.out());
      channel.out().flush();
    }
  }

  private void answer(int kind, DataInputStream in, DataOutputStream out) throws IOException {
    switch (kind) {
      case StreamForm.PUSH -> {
        PushedData data = StreamForm.readData(in, service::room);
        answer(out, () -> service.push(data), StreamForm::writeReply);
      }
      case StreamForm.PASS -> {
        Stamp stamp = StreamForm.readStamp(in);
        PushedData data = StreamForm.readData(in, service::room);
        answer(out, () -> service.pass(stamp, data), StreamForm::writeReply);
      }
      case StreamForm.READ -> {
        ChunkMessage.Read read = StreamForm.readRead(in);
        answer(out, () -> service.read(read), this::writeAndRecycle);
      }
      case StreamForm.WRITE -> {
        ChunkMessage.Write write = StreamForm.readWrite(in);
        answer(out, () -> service.write(write), StreamForm::writeReply);
      }
      case StreamForm.MUTATE -> {
        Stamp stamp = StreamForm.readStamp(in);
        ChunkMessage.Mutate mutate = StreamForm.readMutate(in);
        answer(out, () -> service.mutate(stamp, mutate), StreamForm::writeStamped);
      }
      default -> throw new InvalidObjectException("No question is numbered " + kind);
    }
  }

  private void writeAndRecycle(DataOutputStream out, ReadReply reply) throws IOException {
    StreamForm.writeReply(out, reply);
    service.recycle(reply.bytes().unsafeArray());
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
      out.writeByte(NOT_ANSWERED);
      out.writeUTF(shortened(String.valueOf(e.getMessage())));
      return;
    }
    out.writeByte(ANSWERED);
    form.write(out, answer);
  }

  private static String shortened(String message) {
    return message.substring(0, Math.min(message.length(), 1024));
  }

  /** Reads whether there is an answer; throws if there is none. */
  static void readAnswered(DataInputStream in) throws IOException, RefusedException {
    if (in.readUnsignedByte() != ANSWERED) {
      throw new RefusedException(in.readUTF());
    }
  }

  /** The node has no answer; the stream goes on. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Takes no more connections and closes those there are. */
  @Override
  public void close() {
    isClosed = true;
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
