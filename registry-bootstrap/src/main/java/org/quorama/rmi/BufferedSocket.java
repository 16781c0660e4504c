package org.quorama.rmi;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A socket with 64 KiB buffers: RMI's own 8 KiB halve the throughput of chunk data. */
class BufferedSocket extends Socket {
  private static final int BUFFER_BYTES = 64 * 1024;

  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (in == null) {
      in = new BufferedInputStream(super.getInputStream(), BUFFER_BYTES);
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
}
