package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.DataId;
import org.quorama.remote.PieceArrays;

class DataBuffersTest {
  private final DataBuffers buffers = new DataBuffers(10, new PieceArrays(2));

  @Test
  void returnsWhatWasPut() {
    buffers.put(id(1), new byte[] {7, 8});

    assertThat(buffers.lend(id(1))).hasValue(new byte[] {7, 8});
  }

  @Test
  @DisplayName("F-13 the oldest data is dropped when the bytes exceed the bound")
  void dropsTheOldest() {
    buffers.put(id(1), new byte[6]);
    buffers.put(id(2), new byte[4]);
    buffers.put(id(3), new byte[1]);

    assertThat(buffers.lend(id(1))).isEmpty();
    assertThat(buffers.lend(id(2))).isPresent();
    assertThat(buffers.heldBytes()).isEqualTo(5);
  }

  @Test
  void sameDataPutAgainCountsOnce() {
    buffers.put(id(1), new byte[6]);
    buffers.put(id(1), new byte[6]);

    assertThat(buffers.heldBytes()).isEqualTo(6);
  }

  @Test
  void dataThatHasFoundItsPlaceMakesRoom() {
    buffers.put(id(1), new byte[6]);
    buffers.remove(id(1));
    buffers.remove(id(2));

    assertThat(buffers.heldBytes()).isZero();
    assertThat(buffers.lend(id(1))).isEmpty();
  }

  @Test
  void anArrayIsUsedAgainWhenItsDataHasFoundItsPlaceAndNobodyHasItOnLoan() {
    PieceArrays arrays = new PieceArrays(2);
    DataBuffers large = new DataBuffers(4 << 20, arrays);
    byte[] piece = new byte[1 << 20];
    large.putAndLend(id(1), piece);
    assertThat(large.lend(id(1))).hasValue(piece);
    large.remove(id(1));
    large.giveBack(piece);
    assertThat(arrays.take(1 << 20)).isNotSameAs(piece);

    large.giveBack(piece);
    assertThat(arrays.take(1 << 20)).isSameAs(piece);
  }

  @Test
  void anArrayThatWasDroppedForOthersIsNotUsedAgain() {
    PieceArrays arrays = new PieceArrays(2);
    DataBuffers small = new DataBuffers(1 << 20, arrays);
    byte[] piece = new byte[1 << 20];
    small.putAndLend(id(1), piece);
    small.put(id(2), new byte[5]);
    small.giveBack(piece);

    assertThat(arrays.take(1 << 20)).isNotSameAs(piece);
  }

  private static DataId id(long sequence) {
    return new DataId(1, sequence);
  }
}
