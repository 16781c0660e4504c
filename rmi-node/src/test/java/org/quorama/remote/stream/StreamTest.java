package org.quorama.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quorama.protocol.RandomBytes.random;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.rmi.ClusterSecret;
import org.quorama.storage.BlockSums;

@Timeout(30)
class StreamTest {
  private static final NodeId N2 = NodeId.of("n2");
  private static final ClusterSecret SECRET = ClusterSecret.ofBytes(new byte[32]);
  private static final Stamp STAMP = new Stamp(N2, 3, 4, "n2:3:5");
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final Duration POLLING = Duration.ofMillis(1);
  private static final StreamTimeouts PATIENT = new StreamTimeouts(LATE, LATE, LATE, POLLING);
  private static final StreamTimeouts HASTY = new StreamTimeouts(SOON, SOON, SOON, SOON, POLLING);

  private final Recorder service = new Recorder();
  private final StreamServer server = StreamServer.open("127.0.0.1", SECRET, service, PATIENT);
  private final StreamClient client = new StreamClient(server.address(), SECRET, PATIENT);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void dataArrivesAsItWasPushed() {
    PushedData data = data(PushedData.MAX_BYTES);

    assertThat(client.push(data)).isEqualTo(Recorder.PUSHED);
    assertThat(client.pass(STAMP, data)).isEqualTo(Recorder.PASSED);

    assertThat(service.taken).containsExactly(data, STAMP, data);
  }

  @Test
  void dataOutsideTheHeapArrivesAsItWasPushed() {
    PushedData onHeap = data(PushedData.MAX_BYTES);
    ByteBuffer outside = ByteBuffer.allocateDirect(onHeap.length()).put(onHeap.bytes()).flip();
    PushedData data = new PushedData(onHeap.id(), outside, onHeap.sums(), onHeap.next());

    PushedData empty =
        new PushedData(onHeap.id(), ByteBuffer.allocateDirect(0), BlockSums.NONE, List.of(N2));

    client.push(data);
    client.push(empty);
    client.push(data(5));

    assertThat(service.taken).containsExactly(onHeap, empty, data(5));
    assertThat(((PushedData) service.taken.get(0)).isIntact()).isTrue();
  }

  @Test
  void bytesThatAreReadArrive() {
    service.answer = random(300_000);

    ReadReply reply = client.read(read(PushedData.MAX_BYTES));
    assertThat(reply).isEqualTo(new ReadReply(ErrorCode.NONE, service.answer, sumOf(reply)));
    assertThat(service.taken).containsExactly(read(PushedData.MAX_BYTES));
  }

  @Test
  void aReadThatFailsInTheMiddleBringsNoBytesAndTheStreamGoesOn() {
    service.answer = random(100_000);
    service.code = ErrorCode.CORRUPT;
    assertThat(client.read(read(200_000)))
        .isEqualTo(new ReadReply(ErrorCode.CORRUPT, Bytes.EMPTY, 0));

    service.code = ErrorCode.NONE;
    assertThat(client.read(read(200_000)).bytes()).isEqualTo(service.answer);
  }

  @Test
  void moreBytesThanWereAskedForEndTheConnection() {
    service.answer = random(100_000);

    assertThatThrownBy(() -> client.read(read(99_999)))
        .isInstanceOf(NodeUnreachableException.class);
  }

  private static ChunkMessage.Read read(int length) {
    return new ChunkMessage.Read(new ChunkId(7), new ChunkVersion(2), new ByteRange(9, length));
  }

  private static int sumOf(ReadReply reply) {
    CRC32C sum = new CRC32C();
    sum.update(reply.bytes().unsafeArray());
    return (int) sum.getValue();
  }

  @Test
  void ordersArriveAsTheyWereGiven() {
    DataId data = new DataId(5, 6);
    ByteRange range = new ByteRange(1L << 40, 77);
    for (Mutation mutation :
        List.of(
            new Mutation.WriteData(range, data, true),
            new Mutation.AppendData(78, data, false),
            new Mutation.Pad(range),
            new Mutation.Truncate(1L << 33),
            new Mutation.Sync())) {
      ChunkMessage.Write write =
          new ChunkMessage.Write(new ChunkId(7), new ChunkVersion(2), mutation);
      ChunkMessage.Mutate mutate =
          new ChunkMessage.Mutate(new ChunkId(8), new ChunkVersion(3), 4, mutation);
      service.taken.clear();

      assertThat(client.write(write)).isEqualTo(Recorder.PUSHED);
      assertThat(client.mutate(STAMP, mutate).content()).isEqualTo(Recorder.PASSED);

      assertThat(service.taken).containsExactly(write, STAMP, mutate);
    }
  }

