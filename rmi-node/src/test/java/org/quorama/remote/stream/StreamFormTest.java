package org.quorama.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.PushedData;

class StreamFormTest {
  private static final NodeId N2 = NodeId.of("n2");

  @Test
  @DisplayName("J-07 more bytes than ride with an order are refused before there is room for them")
  void tooManyBytesThatRideAreRefused() throws Exception {
    BulkInput in = new BulkInput(new ByteArrayInputStream(orderWithTooManyBytes()));
    assertThat(in.readUnsignedByte()).isEqualTo(StreamForm.WRITE_WITH_DATA);
    assertThat(StreamForm.readWrite(in).chunk()).isEqualTo(new ChunkId(7));

    assertThatThrownBy(() -> StreamForm.readData(in, StreamFormTest::noRoom))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1048579 is not from 0 to 1048576");
  }

  private static byte[] orderWithTooManyBytes() throws IOException {
    PushedData data = PushedData.of(new DataId(-4, 8), Bytes.ofUtf8("abc"), List.of(N2));
    ByteRange range = new ByteRange(0, 3);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    StreamForm.writeWrite(
        new BulkOutput(frame),
        new ChunkMessage.Write(new ChunkId(7), new ChunkVersion(2), range, data.id()),
        data);
    byte[] bytes = frame.toByteArray();
    int length = bytes.length - data.length() - 2 * Integer.BYTES;
    assertThat(Arrays.copyOfRange(bytes, length, length + 4)).containsExactly(0, 0, 0, 3);
    bytes[length + 1] = PushedData.MAX_BYTES >> 16;
    return bytes;
  }

  private static ByteBuffer noRoom(int length) {
    throw new AssertionError("No room was to be made for " + length + " bytes");
  }

  @Test
  void moreNodesThanAChainHasDoNotLeave() {
    MutationReply reply = new MutationReply(ErrorCode.NONE, Collections.nCopies(33, N2), 0);
    DataOutputStream nowhere = new DataOutputStream(new ByteArrayOutputStream());

    assertThatThrownBy(() -> StreamForm.writeAnswer(nowhere, reply))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("33 is not from 0 to 32");
  }
}
