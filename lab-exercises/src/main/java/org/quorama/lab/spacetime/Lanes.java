package org.quorama.lab.spacetime;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.spacetime.Glyphs.Sign;
import org.quorama.raft.RoleName;
import org.quorama.trace.RaftSummary;

/** The columns of the nodes: what each believes now, and how a row of them is drawn. */
final class Lanes {
  private static final int LABEL_AT = 2;

  private final Map<NodeId, Integer> columns = new TreeMap<>();
  private final Map<NodeId, RaftSummary> states = new HashMap<>();
  private final int width;
  private final Glyphs glyphs;

  Lanes(Collection<NodeId> nodes, int width, Glyphs glyphs) {
    for (NodeId node : nodes) {
      columns.put(node, columns.size() * width + 1);
    }
    this.width = width;
    this.glyphs = glyphs;
  }

  /** The node runs, and believes this. */
  void isUp(NodeId node, RaftSummary state) {
    states.put(node, state);
  }

  /** The node does not run, as far as is known. */
  void isDown(NodeId node) {
    states.remove(node);
  }

  /** Returns the names of the nodes above their lines. */
  String names() {
    char[] row = blank();
    columns.forEach((node, at) -> write(row, at, node.value()));
    return new String(row);
  }

  /** Returns the lines of the nodes with the role and term of each. */
  String roles() {
    char[] row = lines();
    states.forEach((node, state) -> label(row, node));
    return new String(row);
  }

  /** Returns the lines of the nodes, where nothing happens. */
  String quiet() {
    return new String(lines());
  }

  /** Returns a row where something happens on a node. */
  String event(NodeId node, Sign sign) {
    char[] row = lines();
    mark(row, node, sign);
    return new String(row);
  }

  /** Returns a row where a message leaves; {@code end} is null if it arrived. */
  String sends(NodeId node, NodeId to, @Nullable Sign end) {
    char[] row = lines();
    int at = column(node);
    if (node.equals(to)) {
      return event(node, Sign.EVENT);
    } else if (column(to) < at) {
      put(row, at - 1, Sign.SENT);
      put(row, at - 2, end == null ? Sign.LEFT_HEAD : end);
    } else {
      put(row, at + 1, Sign.SENT);
      put(row, at + width - 2, end == null ? Sign.RIGHT_HEAD : end);
      fill(row, at + 2, at + width - 2, Sign.SENT);
    }
    mark(row, node, Sign.EVENT);
    return new String(row);
  }

  /** Returns a row where a message arrives that came from another node. */
  String receives(NodeId node, NodeId from) {
    char[] row = lines();
    int at = column(node);
    int start = column(from);
    if (start == at) {
      return event(node, Sign.EVENT);
    } else if (start < at) {
      fill(row, start + 1, at - 1, Sign.ARRIVING);
      put(row, at - 1, Sign.RIGHT_HEAD);
    } else {
      fill(row, at + 2, start, Sign.ARRIVING);
      put(row, at + 1, Sign.LEFT_HEAD);
    }
    mark(row, node, Sign.EVENT);
    return new String(row);
  }

  /** A node without a column is at the right of all. */
  private int column(NodeId node) {
    return columns.getOrDefault(node, columns.size() * width + 1);
  }

  private char[] blank() {
    char[] row = new char[columns.size() * width + 1];
    Arrays.fill(row, ' ');
    return row;
  }

  private char[] lines() {
    char[] row = blank();
    states.forEach((node, state) -> put(row, column(node), lineOf(state.role())));
    return row;
  }

  private static Sign lineOf(RoleName role) {
    return switch (role) {
      case FOLLOWER -> Sign.FOLLOWER;
      case CANDIDATE -> Sign.CANDIDATE;
      case LEADER -> Sign.LEADER;
    };
  }

  private void fill(char[] row, int from, int to, Sign sign) {
    for (int at = from; at < Math.min(to, row.length); at++) {
      put(row, at, row[at] == ' ' ? sign : Sign.CROSSING);
    }
  }

  private void mark(char[] row, NodeId node, Sign sign) {
    put(row, column(node), sign);
    label(row, node);
  }

  private void label(char[] row, NodeId node) {
    RaftSummary state = states.get(node);
    if (state != null) {
      String text = state.role().name().charAt(0) + Long.toString(state.term());
      write(row, column(node) + LABEL_AT, text);
    }
  }

  private void write(char[] row, int at, String text) {
    int room = Math.max(0, width - (at - 1) % width - 1);
    for (int i = 0; i < Math.min(room, text.length()); i++) {
      put(row, at + i, text.charAt(i));
    }
  }

  private void put(char[] row, int at, Sign sign) {
    put(row, at, glyphs.of(sign));
  }

  private static void put(char[] row, int at, char sign) {
    if (at >= 0 && at < row.length) {
      row[at] = sign;
    }
  }
}
