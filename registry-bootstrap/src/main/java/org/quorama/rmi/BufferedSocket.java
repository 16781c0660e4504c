package org.quorama.rmi;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.BusyPoll;

/**
 * A socket with 64 KiB buffers: RMI's own 8 KiB halve the throughput of chunk data. Who reads from
 * it polls for a moment before he sleeps.
 */
class BufferedSocket extends Socket {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final BusyPoll waiting;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  /**
   * Makes one that is not connected.
   *
   * @param waiting how to wait for bytes
   */
  BufferedSocket(BusyPoll waiting) {
    this.waiting = waiting;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (in == null) {
      in = new BufferedInputStream(new Arriving(super.getInputStream()), BUFFER_BYTES);
    }
    return in;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new BufferedOutputStream(super.getOutputStream(), BUFFER_BYTES);
    }
    return out;
  }

  /** What arrives, without a buffer. */
  private final class Arriving extends FilterInputStream {
    Arriving(InputStream from) {
      super(from);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      waiting.begin();
      boolean unused = waiting.poll(() -> in.available() > 0);
      int count = in.read(into, offset, length);
      waiting.arrived();
      return count;
    }
  }
}
