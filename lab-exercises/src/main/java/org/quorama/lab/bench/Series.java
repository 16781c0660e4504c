package org.quorama.lab.bench;

import java.util.ArrayList;
import java.util.List;

/** Repeated runs of one measurement: their median and their spread. Confined to one thread. */
final class Series {
  private final List<Double> values = new ArrayList<>();
  private final List<Double> p50 = new ArrayList<>();
  private final List<Double> p99 = new ArrayList<>();
  private long errors;
  private String firstError = "";

  void add(ClosedLoop.Result result) {
    add(result.perSecond());
    p50.add(result.percentileMicros(0.50));
    p99.add(result.percentileMicros(0.99));
    noteErrors(result);
  }

  private void noteErrors(ClosedLoop.Result result) {
    errors += result.errors();
    if (firstError.isEmpty()) {
      firstError = result.firstError();
    }
  }

  /** Adds the rate of a run: so much for every operation. */
  void addRate(ClosedLoop.Result result, double each) {
    add(result.perSecond() * each);
    noteErrors(result);
  }

  void add(double value) {
    values.add(value);
  }

  Figure describe(Figure figure, String unit) {
    figure.value(median(values), unit);
    if (!p50.isEmpty()) {
      figure.with("p50_us", median(p50)).with("p99_us", median(p99));
    }
    figure
        .with("runs", values.size())
        .with("min", values.stream().mapToDouble(Double::doubleValue).min().orElse(0))
        .with("max", values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    return errors == 0 ? figure : figure.with("errors", errors).with("first_error", firstError);
  }

  static double median(List<Double> list) {
    double[] sorted = list.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
