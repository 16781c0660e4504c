package org.quorama.runtime.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.remote.NodeUnreachableException;

class PeerLaneTest {
  private final PeerLane lane = new PeerLane("test-lane", 2);
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final ArrayList<String> lost = new ArrayList<>();

  @AfterEach
  void stop() {
    lane.stop();
  }

  @Test
  void callsAreMadeInOrder() throws Exception {
    send("first");
    send("second");
    lane.start();

    assertThat(answers.poll(2, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(answers.poll(2, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  @DisplayName("J-01 what a frozen node keeps waiting is bounded: the oldest call is lost")
  void fullLaneDropsTheOldest() throws Exception {
    send("first");
    send("second");
    send("third");

    assertThat(lost).containsExactly("first");
    lane.start();
    assertThat(answers.poll(2, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void failedCallIsLostAndTheNextIsMade() throws Exception {
    BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    lane.send(PeerLaneTest::unreachable, answers::add, () -> failed.add("first"));
    send("second");
    lane.start();

    assertThat(failed.poll(2, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(answers.poll(2, TimeUnit.SECONDS)).isEqualTo("second");
  }

  private void send(String text) {
    lane.send(() -> text, answers::add, () -> lost.add(text));
  }

  private static String unreachable() {
    throw new NodeUnreachableException(
        "gone", NodeUnreachableException.Effect.NONE, new IllegalStateException("gone"));
  }
}
