package org.quorama.monitor.model;

import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;

/** Writes the cluster as plain text, for a terminal and for a machine without a display. */
public final class TerminalText {
  private static final int CHUNK_ROWS = 12;
  private static final int CAPTION_ROWS = 6;
  private static final int MIN_COLUMNS = 40;

  private TerminalText() {}

  /**
   * Returns nodes, chunks and the latest captions as lines.
   *
   * @param model what to write
   * @param columns how wide the terminal is, at least 40; longer lines are cut with an ellipsis
   */
  public static String of(ClusterModel model, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(model.statusLine());
    lines.add("");
    nodes(model, lines);
    chunks(model, lines);
    captions(model, lines);
    int width = Math.max(MIN_COLUMNS, columns);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(cut(line, width)).append('\n'));
    return text.toString();
  }

  private static void nodes(ClusterModel model, List<String> lines) {
    lines.add(
        "%-6s %-13s %6s %8s %8s %8s %8s  %-6s"
            .formatted("node", "role", "term", "log", "commit", "applied", "snapshot", "leader"));
    for (NodeModel node : model.nodes().values()) {
      NodeId leader = node.raft().leaderId();
      lines.add(
          "%-6s %-13s %6d %8d %8d %8d %8s  %-6s%s"
              .formatted(
                  node.id(),
                  node.isLeader() ? "LEADER" : model.roleWord(node),
                  node.raft().term(),
                  node.raft().lastIndex(),
                  node.raft().commitIndex(),
                  node.raft().lastApplied(),
                  node.raft().snapshotIndex() == 0 ? "-" : node.raft().snapshotIndex(),
                  leader == null ? "-" : leader.toString(),
                  node.missing() == 0 ? "" : "  (" + node.missing() + " events missing)"));
    }
  }

  private static void chunks(ClusterModel model, List<String> lines) {
    if (model.chunks().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("chunks: * holds the lease");
    List<ChunkModel> all = List.copyOf(model.chunks().values());
    int hidden = Math.max(0, all.size() - CHUNK_ROWS);
    if (hidden > 0) {
      lines.add("  (" + hidden + " older ones are not shown)");
    }
    all.subList(hidden, all.size()).forEach(chunk -> lines.add(chunk(model, chunk)));
  }

  private static String chunk(ClusterModel model, ChunkModel chunk) {
    StringBuilder line = new StringBuilder("  ").append(chunk.id()).append(' ');
    NodeId holder = chunk.leaseHolder(model.latestNanos());
    for (NodeId node : model.nodes().keySet()) {
      String word = chunk.replicaWord(node);
      if (!word.isEmpty()) {
        line.append(' ').append(node).append(node.equals(holder) ? "*" : "");
        line.append('=').append(word.replace(' ', '-'));
      }
    }
    return chunk.path().isEmpty()
        ? line.toString()
        : line + "  " + chunk.path() + "[" + chunk.index() + "]";
  }

  private static void captions(ClusterModel model, List<String> lines) {
    List<Caption> all = model.captions();
    if (all.isEmpty()) {
      return;
    }
    lines.add("");
    all.subList(Math.max(0, all.size() - CAPTION_ROWS), all.size())
        .forEach(caption -> lines.add(caption.text()));
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }
}
