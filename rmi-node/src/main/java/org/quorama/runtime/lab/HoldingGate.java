package org.quorama.runtime.lab;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.runtime.lab.LinkFates.Fate;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.TraceDetail;

/**
 * The gate of a lab. On its way a message meets the rule of its link, which may lose, double or
 * delay it; then, while time stands still, it waits until it is released by hand. When time passes
 * again what waits goes on, in its order. Confined to the event loop.
 *
 * <p>What a node sends itself passes always; reports and the orders that answer them wait for
 * nobody's hand, for housekeeping goes on.
 *
 * <p>Bound: {@link #BOUND} messages wait; one more drops the oldest.
 */
final class HoldingGate implements MessageGate {
  /** No message is under way longer than about a day. */
  private static final long LONGEST = 100_000_000_000_000L;

  private final LiveClock clock;
  private final LinkFates fates;
  private final Consumer<TraceDetail> trace;
  private final Runnable lookAtPace;

  /** What waits to be released, longest first. */
  private final ArrayDeque<Message> held = new ArrayDeque<>();

  /** What is under way for some time; empty while time stands still. */
  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>(Comparator.comparing(Delayed::due).thenComparingLong(Delayed::number));

  private long delays;

  /** Whether time stands still, as far as this gate was told. */
  private boolean frozen;

  /** Whether what waited is going on just now. */
  private boolean lettingGo;

  private record Delayed(MonotonicTime due, long number, Message message) {}

  /**
   * Makes a gate.
   *
   * @param clock the node's
   * @param fates what becomes of messages by the rules of links
   * @param trace told of every message that waits, is released or dropped
   * @param lookAtPace calls {@link #follow}, after the trace knows of a new pace
   */
  HoldingGate(LiveClock clock, LinkFates fates, Consumer<TraceDetail> trace, Runnable lookAtPace) {
    this.clock = clock;
    this.fates = fates;
    this.trace = trace;
    this.lookAtPace = lookAtPace;
    this.frozen = clock.pace().frozen();
  }

  @Override
  public boolean isOpen() {
    return !frozen && held.isEmpty() && fates.areWhole() && !clock.pace().frozen();
  }

  @Override
  public void take(Message message) {
    if (!frozen && clock.pace().frozen()) {
      lookAtPace.run(); // not the other way: what waited must not go on in the middle of a step
    }
    if (message.from().equals(message.to())) {
      message.way().goOn();
      return;
    }
    Fate fate = fates.next(message.from(), message.to());
    if (fate.isLost()) {
      drop(message, fate.lostBy());
      return;
    }
    send(message, fate.delayNanos());
    if (fate.hasTwin() && message.way().mayRepeat()) {
      send(message, fate.twinDelayNanos());
    }
  }

  private void send(Message message, long delayNanos) {
    if (frozen && !isHousekeeping(message)) {
      hold(message);
    } else if (lettingGo) {
      held.add(message);
    } else if (delayNanos > 0 && !frozen) {
      delay(message, delayNanos);
    } else {
      goOn(message);
    }
  }

  private static boolean isHousekeeping(Message message) {
    Kind kind = message.summary().kind();
    return kind == Kind.REPORT || kind == Kind.ORDERS;
  }

  private void hold(Message message) {
    makeRoom();
    held.add(message);
    trace.accept(
        new FaultTrace.MessageHeld(message.id(), message.from(), message.to(), message.summary()));
  }

  private void delay(Message message, long delayNanos) {
    makeRoom();
    MonotonicTime due = new MonotonicTime(clock.now().nanos() + Math.min(delayNanos, LONGEST));
    delayed.add(new Delayed(due, delays, message));
    delays++;
  }

  private void makeRoom() {
    if (held.size() + delayed.size() >= BOUND) {
      Delayed first = delayed.poll();
      drop(first == null ? held.remove() : first.message(), "too many wait");
    }
  }

  /** What was sent on a link that is cut by now is lost with it. */
  private void goOn(Message message) {
    if (fates.isCut(message.from(), message.to())) {
      drop(message, "cut");
    } else {
      message.way().goOn();
    }
  }

  private void drop(Message message, String reason) {
    trace.accept(new MessageTrace.Dropped(message.id(), message.to(), reason));
    message.way().lost();
  }

  /** Hears whether time stands still: then what is under way waits in sight, else all goes on. */
  void follow(boolean frozenNow) {
    if (frozen == frozenNow) {
      return;
    }
    frozen = frozenNow;
    if (frozen) {
      for (Delayed next = delayed.poll(); next != null; next = delayed.poll()) {
        hold(next.message());
      }
    } else {
      letGo();
    }
  }

  /** What is sent meanwhile goes on behind the others. */
  private void letGo() {
    lettingGo = true;
    while (!frozen && !held.isEmpty()) {
      Message next = held.remove();
      trace.accept(new FaultTrace.MessageReleased(next.id(), Release.DELIVER));
      goOn(next);
    }
    lettingGo = false;
  }

  /**
   * Releases a message that waits.
   *
   * @param id that of its sending
   * @param release what becomes of it
   * @return false if none waits that is called so
   */
  boolean release(String id, Release release) {
    Iterator<Message> each = held.iterator();
    while (each.hasNext()) {
      Message message = each.next();
      if (message.id().equals(id)) {
        each.remove();
        release(message, release);
        return true;
      }
    }
    return false;
  }

  private void release(Message message, Release release) {
    trace.accept(new FaultTrace.MessageReleased(message.id(), release));
    if (release == Release.DROP) {
      drop(message, "by hand");
      return;
    }
    goOn(message);
    if (release == Release.DUPLICATE && message.way().mayRepeat()) {
      goOn(message);
    }
  }

  /** Returns when something is to go on by itself. */
  MonotonicTime nextDue() {
    Delayed first = delayed.peek();
    return first == null ? MonotonicTime.NEVER : first.due();
  }

  /** Lets go on what was under way long enough. */
  void timePassed() {
    while (nextDue().isDue(clock.now())) {
      goOn(delayed.remove().message());
    }
  }

  /** Returns what waits to be released, longest first. */
  List<HeldMessage> waiting() {
    return held.stream()
        .map(each -> new HeldMessage(each.id(), each.from(), each.to(), each.summary()))
        .toList();
  }
}
