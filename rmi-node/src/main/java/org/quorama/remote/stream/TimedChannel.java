package org.quorama.remote.stream;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.quorama.daemon.BusyPoll;

/**
 * A connection, over TCP or a Unix domain socket, of which every read and write ends in time.
 * Confined to one thread at a time, but for closing.
 */
final class TimedChannel implements Closeable {
  private static final int BUFFER = (128 << 10) + 64;

  /** Who waits for the answer to more than this sleeps: processors have enough to do meanwhile. */
  private static final int SMALL = 16 << 10;

  private static final int LOCAL_SEND_BUFFER = 512 << 10;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final BulkInput in = new Incoming(new Input());
  private final BulkOutput out = new Outgoing(new Output());

  /** What was read and nobody took yet; memory outside the heap, which the system uses as it is. */
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER).limit(0);

  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BUFFER);

  private final BusyPoll waiting;

  /** How many bytes went either way since the last wait for some. */
  private long moved;

  private long patienceMillis;

  private TimedChannel(SocketChannel channel, Selector selector, BusyPoll waiting)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.waiting = waiting;
    this.key = channel.register(selector, 0);
  }

  /** Takes over a connection; it is closed if that fails. */
  static TimedChannel over(SocketChannel channel, Duration patience, Duration polling)
      throws IOException {
    Selector selector = null;
    try {
      if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      } else {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, LOCAL_SEND_BUFFER);
      }
      channel.configureBlocking(false);
      selector = Selector.open();
      TimedChannel timed = new TimedChannel(channel, selector, new BusyPoll(polling));
      timed.waitAtMost(patience);
      return timed;
    } catch (IOException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  /** Connects within a time. */
  static TimedChannel connect(SocketAddress to, Duration patience, Duration polling)
      throws IOException {
    boolean isLocal = to instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        isLocal ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    TimedChannel timed = over(channel, patience, polling);
    try {
      if (!timed.channel.connect(to)) {
        timed.await(SelectionKey.OP_CONNECT);
        boolean unused = timed.channel.finishConnect();
      }
      return timed;
    } catch (IOException e) {
      timed.close();
      throw e;
    }
  }

  /** Sets how long each read and write may take from now on. */
  void waitAtMost(Duration patience) {
    patienceMillis = Math.max(1, patience.toMillis());
  }

  /** Returns what arrives. */
  BulkInput in() {
    return in;
  }

  /** Returns where to write; nothing leaves for certain before it is flushed. */
  BulkOutput out() {
    return out;
  }

  /** Tells whether the other side neither closed the connection nor said anything unasked. */
  boolean isOpenAndQuiet() {
    try {
      incoming.clear();
      boolean quiet = channel.read(incoming) == 0;
      incoming.limit(0);
      return quiet;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns room for so many bytes, which {@link #sendRoom} sends with their length in front. */
  ByteBuffer room(int length) throws IOException {
    if (outgoing.remaining() < Integer.BYTES + length) {
      drain();
    }
    return outgoing.slice(outgoing.position() + Integer.BYTES, length);
  }

  /** Has the beginning of the room sent before long; returns it to be read only. */
  ByteBuffer sendRoom(int length) {
    outgoing.putInt(length);
    ByteBuffer sent = outgoing.slice(outgoing.position(), length);
    outgoing.position(outgoing.position() + length);
    return sent;
  }

  private void await(int operation) throws IOException {
    if (key.interestOps() != operation) {
      key.interestOps(operation);
    }
    if (selector.select(patienceMillis) == 0) {
      throw new SocketTimeoutException("Nothing moved for " + patienceMillis + " ms");
    }
    selector.selectedKeys().clear();
  }

  private void fill() throws IOException {
    incoming.clear();
    try {
      receive(incoming);
    } finally {
      incoming.flip();
    }
  }

  /** Reads some bytes. */
  private void receive(ByteBuffer into) throws IOException {
    int had = into.position();
    if (isSilent(into)) {
      awaitSome(into);
      moved = 0;
    }
    if (into.position() == had) {
      throw new EOFException("The other side closed the connection");
    }
    moved += into.position() - had;
  }

  /** Waits until it has read something, or the other side closed the connection. */
  private void awaitSome(ByteBuffer into) throws IOException {
    waiting.begin();
    boolean came = moved <= SMALL && waiting.poll(() -> !isSilent(into));
    while (!came) {
      await(SelectionKey.OP_READ);
      came = !isSilent(into);
    }
    waiting.arrived();
  }

  /** Reads what is there; tells whether that is nothing, and the other side may say more. */
  private boolean isSilent(ByteBuffer into) throws IOException {
    return channel.read(into) == 0;
  }

  private void drain() throws IOException {
    outgoing.flip();
    moved += outgoing.remaining();
    while (outgoing.hasRemaining()) {
      if (channel.write(outgoing) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
    outgoing.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }

  /** Reads into memory outside the heap, too, and that without a detour. */
  private final class Incoming extends BulkInput {
    Incoming(InputStream in) {
      super(in);
    }

    @Override
    void readFully(ByteBuffer into) throws IOException {
      if (into.hasArray()) {
        super.readFully(into);
        return;
      }
      int kept = Math.min(incoming.remaining(), into.remaining());
      into.put(incoming.slice(incoming.position(), kept));
      incoming.position(incoming.position() + kept);
      while (into.hasRemaining()) {
        receive(into);
      }
    }
  }

  /** Writes from memory outside the heap, too, and that without a detour. */
  private final class Outgoing extends BulkOutput {
    Outgoing(OutputStream out) {
      super(out);
    }

    @Override
    void write(ByteBuffer from) throws IOException {
      if (from.hasArray()) {
        super.write(from);
        return;
      }
      outgoing.flip();
      moved += outgoing.remaining() + from.remaining();
      ByteBuffer[] both = {outgoing, from};
      while (outgoing.hasRemaining() || from.hasRemaining()) {
        if (channel.write(both) == 0) {
          await(SelectionKey.OP_WRITE);
        }
      }
      outgoing.clear();
    }
  }

  /** Never at its end: that the other side closed the connection is a failure. */
  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      if (!incoming.hasRemaining()) {
        fill();
      }
      return incoming.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length > 0 && !incoming.hasRemaining()) {
        fill();
      }
      int count = Math.min(length, incoming.remaining());
      incoming.get(into, offset, count);
      return count;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      if (!outgoing.hasRemaining()) {
        drain();
      }
      outgoing.put((byte) value);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (!outgoing.hasRemaining()) {
          drain();
        }
        int count = Math.min(length - done, outgoing.remaining());
        outgoing.put(from, offset + done, count);
        done += count;
      }
    }

    @Override
    public void flush() throws IOException {
      drain();
    }
  }
}
