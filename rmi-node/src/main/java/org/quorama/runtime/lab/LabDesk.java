package org.quorama.runtime.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.runtime.time.LiveClock;
import org.quorama.runtime.time.Pace;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Timer;

/** Does what a lab orders, and tells what is so. Confined to the node's event loop. */
public final class LabDesk {
  private final LabKit kit;
  private final LabHost host;

  /** How time passed when this node last looked. */
  private Pace noted;

  private final HoldingGate gate;
  private boolean paused;

  /**
   * Makes a desk.
   *
   * @param kit what it changes
   * @param host the node
   */
  public LabDesk(LabKit kit, LabHost host) {
    this.kit = kit;
    this.host = host;
    this.noted = kit.clock().pace();
    this.gate = new HoldingGate(kit.clock(), kit.links().fates(), host::record, this::notePace);
  }

  /** Returns what messages pass. */
  public MessageGate gate() {
    return gate;
  }

  /** What became of an order. */
  public static final class Answer {
    private final @Nullable LabView view;
    private final String refusal;

    private Answer(@Nullable LabView view, String refusal) {
      this.view = view;
      this.refusal = refusal;
    }

    /**
     * Returns what is so afterwards.
     *
     * @throws IllegalStateException if the order was refused; the message says why
     */
    public LabView view() {
      if (view == null) {
        throw new IllegalStateException(refusal);
      }
      return view;
    }
  }

  /**
   * Does what a lab orders, or refuses.
   *
   * @param order what
   */
  public Answer answer(LabOrder order) {
    String refusal = refusalOf(order);
    return refusal.isEmpty() ? new Answer(view(), "") : new Answer(null, refusal);
  }

  /** Takes an order; returns why not, empty if it was done. */
  private String refusalOf(LabOrder order) {
    if (order instanceof LabOrder.SetLinks links) {
      setLinks(links.rules());
    } else if (order instanceof LabOrder.SetPace pace) {
      return changed(() -> clock().appoint(pace.atWallMillis(), pace.dilation(), pace.frozen()));
    } else if (order instanceof LabOrder.Advance advance) {
      return changed(() -> advance(advance.by()));
    } else if (order instanceof LabOrder.SetClock wrong) {
      return setClock(wrong);
    } else if (order instanceof LabOrder.SetPaused wanted) {
      setPaused(wanted.paused());
    } else if (order instanceof LabOrder.SetDisk ill) {
      setDisk(ill);
    } else if (!(order instanceof LabOrder.Look)) {
      return paused ? host.node() + " is paused: resume it before" : letHappen(order);
    }
    return "";
  }

  /** Has happen by hand what waits for it; returns why not, empty if it was done. */
  private String letHappen(LabOrder order) {
    if (order instanceof LabOrder.Fire fire) {
      fire(fire.timer());
      return "";
    }
    if (order instanceof LabOrder.ReleaseMessage release) {
      boolean waits = gate.release(release.messageId(), release.release());
      return waits ? "" : "No message " + release.messageId() + " waits at " + host.node();
    }
    throw new AssertionError("No such order: " + order);
  }

  private LiveClock clock() {
    return kit.clock();
  }

