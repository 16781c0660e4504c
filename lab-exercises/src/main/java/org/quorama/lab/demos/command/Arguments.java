package org.quorama.lab.demos.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.stage.MessageFilter;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.metadata.operation.FilePath;

/** What a script wrote into the slots of a form. Immutable once it is handed out. */
final class Arguments {
  private final List<Filled> filled = new ArrayList<>();

  /** A slot that is filled, the how-manieth part of the form it is, and with what. */
  private record Filled(Slot slot, int part, String text) {}

  void add(Slot slot, int part, String text) {
    filled.add(new Filled(slot, part, text));
  }

  void removeLast() {
    filled.remove(filled.size() - 1);
  }

  List<String> all(Slot slot) {
    return filled.stream().filter(one -> one.slot() == slot).map(Filled::text).toList();
  }

  /** Returns the lists of nodes, one for each slot that takes a list. */
  List<List<String>> groups() {
    Map<Integer, List<String>> groups = new TreeMap<>();
    filled.stream()
        .filter(one -> one.slot() == Slot.NODES)
        .forEach(
            one -> groups.computeIfAbsent(one.part(), part -> new ArrayList<>()).add(one.text()));
    return List.copyOf(groups.values());
  }

  boolean has(Slot slot) {
    return !all(slot).isEmpty();
  }

  String text(Slot slot) {
    return all(slot).get(0);
  }

  int number() {
    return number(0);
  }

  int number(int place) {
    return Integer.parseInt(all(Slot.NUMBER).get(place));
  }

  String quoted() {
    String text = text(Slot.TEXT);
    return text.substring(1, text.length() - 1);
  }

  double factor() {
    String text = text(Slot.FACTOR);
    return Double.parseDouble(text.substring(0, text.length() - 1));
  }

  /** Returns a share of all, from 0 to 1. */
  double chance() {
    String text = text(Slot.CHANCE);
    return Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
  }

  Duration time() {
    String text = text(Slot.TIME);
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
  }

  FilePath path() {
    return FilePath.parse(text(Slot.PATH));
  }

  /** Returns the name of a request without its sign; null if there is none. */
  @Nullable String label() {
    return has(Slot.LABEL) ? text(Slot.LABEL).substring(1) : null;
  }

  String request() {
    String text = text(Slot.REQUEST);
    return text.startsWith("&") ? text.substring(1) : text;
  }

  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    for (String setting : all(Slot.SETTINGS)) {
      int sign = setting.indexOf('=');
      settings.put(setting.substring(0, sign), setting.substring(sign + 1));
    }
    return settings;
  }

  NodeId node(Stage stage) {
    return node(stage, 0);
  }

  NodeId node(Stage stage, int place) {
    return stage.node(all(Slot.NODE).get(place));
  }

  /** Returns the nodes at both ends of a link; null stands for any node. */
  private @Nullable NodeId end(Stage stage, int place) {
    String name = text(Slot.LINK).split("→|->", -1)[place];
    return name.equals("*") ? null : stage.node(name);
  }

  MessageFilter filter(Stage stage) {
    boolean link = has(Slot.LINK);
    return new MessageFilter(
        link ? end(stage, 0) : null,
        link ? end(stage, 1) : null,
        has(Slot.KIND) ? MessageNames.kind(text(Slot.KIND)).orElseThrow() : null,
        has(Slot.NUMBER) ? number() : MessageFilter.ANY_TERM);
  }
}
