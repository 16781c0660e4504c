package org.quorama.simulation.fault;

import java.util.ArrayList;
import java.util.List;

/** The shapes of partitions, over nodes in an order that chance or intent gives. */
enum Partition {
  /** The first is alone. */
  ISOLATED,
  /** A minority is apart from the rest. */
  HALVES,
  /** Two groups that hear each other only through one node, the last. */
  BRIDGE,
  /** Every node hears its two neighbours: each has another majority. */
  RING,
  /** The first hears nobody, though all hear it. */
  DEAF,
  /** Nobody hears the first, though it hears all. */
  MUTE,
  /** One direction between two nodes. */
  ONE_LINK,
  /** Three hear each other; a fourth only the first of them, a fifth only the second. */
  CLOUDFLARE,
  /** The first, who may lead, hears only the second, the last hears nobody. */
  QUORUM_LOSS;

  /** Returns the fault over nodes in this order. */
  Fault.Cut over(List<Integer> order) {
    String shape = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return new Fault.Cut(shape, links(order));
  }

  private List<Fault.Link> links(List<Integer> order) {
    int size = order.size();
    List<Integer> first = order.subList(0, 1);
    List<Integer> rest = order.subList(1, size);
    return switch (this) {
      case ISOLATED -> apart(first, rest);
      case HALVES -> apart(order.subList(0, size / 2), order.subList(size / 2, size));
      case BRIDGE ->
          apart(order.subList(0, (size - 1) / 2), order.subList((size - 1) / 2, size - 1));
      case RING -> ring(order);
      case DEAF -> directed(rest, first);
      case MUTE -> directed(first, rest);
      case ONE_LINK -> directed(first, order.subList(size - 1, size));
      case CLOUDFLARE -> cloudflare(order);
      case QUORUM_LOSS -> quorumLoss(order);
    };
  }

  private static List<Fault.Link> directed(List<Integer> from, List<Integer> to) {
    ArrayList<Fault.Link> links = new ArrayList<>();
    for (int one : from) {
      to.forEach(other -> links.add(new Fault.Link(one, other)));
    }
    return links;
  }

  private static List<Fault.Link> apart(List<Integer> one, List<Integer> other) {
    ArrayList<Fault.Link> links = new ArrayList<>(directed(one, other));
    links.addAll(directed(other, one));
    return links;
  }

  private static List<Fault.Link> ring(List<Integer> order) {
    int size = order.size();
    ArrayList<Fault.Link> links = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int step = 2; step <= size - 2; step++) {
        links.add(new Fault.Link(order.get(i), order.get((i + step) % size)));
      }
    }
    return links;
  }

  private static List<Fault.Link> cloudflare(List<Integer> order) {
    if (order.size() < 5) {
      return apart(order.subList(0, 1), order.subList(1, order.size()));
    }
    int fourth = order.get(3);
    int fifth = order.get(4);
    ArrayList<Fault.Link> links = new ArrayList<>();
    links.addAll(apart(List.of(fourth), List.of(order.get(1), order.get(2), fifth)));
    links.addAll(apart(List.of(fifth), List.of(order.get(0), order.get(2))));
    return links;
  }

  private static List<Fault.Link> quorumLoss(List<Integer> order) {
    int last = order.size() - 1;
    ArrayList<Fault.Link> links = new ArrayList<>();
    links.addAll(apart(order.subList(0, 1), order.subList(Math.min(2, last), last)));
    links.addAll(apart(order.subList(last, last + 1), order.subList(0, last)));
    return links;
  }
}