  /** Changes the clock; returns why not, empty if it was done. */
  private String changed(Runnable change) {
    try {
      change.run();
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
    notePace();
    host.wake();
    return "";
  }

  private void advance(Duration by) {
    clock().advance(by);
    host.record(new FaultTrace.TimeAdvanced(by.toNanos()));
  }

  private String setClock(LabOrder.SetClock order) {
    String refusal = changed(() -> clock().goWrong(order.rate(), order.jump()));
    if (refusal.isEmpty()) {
      host.record(new FaultTrace.ClockChanged(order.rate(), order.jump().toNanos()));
    }
    return refusal;
  }

  /** Tells the trace if time passes otherwise than it did when this node last looked. */
  private void notePace() {
    Pace pace = clock().pace();
    boolean changed = pace.frozen() != noted.frozen() || pace.dilation() != noted.dilation();
    noted = pace;
    if (changed) {
      host.record(new FaultTrace.PaceChanged(pace.dilation(), pace.frozen()));
    }
    if (!paused) {
      gate.follow(pace.frozen());
    }
  }

  /** Before a pause and after it the trace tells so; in between the node tells nothing. */
  private void setPaused(boolean wanted) {
    if (wanted != paused) {
      paused = wanted;
      host.record(wanted ? new FaultTrace.NodePaused() : new FaultTrace.NodeResumed());
      kit.links().hearNothing(wanted);
      kit.surroundings().silence(wanted);
      host.pause(wanted);
      notePace();
    }
  }

  private void setDisk(LabOrder.SetDisk ill) {
    kit.surroundings().setDisk(ill.condition(), ill.delay());
    host.record(new FaultTrace.DiskChanged(ill.condition(), ill.delay().toNanos()));
  }

  private void fire(Timer timer) {
    if (host.deadline(timer).isDue(clock().now())) {
      host.record(new FaultTrace.DeadlineFired(timer));
      host.letTimePass(timer);
    }
  }

  /** Tells the trace how time passes from the start of the node on, unless it does as usual. */
  public void started() {
    if (noted.frozen()) {
      host.record(new FaultTrace.PaceChanged(noted.dilation(), true));
    }
  }

  /** Returns when {@link #timePassed} is to be called at the latest. */
  public MonotonicTime nextWakeup() {
    Pace pace = clock().pace();
    if (!pace.equals(noted)) {
      return MonotonicTime.ZERO;
    }
    MonotonicTime next =
        host.deadline(Timer.MASTER).earliest(host.deadline(Timer.CHUNK)).earliest(gate.nextDue());
    return pace.frozen() ? next : next.earliest(host.deadline(Timer.RAFT));
  }

  /**
   * Lets time pass for the cores that are due. While it is frozen Raft is not one of them: its
   * elections and heartbeats are fired by hand, housekeeping goes on.
   */
  public void timePassed() {
    notePace();
    gate.timePassed();
    for (Timer timer : Timer.values()) {
      boolean byHand = timer == Timer.RAFT && noted.frozen();
      if (!byHand && host.deadline(timer).isDue(clock().now())) {
        host.letTimePass(timer);
      }
    }
  }

  private void setLinks(List<LinkRule> rules) {
    kit.links().set(rules);
    List<LinkRule> mine = kit.links().rules();
    Set<NodeId> unheard =
        mine.stream()
            .filter(rule -> rule.passesNothing() && rule.to().equals(host.node()))
            .map(LinkRule::from)
            .collect(Collectors.toUnmodifiableSet());
    kit.surroundings().ignore(unheard);
    host.record(new FaultTrace.LinksChanged(mine));
  }

  private LabView view() {
    Pace pace = clock().pace();
    LabView.Faults faults =
        new LabView.Faults(paused, kit.links().rules(), kit.surroundings().disk());
    return new LabView(
        host.node(),
        host.incarnation(),
        new LabView.Clock(clock().now().nanos(), pace.dilation(), pace.frozen(), pace.rate()),
        faults,
        gate.waiting(),
        deadlines(),
        underWay(),
        host.nextSeq());
  }

  /** A paused node goes on with nothing; whoever is about to let time pass has something to do. */
  private int underWay() {
    int due = nextWakeup().isDue(clock().now()) ? 1 : 0;
    return paused ? 0 : host.underWay() + due;
  }

  private List<LabView.Deadline> deadlines() {
    MonotonicTime now = clock().now();
    List<LabView.Deadline> next = new ArrayList<>();
    for (Timer timer : Timer.values()) {
      MonotonicTime deadline = host.deadline(timer);
      if (!deadline.equals(MonotonicTime.NEVER)) {
        next.add(new LabView.Deadline(timer, deadline.nanos() - now.nanos()));
      }
    }
    return next;
  }
}
