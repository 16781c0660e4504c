package org.quorama.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.protocol.RandomBytes;

class CrcCombineTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 9", "9, 0", "1, 1", "7, 65535", "65535, 1", "1024, 64512", "3, 1000000"})
  void theSumOfTwoPartsIsThatOfTheWhole(int first, int second) {
    byte[] whole = RandomBytes.random(first + second).unsafeArray();

    int combined =
        CrcCombine.combine(
            BlockSums.sum(whole, 0, first), BlockSums.sum(whole, first, second), second);

    assertThat(combined).isEqualTo(BlockSums.sum(whole, 0, whole.length));
  }
}
