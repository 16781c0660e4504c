package org.quorama.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** What travels between processes arrives as it left, or not at all. */
class WireTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final ChunkId CHUNK = new ChunkId(12);
  private static final ChunkVersion VERSION = new ChunkVersion(3);
  private static final OperationValue.ChunkLocation LOCATION =
      new OperationValue.ChunkLocation(CHUNK, VERSION, N1, List.of(N1));

  /** The first half of a surrogate pair, in three bytes that are no UTF-8. */
  private static final String HALF_A_PAIR = "\u00ED\u00A0\u00BD";

  private static final Stamp STAMP = new Stamp(N1, 2, 77, "n1:2:9");

  @Test
  void entriesArriveAsTheyLeft() throws Exception {
    List<LogEntry> entries =
        List.of(
            LogEntry.noOp(new LogPosition(3, 8)),
            LogEntry.command(new LogPosition(4, 9), Bytes.ofUtf8("set")));
    RaftMessage request =
        new RaftMessage.AppendEntries(4, N1, new LogPosition(3, 7), entries, 6, 12);

    assertThat(travel(new Stamped<>(STAMP, request))).isEqualTo(new Stamped<>(STAMP, request));
  }

  @Test
  void answersAndRareMessagesArriveAsTheyLeft() throws Exception {
    for (RaftMessage message :
        List.of(
            new RaftMessage.AppendEntriesReply(4, true, 9, 12),
            new RaftMessage.PreVote(4, N1, new LogPosition(3, 7)),
            new RaftMessage.TimeoutNow(4, N1))) {
      assertThat(travel(new Stamped<>(STAMP, message))).isEqualTo(new Stamped<>(STAMP, message));
    }
  }

  @Test
  void requestsAndAnswersArriveAsTheyLeft() throws Exception {
    FilePath path = FilePath.parse("/a/b");
    List<OperationRequest> requests = new ArrayList<>();
    for (FileOperation operation :
        List.of(
            new FileOperation.SetAttribute(path, "x", Bytes.ofUtf8("v"), 4),
            new FileOperation.GetAttribute(path, "x"),
            new FileOperation.CreateFile(path),
            new FileOperation.Stat(FilePath.ROOT),
            new FileOperation.OpenChunk(path, 1, List.of(N1)),
            new FileOperation.OpenChunk(path, 1, List.of(), new ChunkVersion(7)),
            new FileOperation.ReserveChunks(3, List.of(CHUNK)),
            new FileOperation.CreateWritten(path, SyncMode.CLOSE, CHUNK, 1024),
            new FileOperation.FillFile(path, 1024, CHUNK, -5L),
            new FileOperation.FillFile(path, 1024, CHUNK, null),
            new FileOperation.ExtendFile(path, 77),
            new FileOperation.ExtendFile(path, 77, CHUNK),
            new FileOperation.MakeDirectory(path),
            new FileOperation.Rename(path, FilePath.parse("/c")),
            new FileOperation.Replace(path, FilePath.parse("/c")),
            new FileOperation.Delete(path),
            new FileOperation.ListDirectory(path),
            new FileOperation.Locate(path),
            new FileOperation.Truncate(path, 4))) {
      requests.add(new OperationRequest(new RequestId(5, 6), 3, ReadMode.STALE, operation));
    }
    List<OperationReply> replies =
        List.of(
            OperationReply.ok(new OperationValue.Done(), 3),
            OperationReply.ok(new OperationValue.Attribute(7, Bytes.ofUtf8("v")), 7),
            OperationReply.ok(new OperationValue.Listing(List.of()), 8),
            OperationReply.ok(new OperationValue.Listing(List.of(attributes("/a/b"))), 8),
            OperationReply.ok(
                new OperationValue.Listing(List.of(attributes("/a/b"), attributes("/c/d"))), 8),
            OperationReply.ok(attributes("/a/b"), 8),
            OperationReply.ok(
                new OperationValue.WritableChunk(LOCATION, 1 << 20, SyncMode.NEVER), 8),
            OperationReply.ok(
                new OperationValue.ReservedChunks(List.of(LOCATION, LOCATION), 1 << 20), 8),
            OperationReply.ok(new OperationValue.Locations(9, 1 << 20, List.of(LOCATION)), 8),
            OperationReply.fail(ErrorCode.NO_SPACE),
            OperationReply.unknown(),
            OperationReply.unknown().answeredBy(N1, 0),
            OperationReply.fail(ErrorCode.EXISTS).answeredBy(N1, 4));
    List<OperationReply> ofOneNode =
        replies.stream().map(reply -> reply.answeredBy(N1, 5)).toList();

    assertThat(travel(new RequestBatch(requests)).requests()).isEqualTo(requests);
    assertThat(travel(new ReplyBatch(replies)).replies()).isEqualTo(replies);
    assertThat(travel(new ReplyBatch(ofOneNode)).replies()).isEqualTo(ofOneNode);
    assertThat(travel(new ReplyBatch(List.of())).replies()).isEmpty();
  }

  private static OperationValue.Attributes attributes(String path) {
    return new OperationValue.Attributes(
        FilePath.parse(path), false, 5, 1, 7, SyncMode.NEVER, 1234);
  }

  @Test
  void whatIsSaidAboutChunksArrivesAsItLeft() throws Exception {
    DataId id = new DataId(-4, 8);
    List<ChunkMessage> messages =
        List.of(
            new ChunkMessage.Grant(CHUNK, VERSION, true, N1, List.of(N1), Duration.ofSeconds(60)),
            new ChunkMessage.GrantReply(true, 9),
            new ChunkMessage.Write(CHUNK, VERSION, new Mutation.AppendData(5, id, false)),
            new ChunkMessage.Write(CHUNK, VERSION, new ByteRange(4, 5), id),
            new ChunkMessage.Mutate(CHUNK, VERSION, 3, new Mutation.Sync()),
            new ChunkMessage.Mutate(
                CHUNK,
                ChunkVersion.FIRST,
                1,
                new Mutation.FirstWrite(
                    new Mutation.WriteData(new ByteRange(0, 5), id, true),
                    List.of(N1, NodeId.of("n2")))),
            new ChunkMessage.Mutate(CHUNK, VERSION, 3, new Mutation.Pad(new ByteRange(4, 5))),
            new ChunkMessage.Mutate(CHUNK, VERSION, 3, new Mutation.Truncate(1L << 33)),
            new ChunkMessage.MutationReply(ErrorCode.NO_SPACE, List.of(N1), 6),
            new ChunkMessage.Revoke(CHUNK, VERSION));
    for (ChunkMessage message : messages) {
      assertThat(travel(new Stamped<>(STAMP, message))).isEqualTo(new Stamped<>(STAMP, message));
    }
  }

  @Test
  @DisplayName("J-07 what is not on the list is refused, also inside a message of our own")
  void strangersInsideAMessageAreRefused() throws Exception {
    byte[] bytes = write(new Stamped<>(STAMP, new BitSet()));

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(InvalidClassException.class);
  }

  @Test
  @DisplayName("J-07 a length that no message has is refused before anything is made of it")
  void impossibleLengthIsRefused() throws Exception {
    RaftMessage request =
        new RaftMessage.AppendEntries(4, N1, new LogPosition(3, 7), List.of(), 6, 12);
    byte[] bytes = write(new Stamped<>(STAMP, request));
    bytes[lastCount(bytes)] = 0x7f;

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("J-07 a name that no path can have is refused, whoever sent it")
  void impossibleNamesAreRefused() throws Exception {
    for (Serializable sent :
        List.of(
            new RequestBatch(List.of(request(new FileOperation.Stat(FilePath.parse("/xyz"))))),
            new RequestBatch(List.of(request(new FileOperation.Undelete(FilePath.parse("/xyz"))))),
            new ReplyBatch(List.of(OperationReply.ok(attributes("/xyz"), 8))))) {
      assertThat(readWith(sent, "xyz", "abc")).isNotNull();
      for (String name : List.of(HALF_A_PAIR, "a/b", "a\0b")) {
        assertThatThrownBy(() -> readWith(sent, "xyz", name))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("Not a file name");
      }
    }
  }

  @Test
  @DisplayName("J-07 a path that is too long is refused, whoever sent it")
  void tooLongPathsAreRefused() {
    FilePath ofTwo = FilePath.parse("/" + "x".repeat(200) + "/" + "y".repeat(200));
    RequestBatch tooLong = new RequestBatch(List.of(request(new FileOperation.Stat(ofTwo))));
    String first = "x".repeat(200);
    assertThatThrownBy(
            () ->
                readWith(
                    tooLong, "\0\2\0\u00C8" + first + "\0\u00C8y", "\0\1\1\u0092" + first + "xxy"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 255 bytes in UTF-8")
        .hasMessageContaining("has 402");

    FilePath deepest = FilePath.parse("/abcd" + "/d".repeat(FilePath.MAX_DEPTH - 1));
    RequestBatch deep = new RequestBatch(List.of(request(new FileOperation.Stat(deepest))));
    char count = (char) FilePath.MAX_DEPTH;
    char tooMany = (char) (count + 1);
    assertThatThrownBy(
            () -> readWith(deep, "\0" + count + "\0\4abcd", "\0" + tooMany + "\0\1a\0\1b"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 64 names, and this one has 65");
  }

  private static OperationRequest request(FileOperation operation) {
    return new OperationRequest(new RequestId(1, 1), 0, ReadMode.LINEARIZABLE, operation);
  }

  /** Reads what was written after some bytes, a character each, took the place of as many. */
  private static Object readWith(Serializable sent, String bytes, String instead) throws Exception {
    String written = new String(write(sent), StandardCharsets.ISO_8859_1);
    assertThat(written).containsOnlyOnce(bytes);
    return read(written.replace(bytes, instead).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void tooManyRequestsDoNotLeave() {
    OperationRequest request = request(new FileOperation.Stat(FilePath.ROOT));

    assertThatThrownBy(() -> write(new RequestBatch(Collections.nCopies(70_000, request))))
        .isInstanceOf(IOException.class);
  }

  /** The count of entries is the last number of a message without any, before an end mark. */
  private static int lastCount(byte[] bytes) {
    return bytes.length - 5;
  }

  private static <T extends Serializable> T travel(T sent) throws Exception {
    @SuppressWarnings("unchecked") // what was written is read
    T arrived = (T) read(write(sent));
    return arrived;
  }

  private static byte[] write(Serializable sent) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(
          NodeExport.allowedArguments()
              .and(org.quorama.rmi.AllowList.of(ReplyBatch.class, OperationReply.class))
              .filter());
      return in.readObject();
    }
  }
}
