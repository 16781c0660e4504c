package org.quorama.monitor.view.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private final Changes changes = new Changes();

  @Test
  void theFirstTimeIsAChangeAndTheSameAgainIsNone() {
    List<String> model = new ArrayList<>();
    assertThat(changes.in(model, 12.5, null)).isTrue();
    assertThat(changes.in(model, 12.5, null)).isFalse();
    assertThat(changes.in(model, 12.0, null)).isTrue();
    assertThat(changes.in(model, 12.0, "n1")).isTrue();
  }

  @Test
  void anotherCollectionIsAChangeThoughItIsEqual() {
    assertThat(changes.in(new ArrayList<>())).isTrue();
    assertThat(changes.in(new ArrayList<>())).isTrue();
  }
}
