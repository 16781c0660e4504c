package org.quorama.monitor.model.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;

/** Puts the slots of a window together. Used once. */
final class WindowOf {
  private final NavigableMap<Long, MetricsFold.Slot> slots;
  private final int steps;
  private final int slotsPerStep;
  private final long firstSlot;
  private final long known;
  private final TreeSet<NodeId> nodes = new TreeSet<>();

  WindowOf(NavigableMap<Long, MetricsFold.Slot> all, long endNanos, MetricsFold.Span window) {
    steps = window.steps();
    slotsPerStep = window.slotsPerStep();
    long endStep = Math.floorDiv(endNanos, MetricsFold.SLOT_NANOS * slotsPerStep) + 1;
    firstSlot = (endStep - steps) * slotsPerStep;
    known = all.isEmpty() ? Long.MAX_VALUE : all.firstKey();
    slots = all.subMap(firstSlot, true, endStep * slotsPerStep, false);
    slots.values().forEach(slot -> nodes.addAll(slot.nodes.keySet()));
  }

  Figures figures(List<Figures.Election> elections) {
    long stepNanos = MetricsFold.SLOT_NANOS * slotsPerStep;
    long endNanos = firstSlot * MetricsFold.SLOT_NANOS + steps * stepNanos;
    long beginNanos = endNanos - steps * stepNanos;
    return new Figures(
        endNanos,
        stepNanos,
        steps,
        all(tally -> tally.committed),
        each(tally -> tally.applied),
        latency(),
        messages(),
        each(tally -> tally.bytes),
        elections.stream()
            .filter(one -> one.timeNanos() >= beginNanos && one.timeNanos() < endNanos)
            .toList(),
        sent());
  }

  private List<Double> all(ToDoubleFunction<Tally> value) {
    double[] sums = nothing();
    nodes.forEach(node -> add(sums, node, value));
    return perSecond(sums);
  }

  private Map<NodeId, List<Double>> each(ToDoubleFunction<Tally> value) {
    Map<NodeId, List<Double>> series = new TreeMap<>();
    for (NodeId node : nodes) {
      double[] sums = nothing();
      add(sums, node, value);
      series.put(node, perSecond(sums));
    }
    return series;
  }

  private Map<Traffic, List<Double>> messages() {
    Map<Traffic, List<Double>> series = new EnumMap<>(Traffic.class);
    for (Traffic traffic : Traffic.values()) {
      series.put(traffic, all(tally -> tally.sent(traffic)));
    }
    return series;
  }

  private Map<MessageTrace.Kind, Map<NodeId, Integer>> sent() {
    Map<MessageTrace.Kind, Map<NodeId, Integer>> counts = new EnumMap<>(MessageTrace.Kind.class);
    slots.values().forEach(slot -> slot.nodes.forEach((node, tally) -> sent(counts, node, tally)));
    return counts;
  }

  private static void sent(
      Map<MessageTrace.Kind, Map<NodeId, Integer>> counts, NodeId node, Tally tally) {
    tally
        .sent()
        .forEach(
            (kind, count) ->
                counts
                    .computeIfAbsent(kind, of -> new TreeMap<>())
                    .merge(node, count, Integer::sum));
  }

  private Figures.Latency latency() {
    List<Double> median = new ArrayList<>();
    List<Double> worst = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      Latencies latencies = new Latencies();
      long from = firstSlot + (long) step * slotsPerStep;
      slots
          .subMap(from, from + slotsPerStep)
          .values()
          .forEach(slot -> latencies.addAll(slot.latencies));
      median.add(latencies.quantileMillis(0.5));
      worst.add(latencies.quantileMillis(0.99));
    }
    return new Figures.Latency(median, worst);
  }

  /** Zero from the first step of which anything is known. */
  private double[] nothing() {
    double[] values = new double[steps];
    for (int step = 0; step < steps; step++) {
      boolean before = firstSlot + (step + 1L) * slotsPerStep <= known;
      values[step] = before ? Double.NaN : 0;
    }
    return values;
  }

  private void add(double[] sums, NodeId node, ToDoubleFunction<Tally> value) {
    slots.forEach(
        (at, slot) -> {
          Tally tally = slot.nodes.get(node);
          if (tally != null) {
            sums[(int) ((at - firstSlot) / slotsPerStep)] += value.applyAsDouble(tally);
          }
        });
  }

  private List<Double> perSecond(double[] sums) {
    double seconds = slotsPerStep * (MetricsFold.SLOT_NANOS / 1e9);
    return Arrays.stream(sums).map(sum -> sum / seconds).boxed().toList();
  }
}
