package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {
  @ParameterizedTest
  @EnumSource
  void coloursOfMarksStayApartForEveryViewer(Theme theme) {
    List<Color> marks =
        List.of(theme.accent(), theme.warm(), theme.alarm(), theme.muted(), theme.ground());
    for (ColorDistance.Sight sight : ColorDistance.Sight.values()) {
      for (int i = 0; i < marks.size(); i++) {
        for (Color other : marks.subList(i + 1, marks.size())) {
          assertThat(ColorDistance.between(marks.get(i), other, sight))
              .as("%s and %s in %s, seen as %s", marks.get(i), other, theme, sight)
              .isGreaterThanOrEqualTo(10);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wordsHaveTheContrastThatEyesNeed(Theme theme) {
    for (Color words : List.of(theme.text(), theme.muted())) {
      assertThat(ColorDistance.contrast(words, theme.ground())).isGreaterThanOrEqualTo(4.5);
    }
    for (Color mark : List.of(theme.accent(), theme.warm(), theme.alarm())) {
      assertThat(ColorDistance.contrast(mark, theme.ground())).isGreaterThanOrEqualTo(4.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noWordIsSmallerThanTwelvePixels(Theme theme) {
    assertThat(theme.font(9).getSize()).isGreaterThanOrEqualTo(12);
    assertThat(Theme.PROJECTOR.font(14).getSize()).isEqualTo(21);
  }

  @Test
  void theDistanceIsThatOfThePublishedTestData() {
    double[] one = {50, 2.6772, -79.7751};
    double[] two = {50, 0, -82.7485};
    assertThat(ColorDistance.ciede2000(one, two)).isCloseTo(2.0425, within(1e-4));
    double[] three = {60.2574, -34.0099, 36.2677};
    double[] four = {60.4626, -34.1751, 39.4387};
    assertThat(ColorDistance.ciede2000(three, four)).isCloseTo(1.2644, within(1e-4));
  }
}
