package org.quorama.rmi;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.quorama.daemon.BusyPoll;

/**
 * The caller's side of a connection, which spares most calls a round trip. Confined to one call at
 * a time, but for closing.
 *
 * <p>Before RMI uses a connection again it sends a ping and waits for the answer [RMI §10.2],
 * unless the connection was used within the time that the last ping took, in whole milliseconds: in
 * a near network that is none, and every call takes two round trips. So whoever was heard a moment
 * ago is not asked again whether he is there: this socket answers the ping itself.
 */
final class CallerSocket extends BufferedSocket {
  private static final int PING = 0x52;
  private static final int PING_ACK = 0x53;

  /** A connection that was silent for longer is asked. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;

  /** When the other side was heard last; of no meaning before that. */
  private long heardAt;

  /** Whether all that was sent is answered, so that what is written next begins a message. */
  private boolean isAnswered;

  /** Whether a ping was swallowed whose answer was not read yet. */
  private boolean owesAnswer;

  /**
   * Makes one that is not connected.
   *
   * @param waiting how to wait for answers
   * @param nanoTime the clock, {@link System#nanoTime}
   */
  CallerSocket(BusyPoll waiting, LongSupplier nanoTime) {
    super(waiting);
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    return new Answers(super.getInputStream());
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    return new Questions(super.getOutputStream());
  }

  private boolean isWarm() {
    return isAnswered && nanoTime.getAsLong() - heardAt < MOMENT_NANOS;
  }

  /** What RMI writes, but for needless pings. */
  private final class Questions extends FilterOutputStream {
    Questions(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (length == 1 && from[offset] == PING && isWarm()) {
        owesAnswer = true;
      } else {
        isAnswered = false;
        out.write(from, offset, length);
      }
    }
  }

  /** What RMI reads, and the answers to those pings. */
  private final class Answers extends FilterInputStream {
    Answers(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (owesAnswer && length > 0) {
        owesAnswer = false;
        into[offset] = PING_ACK;
        return 1;
      }
      int count = in.read(into, offset, length);
      if (count > 0) {
        isAnswered = true;
        heardAt = nanoTime.getAsLong();
      }
      return count;
    }
  }
}
