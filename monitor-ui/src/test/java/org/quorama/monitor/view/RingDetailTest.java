package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingDetailTest {
  private static final double READABLE = 12.5;

  @ParameterizedTest
  @CsvSource({
    "587, 545, 1, ALL",
    "1280, 540, 1, ALL",
    "1280, 500, 1.5, WORDS",
    "587, 500, 1.5, WORDS",
    "1920, 800, 1.5, ALL",
    "615, 235, 1, FEW",
    "615, 208, 1.5, FEW",
    "940, 370, 1, WORDS"
  })
  void theLessRoomTheFewerWords(double width, double height, double theme, RingDetail expected) {
    assertThat(RingDetail.of(width, height, theme).detail()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"587, 545, 1", "1280, 500, 1.5", "587, 500, 1.5", "1920, 800, 1.5", "615, 370, 1"})
  void wordsAreNeverTooSmallToRead(double width, double height, double theme) {
    RingDetail.Fit fit = RingDetail.of(width, height, theme);
    assertThat(fit.words() * fit.factor()).isGreaterThanOrEqualTo(READABLE * theme);
  }

  @Test
  void theRingFitsIntoItsRoom() {
    RingDetail.Fit tile = RingDetail.of(615, 208, 1.5);
    assertThat(2 * tile.detail().glyphHeight() * tile.factor()).isLessThanOrEqualTo(208);
  }
}
