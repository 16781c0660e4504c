package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * What a lab has done to the cluster from outside, as the trace tells it. Immutable.
 *
 * @param dilation how much longer everything takes, 1 if nothing does
 * @param frozen whether protocol time stands still
 * @param nodes what is wrong with each node, those without a fault left out
 * @param clocks how protocol time passes on each node that said so
 * @param held the messages that wait to be released by hand, longest first, at most {@value
 *     #MAX_HELD}
 */
public record Lab(
    int dilation,
    boolean frozen,
    Map<NodeId, Faults> nodes,
    Map<NodeId, Clock> clocks,
    List<Held> held)
    implements Serializable {
  /** How many messages are kept. */
  public static final int MAX_HELD = 4_096;

  /** Nothing was done. */
  public static final Lab NOTHING = new Lab(1, false, Map.of(), Map.of(), List.of());

  /**
   * What is wrong with one node.
   *
   * @param links the rules of links from and to it
   * @param disk how its disk behaves
   * @param paused whether it does nothing
   * @param rate how fast its clock goes, 1 is right
   */
  public record Faults(List<LinkRule> links, DiskCondition disk, boolean paused, double rate)
      implements Serializable {
    static final Faults NONE = new Faults(List.of(), DiskCondition.HEALTHY, false, 1);

    /** Copies the list. */
    public Faults {
      links = List.copyOf(links);
    }

    Faults withLinks(List<LinkRule> rules) {
      return new Faults(rules, disk, paused, rate);
    }

    Faults withDisk(DiskCondition condition) {
      return new Faults(links, condition, paused, rate);
    }

    Faults withPause(boolean isPaused) {
      return new Faults(links, disk, isPaused, rate);
    }

    Faults withRate(double now) {
      return new Faults(links, disk, paused, now);
    }
  }

  /**
   * How protocol time passes on a node, beside the clock of the trace.
   *
   * @param sinceNanos from when on, on the clock of the trace
   * @param passedNanos the protocol time then
   * @param slowness how much longer everything takes, 0 if time stands still
   */
  public record Clock(long sinceNanos, long passedNanos, int slowness) implements Serializable {
    long passed(long nowNanos) {
      return slowness == 0 ? passedNanos : passedNanos + (nowNanos - sinceNanos) / slowness;
    }
  }

  /**
   * A message that waits to be released by hand.
   *
   * @param at the node where it waits: who asked, for a question and for its reply
   * @param messageId its id in the trace
   * @param from who sent it
   * @param to whom it is for
   * @param summary what it says
   */
  public record Held(
      NodeId at, String messageId, NodeId from, NodeId to, MessageTrace.Summary summary)
      implements Serializable {}

  /** Makes the collections read-only; the makers in this package never share them. */
  public Lab {
    nodes = Collections.unmodifiableMap(nodes);
    clocks = Collections.unmodifiableMap(clocks);
    held = Collections.unmodifiableList(held);
  }

  /** Returns what is so after an event; this, if nothing changed. */
  Lab after(TraceEvent event) {
    TraceDetail detail = event.detail();
    if (detail instanceof FaultTrace fault) {
      return after(event, fault);
    }
    boolean isOver = detail instanceof NodeTrace.Killed || detail instanceof NodeTrace.Stopped;
    return isOver || detail instanceof NodeTrace.Boot ? without(event.node()) : this;
  }

  private Lab after(TraceEvent event, FaultTrace fault) {
    NodeId node = event.node();
    long passed = passed(node, event.timeNanos());
    if (fault instanceof FaultTrace.PaceChanged pace) {
      int slowness = pace.frozen() ? 0 : pace.dilation();
      Lab now = with(node, new Clock(event.timeNanos(), passed, slowness));
      return new Lab(pace.dilation(), pace.frozen(), nodes, now.clocks, held);
    }
    if (fault instanceof FaultTrace.TimeAdvanced it) {
      return with(node, new Clock(event.timeNanos(), passed + it.nanos(), 0));
    }
    if (fault instanceof FaultTrace.MessageHeld it) {
      return hold(new Held(node, it.messageId(), it.from(), it.to(), it.summary()));
    }
    if (fault instanceof FaultTrace.MessageReleased it) {
      return keepIf(held -> !(held.at().equals(node) && held.messageId().equals(it.messageId())));
    }
    Faults now = faultsAfter(nodes.getOrDefault(node, Faults.NONE), fault);
    return now == null ? this : with(node, now);
  }

  private static @Nullable Faults faultsAfter(Faults before, FaultTrace fault) {
    if (fault instanceof FaultTrace.LinksChanged links) {
      return before.withLinks(links.rules());
    }
    if (fault instanceof FaultTrace.DiskChanged disk) {
      return before.withDisk(disk.condition());
    }
    if (fault instanceof FaultTrace.ClockChanged clock) {
      return before.withRate(clock.rate());
    }
    if (fault instanceof FaultTrace.NodePaused) {
      return before.withPause(true);
    }
    return fault instanceof FaultTrace.NodeResumed ? before.withPause(false) : null;
  }

  private Lab with(NodeId node, Faults faults) {
    TreeMap<NodeId, Faults> changed = new TreeMap<>(nodes);
    changed.put(node, faults);
    if (faults.equals(Faults.NONE)) {
      changed.remove(node);
    }
    return new Lab(dilation, frozen, changed, clocks, held);
  }

  private Lab with(NodeId node, Clock clock) {
    TreeMap<NodeId, Clock> changed = new TreeMap<>(clocks);
    changed.put(node, clock);
    return new Lab(dilation, frozen, nodes, changed, held);
  }

  private long passed(NodeId node, long nowNanos) {
    Clock own = clocks.get(node);
    return own == null ? passed(nowNanos) : own.passed(nowNanos);
  }

  /**
   * Returns the protocol time of the cluster, in which deadlines and leases run out: that of the
   * clock of the trace as long as no lab changed it.
   *
   * @param nowNanos the present, on the clock of the trace
   */
  public long passed(long nowNanos) {
    return clocks.values().stream().mapToLong(it -> it.passed(nowNanos)).max().orElse(nowNanos);
  }

  private Lab hold(Held message) {
    List<Held> more = new ArrayList<>(held.subList(held.size() < MAX_HELD ? 0 : 1, held.size()));
    more.add(message);
    return new Lab(dilation, frozen, nodes, clocks, more);
  }

  private Lab keepIf(Predicate<Held> condition) {
    return new Lab(
        dilation, frozen, nodes, clocks, new ArrayList<>(held.stream().filter(condition).toList()));
  }

  /** Returns what is so when a node's process has ended: no fault of it outlives it. */
  Lab without(NodeId node) {
    TreeMap<NodeId, Clock> others = new TreeMap<>(clocks);
    others.remove(node);
    return new Lab(dilation, frozen, nodes, others.isEmpty() ? clocks : others, held)
        .with(node, Faults.NONE)
        .keepIf(message -> !message.at().equals(node));
  }

  /**
   * Returns what is wrong with a node.
   *
   * @param node which
   */
  public Faults of(NodeId node) {
    return nodes.getOrDefault(node, Faults.NONE);
  }

  /**
   * Returns the rule of a link, nothing if it is whole. Both ends know it, unless one was started
   * anew since.
   *
   * @param from who sends
   * @param to who hears
   */
  public Optional<LinkRule> rule(NodeId from, NodeId to) {
    return Stream.of(from, to)
        .flatMap(end -> of(end).links().stream())
        .filter(rule -> rule.from().equals(from) && rule.to().equals(to))
        .findFirst();
  }

  /** Returns every rule of a link, each once. */
  public List<LinkRule> rules() {
    return nodes.values().stream().flatMap(faults -> faults.links().stream()).distinct().toList();
  }

  /** Returns one line on time, links and what else is wrong; empty if nothing is. */
  public String line() {
    List<String> words = new ArrayList<>();
    if (frozen) {
      words.add("time stands still");
    } else if (dilation > 1) {
      words.add("time runs " + dilation + " × slower");
    }
    if (!held.isEmpty()) {
      words.add(held.size() + (held.size() == 1 ? " message waits" : " messages wait"));
    }
    long cut = rules().stream().filter(LinkRule::passesNothing).count();
    if (cut > 0) {
      words.add(cut + (cut == 1 ? " link cut" : " links cut"));
    }
    nodes.forEach((node, faults) -> words.addAll(wordsOf(node, faults)));
    return String.join(" · ", words);
  }

  private static List<String> wordsOf(NodeId node, Faults faults) {
    List<String> words = new ArrayList<>();
    if (faults.paused()) {
      words.add(node + " paused");
    }
    switch (faults.disk()) {
      case HEALTHY -> {}
      case SLOW -> words.add("disk of " + node + " slow");
      case FULL -> words.add("disk of " + node + " full");
      case FSYNC_ERROR -> words.add("disk of " + node + " cannot force");
    }
    if (faults.rate() != 1) {
      words.add("clock of %s %s ×".formatted(node, faults.rate()));
    }
    return words;
  }
}
