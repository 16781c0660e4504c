package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.OneChunkserver.C;
import static org.quorama.chunk.OneChunkserver.CHUNK_BYTES;
import static org.quorama.chunk.OneChunkserver.CLIENT;
import static org.quorama.chunk.OneChunkserver.DATA;
import static org.quorama.chunk.OneChunkserver.N1;
import static org.quorama.chunk.OneChunkserver.N2;
import static org.quorama.chunk.OneChunkserver.V1;
import static org.quorama.chunk.OneChunkserver.V2;
import static org.quorama.chunk.OneChunkserver.answer;
import static org.quorama.chunk.OneChunkserver.appended;
import static org.quorama.chunk.OneChunkserver.observed;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class AppendTest {
  private static final int LARGEST = CHUNK_BYTES / 4;

  private OneChunkserver server = new OneChunkserver();

  @Test
  @DisplayName("F-04 The primary chooses where a record goes, the same on all replicas")
  void appendIsOrderedAsAWriteBehindTheEnd() {
    server = new OneChunkserver(new ReplicaInfo(C, V1, 30));
    server.granted(V2, N1);
    ByteRange range = new ByteRange(30, 10);
    Mutation write = new Mutation.WriteData(range, DATA, true);

    assertThat(server.write(V2, new Mutation.AppendData(10, DATA, true)))
        .startsWith(
            observed(new ChunkFact.MutationOrdered(C, V2, 1, range)),
            observed(new ChunkFact.AppendPlaced(C, V2, 1, range)));
    assertThat(server.only(ChunkEffect.ApplyMutation.class).mutation()).isEqualTo(write);
    assertThat(server.only(ChunkEffect.Forward.class).mutate())
        .isEqualTo(new ChunkMessage.Mutate(C, V2, 1, write));
    assertThat(server.done()).endsWith(appended(30));
  }

  @Test
  @DisplayName("F-04 An append goes behind all that was ordered, finished or not")
  void appendsNeverShareAPlace() {
    server.granted(V1, N1);
    server.append(10);
    server.append(20);
    server.write(V1, new Mutation.WriteData(new ByteRange(100, 10), DATA, true));
    server.append(5);

    assertThat(server.only(ChunkEffect.Forward.class).mutate().range())
        .isEqualTo(new ByteRange(110, 5));
    assertThat(server.only(ChunkEffect.Forward.class).mutate().serial()).isEqualTo(4);
  }

  @Test
  @DisplayName("F-05 A retried append gets a place of its own; the failed one is an error")
  void retriedAppendGoesBehindTheFailedOne() {
    server.granted(V1, N1);
    server.append(10);
    ChunkEffect.Forward forward = server.only(ChunkEffect.Forward.class);
    server.stored(server.only(ChunkEffect.ApplyMutation.class).call(), ErrorCode.NONE);
    assertThat(server.confirmed(forward.call(), ErrorCode.REPLICA_FAILED))
        .last()
        .isEqualTo(
            new ChunkEffect.AnswerMutation(
                CLIENT, new ChunkMessage.MutationReply(ErrorCode.REPLICA_FAILED, List.of(N2), 0)));

    server.append(10);
    assertThat(server.done()).endsWith(appended(10));
  }

  @Test
  @DisplayName("F-06 A record that does not fit has the chunk padded on all replicas")
  void chunkIsPadded() {
    server.granted(V1, N1);
    fill(CHUNK_BYTES - 9);
    ByteRange rest = new ByteRange(CHUNK_BYTES - 9, 9);

    assertThat(server.append(10))
        .contains(observed(new ChunkFact.ChunkPadded(C, V1, 2, rest)))
        .doesNotContain(observed(new ChunkFact.AppendPlaced(C, V1, 2, rest)));
    assertThat(server.only(ChunkEffect.ApplyMutation.class).mutation())
        .isEqualTo(new Mutation.Pad(rest));
    assertThat(server.only(ChunkEffect.Forward.class).mutate().mutation())
        .isEqualTo(new Mutation.Pad(rest));
    assertThat(server.done()).endsWith(answer(ErrorCode.CHUNK_FULL));
    assertThat(server.append(1)).containsExactly(answer(ErrorCode.CHUNK_FULL));
  }

  @Test
  @DisplayName("F-06 A chunk that could not be padded everywhere is an error, not full")
  void failedPaddingIsAnError() {
    server.granted(V1, N1);
    fill(CHUNK_BYTES - 9);
    server.append(10);
    ChunkEffect.Forward forward = server.only(ChunkEffect.Forward.class);
    server.stored(server.only(ChunkEffect.ApplyMutation.class).call(), ErrorCode.NONE);

    assertThat(server.confirmed(forward.call(), ErrorCode.NO_SPACE))
        .endsWith(answer(ErrorCode.NO_SPACE, N2));
  }

  @Test
  @DisplayName("F-06 A record of the exact room left fits, and one of no bytes always does")
  void exactFitIsNoPadding() {
    server.granted(V1, N1);
    fill(CHUNK_BYTES - LARGEST);

    server.append(LARGEST);
    assertThat(server.done()).endsWith(appended(CHUNK_BYTES - LARGEST));
    server.append(0);
    assertThat(server.done()).endsWith(appended(CHUNK_BYTES));
    assertThat(server.append(1)).containsExactly(answer(ErrorCode.CHUNK_FULL));
  }

  @Test
  @DisplayName("F-06 A record has at most a quarter of a chunk")
  void tooLargeRecordIsRefused() {
    server.granted(V1, N1);

    assertThat(server.append(LARGEST + 1)).containsExactly(answer(ErrorCode.RECORD_TOO_LARGE));
    assertThat(server.append(LARGEST)).isNotEmpty();
  }

  @Test
  @DisplayName("F-13 Data of an append that is gone is said to be gone")
  void missingDataOfAnAppendIsSaid() {
    server.granted(V1, N1);
    server.append(10);
    CallId store = server.only(ChunkEffect.ApplyMutation.class).call();
    server.confirmed(server.only(ChunkEffect.Forward.class).call(), ErrorCode.NONE);

    assertThat(server.stored(store, ErrorCode.DATA_NOT_FOUND))
        .last()
        .isEqualTo(
            new ChunkEffect.AnswerMutation(
                CLIENT, new ChunkMessage.MutationReply(ErrorCode.DATA_NOT_FOUND, List.of(N1), 0)));
  }

  @Test
  void appendAfterATruncationGoesToTheNewEnd() {
    server.granted(V1, N1);
    fill(500);
    server.write(V1, new Mutation.Truncate(100));
    server.append(10);

    assertThat(server.only(ChunkEffect.Forward.class).mutate().range())
        .isEqualTo(new ByteRange(100, 10));
  }

  @Test
  void truncationAndSyncAreOrderedLikeWrites() {
    server.granted(V1, N1);
    server.write(V1, new Mutation.WriteData(new ByteRange(0, 10), DATA, false));
    assertThat(server.only(ChunkEffect.ApplyMutation.class).mutation().force()).isFalse();
    server.write(V1, new Mutation.Sync());

    assertThat(server.only(ChunkEffect.Forward.class).mutate())
        .isEqualTo(new ChunkMessage.Mutate(C, V1, 2, new Mutation.Sync()));
    assertThat(server.done()).endsWith(answer(ErrorCode.NONE));
    assertThat(server.write(V1, new Mutation.Truncate(CHUNK_BYTES + 1L)))
        .containsExactly(answer(ErrorCode.INVALID));
  }

  @Test
  void secondaryTakesNoAppend() {
    server.granted(V1, N2);
    Mutation append = new Mutation.AppendData(10, DATA, true);

    assertThat(
            server.step(
                new ChunkInput.MutateArrived(CLIENT, new ChunkMessage.Mutate(C, V1, 1, append))))
        .containsExactly(answer(ErrorCode.INVALID));
  }

  private void fill(int length) {
    server.write(V1, new Mutation.WriteData(new ByteRange(0, length), DATA, true));
    server.done();
  }
}
