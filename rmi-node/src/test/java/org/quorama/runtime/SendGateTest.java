package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SendGateTest {
  private final SendGate gate = new SendGate();
  private final ArrayList<String> left = new ArrayList<>();

  @Test
  void messageLeavesAtOnceIfNothingIsToBePersisted() {
    gate.pass(true, () -> left.add("vote"));

    assertThat(left).containsExactly("vote");
  }

  @Test
  void promiseWaitsForEveryEarlierPersist() {
    gate.persistRequested(1);
    gate.persistRequested(2);
    gate.pass(true, () -> left.add("vote"));

    gate.persisted(1);
    assertThat(left).isEmpty();

    gate.persisted(2);
    assertThat(left).containsExactly("vote");
  }

  @Test
  void messageWithoutAPromiseOvertakesOneThatWaits() {
    gate.persistRequested(1);
    gate.pass(true, () -> left.add("reply"));
    gate.pass(false, () -> left.add("entries"));

    assertThat(left).containsExactly("entries");
  }

  @Test
  void promiseDoesNotWaitForALaterPersist() {
    gate.persistRequested(1);
    gate.pass(true, () -> left.add("first"));
    gate.persistRequested(2);
    gate.pass(true, () -> left.add("second"));

    gate.persisted(1);

    assertThat(left).containsExactly("first");
  }

  @Test
  void oneForceLetsAllGoInOrder() {
    gate.persistRequested(1);
    gate.pass(true, () -> left.add("first"));
    gate.persistRequested(2);
    gate.pass(true, () -> left.add("second"));

    gate.persisted(2);

    assertThat(left).containsExactly("first", "second");
  }
}
