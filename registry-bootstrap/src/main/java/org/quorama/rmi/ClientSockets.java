package org.quorama.rmi;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import org.quorama.daemon.BusyPoll;

/**
 * Opens the caller's side of a connection with bounded waits. Travels inside stubs. Immutable.
 *
 * <p>Equal time-outs make equal factories, so that RMI reuses connections.
 *
 * @param timeouts how long to wait
 */
record ClientSockets(RmiTimeouts timeouts) implements RMIClientSocketFactory, Serializable {
  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = new CallerSocket(new BusyPoll(timeouts.polling()), System::nanoTime);
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), timeouts.connectMillis());
      socket.setSoTimeout(timeouts.responseMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
