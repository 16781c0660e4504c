package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.DataId;
import org.quorama.protocol.Bytes;
import org.quorama.remote.PushedData;
import org.quorama.storage.BlockSums;

class DataBuffersTest {
  private final DataBuffers buffers = new DataBuffers(10);

  @Test
  void returnsWhatWasPut() {
    PushedData data = PushedData.of(id(1), Bytes.wrap(new byte[] {7, 8}), List.of());
    buffers.put(data);

    assertThat(buffers.lend(id(1))).hasValue(data);
  }

  @Test
  @DisplayName("F-13 the oldest data is dropped when the bytes exceed the bound")
  void dropsTheOldest() {
    buffers.put(data(1, 6));
    assertThat(buffers.put(data(2, 4))).isEmpty();
    assertThat(buffers.put(data(3, 1))).extracting(PushedData::id).containsExactly(id(1));

    assertThat(buffers.lend(id(1))).isEmpty();
    assertThat(buffers.lend(id(2))).isPresent();
    assertThat(buffers.heldBytes()).isEqualTo(5);
  }

  @Test
  void sameDataPutAgainCountsOnce() {
    buffers.put(data(1, 6));
    buffers.put(data(1, 6));

    assertThat(buffers.heldBytes()).isEqualTo(6);
  }

  @Test
  void dataThatHasFoundItsPlaceMakesRoom() {
    buffers.put(data(1, 6));
    buffers.remove(id(1));
    buffers.remove(id(2));

    assertThat(buffers.heldBytes()).isZero();
    assertThat(buffers.lend(id(1))).isEmpty();
  }

  @Test
  void whatRidesStaysUntilItsOrdersHaveLeft() {
    buffers.putRider(data(1, 6));
    buffers.remove(id(1));
    assertThat(buffers.rider(id(1))).isPresent();

    buffers.removeRider(id(1));
    assertThat(buffers.rider(id(1))).isEmpty();
    assertThat(buffers.heldBytes()).isZero();
  }

  @Test
  void memoryIsUsedAgainWhenItsDataHasFoundItsPlaceAndNobodyHasItOnLoan() {
    DataBuffers large = new DataBuffers(4 << 20);
    PushedData piece = piece(large);
    large.putAndLend(piece);
    assertThat(large.lend(id(1)).orElseThrow()).isSameAs(piece);
    large.remove(id(1));
    large.giveBack(piece);
    assertThat(isThatOf(piece, large.room(1 << 20))).isFalse();

    large.giveBack(piece);
    assertThat(isThatOf(piece, large.room(1 << 20))).isTrue();
  }

  private static PushedData piece(DataBuffers buffers) {
    return new PushedData(id(1), buffers.room(1 << 20), BlockSums.NONE, List.of());
  }

  private static boolean isThatOf(PushedData piece, ByteBuffer memory) {
    memory.put(0, (byte) (memory.get(0) + 1));
    return piece.bytes().get(0) == memory.get(0);
  }

  @Test
  void memoryOfDataThatWasDroppedForOthersIsNotUsedAgain() {
    DataBuffers small = new DataBuffers(1 << 20);
    PushedData piece = piece(small);
    small.putAndLend(piece);
    small.put(data(2, 5));
    small.giveBack(piece);

    assertThat(isThatOf(piece, small.room(1 << 20))).isFalse();
  }

  private static PushedData data(long sequence, int length) {
    return PushedData.of(id(sequence), Bytes.wrap(new byte[length]), List.of());
  }

  private static DataId id(long sequence) {
    return new DataId(1, sequence);
  }
}
