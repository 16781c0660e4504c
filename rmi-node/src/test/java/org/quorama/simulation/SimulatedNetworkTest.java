package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.Schedule;

class SimulatedNetworkTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  private final Schedule schedule = new Schedule();
  private final List<String> arrived = new ArrayList<>();

  @Test
  void messagesArriveLater() {
    network(0, 0).send(0, 1, () -> arrived.add("m"));

    assertThat(arrived).isEmpty();
    run();
    assertThat(arrived).containsExactly("m");
    assertThat(schedule.now()).isEqualTo(SECOND);
  }

  @Test
  void cutIsOneWay() {
    SimulatedNetwork network = network(0, 0);
    network.cut(0, 1);
    network.send(0, 1, () -> arrived.add("there"));
    network.send(1, 0, () -> arrived.add("back"));
    run();

    assertThat(arrived).containsExactly("back");
  }

  @Test
  void cutLosesWhatIsOnItsWayAndHealingDoesNotBringItBack() {
    SimulatedNetwork network = network(0, 0);
    network.send(0, 1, () -> arrived.add("m"));
    network.cut(0, 1);
    run();
    network.healAll();
    network.send(0, 1, () -> arrived.add("later"));
    run();

    assertThat(arrived).containsExactly("later");
  }

  @Test
  void lossAndDuplicationHappen() {
    SimulatedNetwork lossy = network(1, 0);
    SimulatedNetwork doubling = network(0, 1);
    lossy.send(0, 1, () -> arrived.add("lost"));
    doubling.send(0, 1, () -> arrived.add("twice"));
    run();

    assertThat(arrived).containsExactly("twice", "twice");
  }

  @Test
  void callIsAnsweredOnceEvenIfTheCalleeAnswersTwice() {
    SimulatedNetwork network = network(0, 0);
    network.<String>call(
        new SimulatedNetwork.Link(0, 1, SECOND),
        caller -> {
          caller.accept("yes");
          caller.accept("again");
        },
        arrived::add,
        () -> arrived.add("lost"));
    schedule.runUntil(3 * SECOND);

    assertThat(arrived).hasSize(1).doesNotContain("lost");
  }

  @Test
  void lostAnswerLooksLikeALostCallThoughItRan() {
    SimulatedNetwork network = network(0, 0);
    network.cut(1, 0);
    network.<String>call(
        new SimulatedNetwork.Link(0, 1, SECOND),
        caller -> {
          arrived.add("ran");
          caller.accept("yes");
        },
        arrived::add,
        () -> arrived.add("lost"));
    schedule.runUntil(3 * SECOND);

    assertThat(arrived).containsExactly("ran", "lost");
  }

  @Test
  void serialisedMessagesAreEqualCopies() {
    NodeId sent = NodeId.of("n1");
    NodeId carried = network(0, 0).carried(sent);

    assertThat(carried).isEqualTo(sent).isNotSameAs(sent);
  }

  private SimulatedNetwork network(double loss, double duplication) {
    FaultMix.Network faults = new FaultMix.Network(MILLI, MILLI, loss, duplication, 0, true);
    return new SimulatedNetwork(schedule, new SplittableRandom(1), new Counters(), faults, 3);
  }

  private void run() {
    schedule.runUntil(schedule.now() + SECOND);
  }
}
