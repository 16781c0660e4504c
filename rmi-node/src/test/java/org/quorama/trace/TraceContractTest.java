package org.quorama.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class TraceContractTest {
  private final TraceJson json = new TraceJson();

  @Test
  void everyKindHasASample() {
    assertThat(TraceSamples.all().stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(TraceJson.kinds(TraceDetail.class).toList());
  }

  @Test
  void kindsHaveDifferentNames() {
    assertThat(TraceJson.kinds(TraceDetail.class).map(Class::getSimpleName))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyKindComesBackFromJsonAsItWas() {
    for (TraceEvent event : TraceSamples.events()) {
      String line = json.write(event);
      assertThat(line).doesNotContain("\n").contains("\"ev\":\"" + event.detail().kind() + "\"");
      assertThat(json.read(line)).isEqualTo(event);
    }
  }

  @Test
  void everyKindComesBackFromSerialisationAsItWas() throws Exception {
    for (TraceEvent event : TraceSamples.events()) {
      assertThat(serialised(event)).isEqualTo(event);
    }
  }

  @Test
  void idsAndAddressesAreTheirText() {
    assertThat(json.write(TraceSamples.event(4, TraceSamples.all().get(3))))
        .startsWith("{\"node\":\"n1\",")
        .contains("\"n2\":\"h:5\"");
  }

  @Test
  void aLineThatIsNoEventIsRefusedWithTheReason() {
    String line = json.write(TraceSamples.event(1, new RaftTrace.Durable(9)));
    assertRefused("{\"node\":", "Not a trace event");
    assertRefused("null", "needed");
    assertRefused(line.replace("Durable", "Durables"), "Durables");
    assertRefused(line.replace("\"seq\":1,", ""), "seq");
    assertRefused(line.replace("\"n1\"", "\"N 1\""), "node id");
  }

  private void assertRefused(String line, String reason) {
    assertThatThrownBy(() -> json.read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static Object serialised(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
