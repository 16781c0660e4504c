package org.quorama.rmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InvalidClassException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.ServerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.registry.NodeRegistry;
import org.quorama.testing.FreePorts;

class RmiEndpointTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final RmiTimeouts SHORT =
      new RmiTimeouts(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofSeconds(2));

  private final ClusterSecret secret = ClusterSecret.ofBytes(new byte[32]);
  private final RmiEndpoint endpoint = RmiEndpoint.open(LOOPBACK, 0, SHORT);
  private final Echo impl = new EchoImpl();

  interface Echo extends Remote {
    Object say(Object what) throws RemoteException;
  }

  static final class EchoImpl implements Echo {
    @Override
    public Object say(Object what) {
      return String.valueOf(what.getClass().getSimpleName());
    }
  }

  record Expected(String text) implements Serializable {}

  record Unexpected(String text) implements Serializable {}

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void aRightSecretPassesTheGate() throws Exception {
    serve();
    assertThat(enter(secret).say(new Expected("hello"))).isEqualTo("Expected");
  }

  @Test
  void aWrongSecretIsRefusedLoggedOnceAndHarmsNothing() throws Exception {
    serve();
    byte[] other = new byte[32];
    other[0] = 1;
    try (LogCapture log = new LogCapture(SecretGate.class)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> enter(ClusterSecret.ofBytes(other)))
            .isInstanceOf(AccessRefusedException.class)
            .hasMessageContaining("Wrong cluster secret");
      }
      assertThat(log.records).hasSize(1);
    }
    assertThat(enter(secret).say("again")).isEqualTo("String");
  }

  @Test
  void aNonceServesOnce() throws Exception {
    SecretGate gate = new SecretGate(secret, impl);
    byte[] nonce = gate.challenge();
    assertThat(gate.enter(nonce, secret.prove(nonce))).isSameAs(impl);
    assertThatThrownBy(() -> gate.enter(nonce, secret.prove(nonce)))
        .isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void anUnexpectedClassIsRefusedLoggedOnceAndHarmsNothing() throws Exception {
    serve();
    Echo echo = enter(secret);
    try (LogCapture log = new LogCapture(AllowList.class)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> echo.say(new Unexpected("boo")))
            .isInstanceOf(ServerException.class)
            .hasRootCauseInstanceOf(InvalidClassException.class);
      }
      assertThat(log.records).hasSize(1);
    }
    assertThat(echo.say(new Expected("hello"))).isEqualTo("Expected");
  }

  @Test
  void anOversizedArrayIsRefusedAndHarmsNothing() throws Exception {
    serve();
    Echo echo = enter(secret);
    assertThatThrownBy(() -> echo.say(new byte[(4 << 20) + 1])).isInstanceOf(RemoteException.class);
    assertThat(echo.say(new byte[1 << 20])).isEqualTo("byte[]");
  }

  @Test
  void aTakenPortSaysWhatToDo() {
    int port = endpoint.address().port();
    assertThatThrownBy(() -> RmiEndpoint.open(LOOPBACK, port, SHORT))
        .isInstanceOf(PortInUseException.class)
        .hasMessageContaining("choose another port");
  }

  @Test
  void aClosedEndpointFreesItsPort() {
    int port = FreePorts.find(1).get(0);
    RmiEndpoint.open(LOOPBACK, port, SHORT).close();
    // The JDK gives the port back when its acceptor thread has noticed.
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreException(PortInUseException.class)
        .until(() -> opensAndCloses(port));
  }

  private static boolean opensAndCloses(int port) {
    try (RmiEndpoint again = RmiEndpoint.open(LOOPBACK, port, SHORT)) {
      return again.address().port() == port;
    }
  }

  @Test
  void listensOnItsHostOnly() throws Exception {
    assertThat(endpoint.address().host()).isEqualTo(LOOPBACK);
    InetAddress otherLoopback = InetAddress.getByName("127.0.0.2");
    assertThatThrownBy(() -> new Socket(otherLoopback, endpoint.address().port()).close())
        .isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void aPeerThatNeverAnswersIsGivenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      NodeAddress address = new NodeAddress(LOOPBACK, silent.getLocalPort());
      long begin = System.nanoTime();
      assertThatThrownBy(() -> RmiClient.enter(address, secret, SHORT, Echo.class))
          .isInstanceOf(RemoteException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void everyRegistryListsEveryNode() throws Exception {
    NodeId self = NodeId.of("n1");
    NodeAddress other = new NodeAddress(LOOPBACK, 4711);
    try (NodeRegistry registry = NodeRegistry.open(endpoint, self, new SecretGate(secret, impl))) {
      registry.publish(ClusterMembers.none().with(NodeId.of("n2"), other));
      ClusterMembers expected =
          ClusterMembers.none().with(self, endpoint.address()).with(NodeId.of("n2"), other);
      assertThat(NodeRegistry.lookup(endpoint.address(), SHORT)).isEqualTo(expected);
      registry.publish(ClusterMembers.none());
      assertThat(NodeRegistry.lookup(endpoint.address(), SHORT).addresses()).containsOnlyKeys(self);
    }
  }

  @Test
  void aForeignRebindIsRefusedAndAnUnbindRepaired() throws Exception {
    try (NodeRegistry registry =
        NodeRegistry.open(endpoint, NodeId.of("n1"), new SecretGate(secret, impl))) {
      var remote = RmiClient.registryAt(endpoint.address(), SHORT);
      Remote stub = remote.lookup("gate");
      assertThatThrownBy(() -> remote.rebind("node/n1", stub)).isInstanceOf(RemoteException.class);
      remote.unbind("node/n1");
      registry.publish(ClusterMembers.none());
      assertThat(NodeRegistry.lookup(endpoint.address(), SHORT).addresses())
          .containsEntry(NodeId.of("n1"), endpoint.address());
    }
  }

  private void serve() {
    endpoint.export(impl, AllowList.of(Expected.class));
    NodeRegistry.open(endpoint, NodeId.of("n1"), new SecretGate(secret, impl));
  }

  private Echo enter(ClusterSecret with) throws Exception {
    return RmiClient.enter(endpoint.address(), with, SHORT, Echo.class);
  }

  private static final class LogCapture extends Handler implements AutoCloseable {
    final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger;

    LogCapture(Class<?> of) {
      logger = Logger.getLogger(of.getName());
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      records.add(line);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
