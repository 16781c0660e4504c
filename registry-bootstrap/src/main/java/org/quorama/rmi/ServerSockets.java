package org.quorama.rmi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIServerSocketFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.BusyPoll;

/**
 * Opens the one server socket of an endpoint, on its host only, and closes all that came of it.
 * Thread-safe.
 *
 * <p>Compared by identity: RMI keeps endpoints apart by their factories, so each needs its own.
 */
final class ServerSockets implements RMIServerSocketFactory {
  private static final int BACKLOG = 128;

  private final InetAddress host;
  private final Duration polling;
  private final Set<Socket> accepted =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private volatile @Nullable ServerSocket listening;

  ServerSockets(InetAddress host, Duration polling) {
    this.host = host;
    this.polling = polling;
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    ServerSocket server = new Listening(polling, accepted);
    try {
      server.bind(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    listening = server;
    return server;
  }

  int port() {
    ServerSocket server = listening;
    if (server == null) {
      throw new IllegalStateException("Nothing is exported here yet");
    }
    return server.getLocalPort();
  }

  void close() throws IOException {
    ServerSocket server = listening;
    if (server != null) {
      server.close();
    }
    synchronized (accepted) {
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }

  private static final class Listening extends ServerSocket {
    private final Duration polling;
    private final Set<Socket> accepted;

    Listening(Duration polling, Set<Socket> accepted) throws IOException {
      this.polling = polling;
      this.accepted = accepted;
    }

    @Override
    public Socket accept() throws IOException {
      Socket socket = new BufferedSocket(new BusyPoll(polling));
      implAccept(socket);
      socket.setTcpNoDelay(true);
      accepted.add(socket);
      return socket;
    }
  }
}
