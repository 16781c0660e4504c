package org.quorama.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.rmi.ConnectException;
import java.rmi.NoSuchObjectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.stream.BlockSink;
import org.quorama.remote.stream.StreamServer;
import org.quorama.remote.stream.StreamService;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;

/** What is open between this process and a node, and that it does not stay open. */
@Timeout(30)
class NodeLinkTest {
  private static final ClusterSecret SECRET = ClusterSecret.ofBytes(new byte[32]);
  private static final RmiTimeouts TIMEOUTS = RmiTimeouts.defaults();
  private static final NodeAddress HERE = new NodeAddress("127.0.0.1", 1);
  private static final NodeAddress THERE = new NodeAddress("127.0.0.1", 2);
  private static final PushedData DATA =
      PushedData.of(new DataId(1, 2), Bytes.ofUtf8("abc"), List.of());

  private final StreamServer here = server();
  private final StreamServer there = server();
  private final AtomicInteger entrances = new AtomicInteger();
  private final AtomicReference<NodeAddress> whereabouts = new AtomicReference<>(HERE);
  private final NodeLink link =
      new NodeLink(() -> Optional.of(whereabouts.get()), this::enter, SECRET, TIMEOUTS);

  private static StreamServer server() {
    return StreamServer.open("127.0.0.1", SECRET, new Taker(), NodeExport.streamed(TIMEOUTS));
  }

  /** Returns a node that only knows the port of its streams. */
  private NodeServices enter(NodeAddress address) {
    entrances.incrementAndGet();
    StreamServer streams = address.equals(HERE) ? here : there;
    return (NodeServices)
        Proxy.newProxyInstance(
            NodeServices.class.getClassLoader(),
            new Class<?>[] {NodeServices.class},
            (self, method, arguments) -> streams.address().port());
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void aCallThatFailsDoesNotForgetWhatAnotherEnteredSince() {
    link.open();
    AtomicInteger calls = new AtomicInteger();

    int done =
        link.call(
            services -> {
              if (calls.getAndIncrement() == 0) {
                enterAnew();
                throw new NoSuchObjectException("of before the restart");
              }
              return calls.get();
            });

    assertThat(done).isEqualTo(2);
    assertThat(entrances).as("its own entrance, and the other's").hasValue(2);
  }

  /** Does what another thread does that finds the stub stale first. */
  private void enterAnew() {
    AtomicInteger attempts = new AtomicInteger();
    int attempt =
        link.call(
            services -> {
              if (attempts.getAndIncrement() == 0) {
                throw new ConnectException("The node has restarted");
              }
              return attempts.get();
            });
    assertThat(attempt).isEqualTo(2);
  }

  @Test
  void theStreamsToAnAddressThatIsNoLongerTheNodesAreClosed() {
    push(link);
    assertThat(here.connections()).isEqualTo(1);

    whereabouts.set(THERE);
    link.open();

    awaitNone(here);
    push(link);
    assertThat(there.connections()).isEqualTo(1);
  }

  @Test
  void aConnectorThatIsClosedHasNoStreamOpen() {
    RmiNodeConnector connector = new RmiNodeConnector(SECRET, TIMEOUTS, this::enter);
    NodePort node = connector.connect(HERE);
    PeerPort peer = connector.peer(() -> Optional.of(THERE));
    assertThat(node.push(DATA)).isEqualTo(Taker.TAKEN);
    assertThat(peer.pass(new Stamp(NodeId.of("n1"), 1, 1, "n1:1:1"), DATA)).isEqualTo(Taker.TAKEN);
    assertThat(here.connections()).isEqualTo(1);
    assertThat(there.connections()).isEqualTo(1);

    connector.close();

    awaitNone(here);
    awaitNone(there);
    assertThat(node.push(DATA)).as("goes on to work, but keeps nothing").isEqualTo(Taker.TAKEN);
    assertThat(connector.connect(THERE).push(DATA)).isEqualTo(Taker.TAKEN);
    awaitNone(here);
    awaitNone(there);
  }

  private static void push(NodeLink link) {
    assertThat(link.<MutationReply>stream(streams -> streams.push(DATA))).isEqualTo(Taker.TAKEN);
  }

  private static void awaitNone(StreamServer server) {
    await().atMost(Duration.ofSeconds(10)).until(() -> server.connections() == 0);
  }

  /** Takes all that is pushed. */
  private static final class Taker implements StreamService {
    static final MutationReply TAKEN = new MutationReply(ErrorCode.NONE, List.of());

    @Override
    public MutationReply push(PushedData data) {
      return TAKEN;
    }

    @Override
    public MutationReply pass(Stamp stamp, PushedData data) {
      return TAKEN;
    }

    @Override
    public ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException {
      return ErrorCode.INVALID;
    }

    @Override
    public MutationReply write(PushedData data, ChunkMessage.Write write) {
      return TAKEN;
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
      return new Stamped<>(stamp, TAKEN);
    }

    @Override
    public MutationReply write(ChunkMessage.Write write) {
      return TAKEN;
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
      return new Stamped<>(stamp, TAKEN);
    }
  }
}
