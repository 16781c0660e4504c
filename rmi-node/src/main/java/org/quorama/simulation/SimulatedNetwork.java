package org.quorama.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.Schedule;

/**
 * Directed links between endpoints: nodes first, then clients. A link may delay, lose, repeat and
 * reorder what it carries, and may be cut in one direction.
 */
final class SimulatedNetwork {
  private final Schedule schedule;
  private final SplittableRandom random;
  private final Counters counters;
  private final boolean[][] cut;
  private FaultMix.Network faults;

  SimulatedNetwork(
      Schedule schedule,
      SplittableRandom random,
      Counters counters,
      FaultMix.Network faults,
      int endpoints) {
    this.schedule = schedule;
    this.random = random;
    this.counters = counters;
    this.faults = faults;
    this.cut = new boolean[endpoints][endpoints];
  }

  /** Cuts one direction; what is on its way is lost. */
  void cut(int from, int to) {
    counters.count(Sometimes.CUT);
    cut[from][to] = true;
  }

  boolean isCut(int from, int to) {
    return cut[from][to];
  }

  boolean isAnythingCut() {
    boolean[] whole = new boolean[cut.length];
    return !Arrays.stream(cut).allMatch(row -> Arrays.equals(row, whole));
  }

  void healAll() {
    for (boolean[] row : cut) {
      Arrays.fill(row, false);
    }
  }

  /** Ends all faults by chance. */
  void calm() {
    faults = faults.calm();
  }

  /** Sends something; it arrives never, once or twice. */
  void send(int from, int to, Runnable arrival) {
    send(new Link(from, to, 0), true, arrival);
  }

  private void send(Link link, boolean mayRepeat, Runnable arrival) {
    int from = link.from();
    int to = link.to();
    if (from == to) {
      schedule.after(0, arrival);
      return;
    }
    if (Chances.happens(random, faults.loss())) {
      counters.count(Sometimes.MESSAGE_LOST);
      return;
    }
    carry(from, to, delay(), arrival);
    if (Chances.happens(random, faults.duplication()) && mayRepeat) {
      counters.count(Sometimes.MESSAGE_DUPLICATED);
      carry(from, to, delay() + 10 * delay(), arrival);
    }
  }

  private long delay() {
    long delay = faults.minDelay() + Chances.exponential(random, faults.meanDelay());
    return Chances.happens(random, faults.reorder()) ? 5 * delay : delay;
  }

  private void carry(int from, int to, long delay, Runnable arrival) {
    if (!cut[from][to]) {
      schedule.after(
          delay,
          () -> {
            if (!cut[from][to]) {
              arrival.run();
            }
          });
    }
  }

  /**
   * Calls another endpoint. Exactly one of the answer and the loss reaches the caller, even if the
   * callee answers twice or late; the callee may run never, once or twice.
   *
   * @param link who calls whom, and how long the caller waits
   * @param request what happens at the callee, which answers through what it is given
   * @param answered what happens at the caller
   * @param lost what happens at the caller if no answer came in time
   */
  <R> void call(Link link, Consumer<Consumer<R>> request, Consumer<R> answered, Runnable lost) {
    call(new Call<>(link, true, request), answered, lost);
  }

  /**
   * Calls another endpoint as {@link #call} does, and the callee never runs twice: as over a stream
   * that is not opened anew.
   */
  <R> void callOnce(Link link, Consumer<Consumer<R>> request, Consumer<R> answered, Runnable lost) {
    call(new Call<>(link, false, request), answered, lost);
  }

  private record Call<R>(Link link, boolean mayRepeat, Consumer<Consumer<R>> request) {}

  private <R> void call(Call<R> call, Consumer<R> answered, Runnable lost) {
    Link link = call.link();
    boolean[] ended = new boolean[1];
    Consumer<R> once =
        reply -> {
          if (!ended[0]) {
            ended[0] = true;
            answered.accept(reply);
          }
        };
    send(
        link,
        call.mayRepeat(),
        () ->
            call.request()
                .accept(reply -> send(link.to(), link.from(), () -> once.accept(carried(reply)))));
    schedule.deadlineAfter(
        link.timeoutNanos(),
        () -> {
          if (!ended[0]) {
            ended[0] = true;
            lost.run();
          }
        });
  }

  /** Who calls whom, and how long the caller waits. */
  record Link(int from, int to, long timeoutNanos) {}

  /** Returns a message as the receiver gets it: itself, or a copy made by Java serialisation. */
  <T> T carried(T message) {
    return faults.serialised() && message instanceof Serializable ? copy(message) : message;
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    } catch (IOException e) {
      throw new UncheckedIOException("A message cannot be serialised: " + message, e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("A message cannot be read back: " + message, e);
    }
  }
}
