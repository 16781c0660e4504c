package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.monitor.LabTrace.N1;
import static org.quorama.monitor.LabTrace.N2;
import static org.quorama.monitor.LabTrace.N3;
import static org.quorama.monitor.LabTrace.event;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceDetail;

class LabTest {
  private ClusterModel model = ClusterModel.of(List.of()).fold(LabTrace.frozen());
  private long seq = 100;

  private void happens(NodeId node, TraceDetail detail) {
    model = model.fold(event(node, seq++, detail));
  }

  private List<String> heldIds() {
    return model.lab().held().stream().map(Lab.Held::messageId).toList();
  }

  @Test
  void messagesWaitUntilTheyAreReleased() {
    assertThat(heldIds()).containsExactly("n2:1:1", "n2:1:2");

    happens(N2, new FaultTrace.MessageReleased("n2:1:1", Release.DROP));

    assertThat(heldIds()).containsExactly("n2:1:2");
    assertThat(model.lab().line()).isEqualTo("time stands still · 1 message waits · 1 link cut");
  }

  @Test
  void whatWaitsAtANodeIsGoneWithIt() {
    model = model.ended(N2);
    assertThat(heldIds()).isEmpty();
  }

  @Test
  void aRuleIsKnownFromEitherEnd() {
    assertThat(model.lab().rule(N1, N3)).contains(LinkRule.cut(N1, N3));
    assertThat(model.lab().rule(N3, N1)).isEmpty();
    happens(N1, new FaultTrace.LinksChanged(List.of(LinkRule.cut(N1, N3))));
    assertThat(model.lab().rules()).containsExactly(LinkRule.cut(N1, N3));
  }

  @Test
  void noFaultOutlivesABoot() {
    happens(N3, new FaultTrace.DiskChanged(DiskCondition.FULL, 0));
    happens(N3, new FaultTrace.NodePaused());
    happens(N3, new FaultTrace.ClockChanged(2, 0));
    assertThat(model.lab().line())
        .contains("n3 paused", "disk of n3 full", "clock of n3 2.0 ×", "1 link cut");

    happens(N3, new NodeTrace.Boot("", 0, 0));

    assertThat(model.lab().nodes()).isEmpty();
  }

  @Test
  void aChangeOfPaceIsSaidOnce() {
    happens(N1, new FaultTrace.PaceChanged(20, false));
    happens(N2, new FaultTrace.PaceChanged(20, false));

    assertThat(model.captions().stream().map(Caption::text))
        .containsOnlyOnce("Everything takes 20 times as long.", "n3 no longer hears n1.");
    assertThat(model.lab().dilation()).isEqualTo(20);
  }

  @Test
  void aMendedLinkIsSaid() {
    happens(N3, new FaultTrace.LinksChanged(List.of()));
    assertThat(model.captions().stream().map(Caption::text)).contains("n3 hears all others again.");
  }

  @Test
  void frozenTimeRunsOutOnlyWhenItIsAdvanced() {
    long frozenAt = model.lab().passed(1_000_000_000);
    assertThat(model.lab().passed(9_000_000_000L)).isEqualTo(frozenAt);

    happens(N1, new FaultTrace.TimeAdvanced(150));
    happens(N2, new FaultTrace.TimeAdvanced(150));

    assertThat(model.lab().passed(9_000_000_000L)).isEqualTo(frozenAt + 150);
  }

  @Test
  void dilatedTimeRunsOutMoreSlowly() {
    model = ClusterModel.of(List.of(N1));
    assertThat(model.lab().passed(77)).isEqualTo(77);

    happens(N1, new FaultTrace.PaceChanged(10, false));

    long changedAt = 100 * 1_000_000L;
    assertThat(model.lab().passed(changedAt + 50)).isEqualTo(changedAt + 5);
  }
}
