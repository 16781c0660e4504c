package org.quorama.monitor.viewmodel.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogWindowTest {
  private final LogWindow window = new LogWindow();

  @Test
  void aPinnedWindowFollowsTheEnd() {
    window.update(5, 10);
    assertThat(window.firstProperty().get()).isEqualTo(1);
    window.update(40, 10);
    assertThat(window.firstProperty().get()).isEqualTo(31);
    assertThat(window.lastInSight()).isEqualTo(40);
  }

  @Test
  void whoScrollsBackStaysThereUntilTheEndIsReachedAgain() {
    window.update(40, 10);
    window.scroll(-5);
    assertThat(window.pinnedProperty().get()).isFalse();
    window.update(60, 10);
    assertThat(window.firstProperty().get()).isEqualTo(26);
    window.scrollTo(Long.MAX_VALUE);
    assertThat(window.pinnedProperty().get()).isTrue();
    assertThat(window.lastInSight()).isEqualTo(60);
  }

  @Test
  void revealingScrollsAsLittleAsNeeded() {
    window.update(40, 10);
    window.reveal(20);
    assertThat(window.firstProperty().get()).isEqualTo(20);
    window.reveal(25);
    assertThat(window.firstProperty().get()).isEqualTo(20);
    window.reveal(31);
    assertThat(window.firstProperty().get()).isEqualTo(22);
  }
}
