package org.quorama.runtime.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.runtime.lab.LinkFates.Fate;
import org.quorama.trace.FaultTrace.LinkRule;

class LinkFatesTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");

  private final LinkFates fates = new LinkFates(new SplittableRandom(1));

  @Test
  void linkWithoutARuleIsWhole() {
    fates.set(List.of(LinkRule.cut(N1, N2)));

    assertThat(fates.next(N2, N1)).isEqualTo(new Fate("", 0, Fate.NO_TWIN));
    assertThat(fates.isCut(N2, N1)).isFalse();
    assertThat(fates.areWhole()).isFalse();
  }

  @Test
  void nothingPassesACutLink() {
    fates.set(List.of(LinkRule.cut(N1, N2)));

    assertThat(fates.next(N1, N2).lostBy()).isEqualTo("cut");
    assertThat(fates.isCut(N1, N2)).isTrue();
  }

  @Test
  void newRulesReplaceAllEarlierOnes() {
    fates.set(List.of(LinkRule.cut(N1, N2)));
    fates.set(List.of());

    assertThat(fates.next(N1, N2).isLost()).isFalse();
    assertThat(fates.areWhole()).isTrue();
  }

  @Test
  void shareOfLostAndDoubledMessagesIsWhatTheRuleSays() {
    fates.set(List.of(new LinkRule(N1, N2, 0.25, 0.5, 0, 0)));

    List<Fate> drawn = IntStream.range(0, 4000).mapToObj(i -> fates.next(N1, N2)).toList();

    long lost = drawn.stream().filter(fate -> fate.lostBy().equals("loss")).count();
    long doubled = drawn.stream().filter(Fate::hasTwin).count();
    assertThat(lost).isBetween(900L, 1100L);
    assertThat(doubled).isBetween(1400L, 1600L);
  }

  @Test
  void delayIsWithinItsJitterAndTwinsHaveTheirOwn() {
    fates.set(List.of(new LinkRule(N1, N2, 0, 1, 100, 10)));

    List<Fate> drawn = IntStream.range(0, 1000).mapToObj(i -> fates.next(N1, N2)).toList();

    assertThat(drawn).allMatch(fate -> fate.delayNanos() >= 100 && fate.delayNanos() <= 110);
    assertThat(drawn)
        .allMatch(fate -> fate.twinDelayNanos() >= 100 && fate.twinDelayNanos() <= 110)
        .anyMatch(fate -> fate.twinDelayNanos() < fate.delayNanos());
  }
}