  @Test
  void dataThatRidesWithItsOrderArrivesAsItLeft() {
    PushedData data = data(1000);
    ChunkMessage.Write write =
        new ChunkMessage.Write(
            new ChunkId(7), new ChunkVersion(2), new ByteRange(0, 1000), data.id());
    ChunkMessage.Mutate mutate =
        new ChunkMessage.Mutate(new ChunkId(7), new ChunkVersion(2), 4, write.mutation());

    assertThat(client.write(data, write)).isEqualTo(Recorder.PUSHED);
    assertThat(client.mutate(STAMP, mutate, data).content()).isEqualTo(Recorder.PASSED);

    assertThat(service.taken).containsExactly(data, write, data, STAMP, mutate);
  }

  @Test
  void aRefusalArrivesAndTheStreamGoesOn() {
    service.refuses = true;
    assertThatThrownBy(() -> client.push(data(5)))
        .isInstanceOf(NodeUnreachableException.class)
        .hasMessage("It is overloaded");

    service.refuses = false;
    assertThat(client.push(data(5))).isEqualTo(Recorder.PUSHED);
  }

  @Test
  void whoDoesNotKnowTheSecretIsRefusedAndNothingHappens() {
    ClusterSecret other = ClusterSecret.ofBytes(SECRET.derive("another", 32));
    try (StreamClient stranger = new StreamClient(server.address(), other, PATIENT)) {
      assertThatThrownBy(() -> stranger.push(data(5)))
          .isInstanceOfSatisfying(
              NodeUnreachableException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
          .hasMessageContaining("refused the secret");
    }
    assertThat(service.taken).isEmpty();
  }

  @Test
  void whoIsNotThereCertainlyHeardNothing() {
    server.close();

    assertThatThrownBy(() -> client.push(data(5)))
        .isInstanceOfSatisfying(
            NodeUnreachableException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
  }

  @Test
  void aKeptStreamThatTheServerClosedIsReplaced() throws Exception {
    try (StreamServer hasty = StreamServer.open("127.0.0.1", SECRET, service, HASTY);
        StreamClient patient = new StreamClient(hasty.address(), SECRET, PATIENT)) {
      assertThat(patient.push(data(5))).isEqualTo(Recorder.PUSHED);
      try (Socket idle = entered(hasty.address())) {
        assertThat(idle.getInputStream().read()).as("closed when it was idle").isEqualTo(-1);
      }
      assertThat(patient.push(data(6))).isEqualTo(Recorder.PUSHED);
    }
  }

  @Test
  void aConnectionThatIsCutInTheMiddleOfAPieceLeavesNothing() throws Exception {
    try (Socket socket = entered(server.address())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      writeHead(out, 1000);
      out.write(new byte[10]);
      out.flush();
    }
    assertThat(client.push(data(5))).isEqualTo(Recorder.PUSHED);
    assertThat(service.taken).containsExactly(data(5));
  }

  @Test
  void anOversizedFrameEndsTheConnectionBeforeItsBytesAreRead() throws Exception {
    try (Socket socket = entered(server.address())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      writeHead(out, PushedData.MAX_BYTES + 1);
      out.flush();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(service.taken).isEmpty();
  }

  @Test
  void aChainThatIsTooLongEndsTheConnection() throws Exception {
    try (Socket socket = entered(server.address())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      writeChain(out, 33);
      out.flush();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(service.taken).isEmpty();
  }

  @Test
  void aQuestionThatNobodyKnowsEndsTheConnection() throws Exception {
    try (Socket socket = entered(server.address())) {
      socket.getOutputStream().write(99);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodeAddress at = new NodeAddress("127.0.0.1", silent.getLocalPort());
      try (StreamClient hasty = new StreamClient(at, SECRET, HASTY)) {
        assertThatThrownBy(() -> hasty.push(data(5)))
            .isInstanceOf(NodeUnreachableException.class)
            .hasMessageContaining("Nothing moved");
      }
    }
  }

  @Test
  void aServerThatTakesItsTimeIsGivenUpButMayHaveDoneIt() throws Exception {
    service.slow = new CountDownLatch(1);
    try (StreamClient hasty = new StreamClient(server.address(), SECRET, HASTY)) {
      assertThatThrownBy(() -> hasty.push(data(5)))
          .isInstanceOfSatisfying(
              NodeUnreachableException.class,
              e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
    } finally {
      service.slow.countDown();
    }
  }

  @Test
  void aSlowCallerIsGivenUp() throws Exception {
    try (StreamServer hasty = StreamServer.open("127.0.0.1", SECRET, service, HASTY);
        Socket socket = entered(hasty.address())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      writeHead(out, 1000);
      out.flush();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(service.taken).isEmpty();
  }

  @Test
  void aServerThatClosesCutsWhatRuns() throws Exception {
    service.slow = new CountDownLatch(1);
    CompletableFuture<MutationReply> running =
        CompletableFuture.supplyAsync(() -> client.push(data(5)));
    assertThat(service.begun.await(20, TimeUnit.SECONDS)).isTrue();
    server.close();
    assertThatThrownBy(running::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NodeUnreachableException.class);
    service.slow.countDown();
  }

  private static Socket entered(NodeAddress at) throws IOException {
    Socket socket = new Socket(at.host(), at.port());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    assertThat(in.readInt()).isEqualTo(0x51535431);
    byte[] nonce = new byte[32];
    in.readFully(nonce);
    ClusterSecret key = ClusterSecret.ofBytes(SECRET.derive("stream", 32));
    socket.getOutputStream().write(key.prove(nonce));
    assertThat(in.read()).isEqualTo(1);
    return socket;
  }

  private static void writeHead(DataOutputStream out, int length) throws IOException {
    writeChain(out, 0);
    out.writeInt(length);
  }

  private static void writeChain(DataOutputStream out, int nodes) throws IOException {
    out.writeByte(1);
    out.writeLong(1);
    out.writeLong(2);
    out.writeByte(nodes);
  }

  private static PushedData data(int length) {
    return PushedData.of(new DataId(1, length), random(length), List.of(N2));
  }

  /** Remembers what it was asked. */
  static final class Recorder implements StreamService {
    static final MutationReply PUSHED =
        new MutationReply(ErrorCode.REPLICA_FAILED, List.of(N2), 12);
    static final MutationReply PASSED = new MutationReply(ErrorCode.NONE, List.of());

    final List<Object> taken = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    volatile boolean refuses;
    volatile CountDownLatch slow = new CountDownLatch(0);
    volatile Bytes answer = Bytes.EMPTY;
    volatile ErrorCode code = ErrorCode.NONE;

    @Override
    public ByteBuffer room(int length) {
      return ByteBuffer.allocateDirect(length);
    }

    @Override
    public MutationReply push(PushedData data) {
      awaitTurn();
      taken.add(data);
      return PUSHED;
    }

    @Override
    public MutationReply pass(Stamp stamp, PushedData data) {
      taken.add(stamp);
      taken.add(data);
      return taken.isEmpty() ? PUSHED : PASSED;
    }

    @Override
    public ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException {
      taken.add(read);
      byte[] bytes = answer.unsafeArray();
      for (int at = 0; at < bytes.length; ) {
        ByteBuffer room = sink.room();
        int length = Math.min(room.remaining(), bytes.length - at);
        room.put(bytes, at, length);
        sink.take(length);
        at += length;
      }
      return code;
    }

    @Override
    public MutationReply write(ChunkMessage.Write write) {
      taken.add(write);
      return PUSHED;
    }

    @Override
    public MutationReply write(PushedData data, ChunkMessage.Write write) {
      taken.add(data);
      return write(write);
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
      taken.add(data);
      return mutate(stamp, mutate);
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
      taken.add(stamp);
      taken.add(mutate);
      return new Stamped<>(new Stamp(NodeId.of("n3"), 1, 9, "n3:1:1"), PASSED);
    }

    private void awaitTurn() {
      begun.countDown();
      try {
        assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (refuses) {
        String why = "It is overloaded";
        throw new NodeUnreachableException(why, Effect.UNKNOWN, new IllegalStateException(why));
      }
    }
  }
}
