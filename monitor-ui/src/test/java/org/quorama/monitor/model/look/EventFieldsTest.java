package org.quorama.monitor.model.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

class EventFieldsTest {
  @Test
  void aMessageShowsTheFieldsOfItsSummary() {
    MessageTrace.Sent sent =
        new MessageTrace.Sent(
            "n1:1:4",
            NodeId.of("n2"),
            new MessageTrace.Summary(MessageTrace.Kind.HEARTBEAT, 3, 4, 0, 7, false));
    assertThat(EventFields.of(sent))
        .contains(
            new EventFields.Field("messageId", "n1:1:4"),
            new EventFields.Field("kind", "HEARTBEAT"),
            new EventFields.Field("term", "3"));
  }

  @Test
  void entriesAndTimesCanBeRead() {
    RaftTrace.Appended appended =
        new RaftTrace.Appended(List.of(new RaftTrace.Entry(4, 2, "mkdir /a", 1)));
    assertThat(EventFields.line(appended)).isEqualTo("Appended  entries=4:t2 mkdir /a");
    assertThat(EventFields.line(new RaftTrace.DeadlineSet(true, 1_500_000)))
        .isEqualTo("DeadlineSet  election=true  remaining=1.5 ms");
  }

  @Test
  void everyEventOfARunHasItsFields() {
    assertThat(SimulatedTraces.healed())
        .extracting(TraceEvent::detail)
        .allSatisfy(detail -> assertThat(EventFields.line(detail)).startsWith(detail.kind()));
  }
}
