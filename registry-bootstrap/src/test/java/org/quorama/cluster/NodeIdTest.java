package org.quorama.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
  @Test
  void sortsByItsText() {
    assertThat(NodeId.of("n1")).isLessThan(NodeId.of("n2")).hasToString("n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1n", "N1", "n_1", "n12345678901234567", "n 1", "../n1"})
  void refusesOtherForms(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of(text));
  }
}
