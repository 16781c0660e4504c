package org.quorama.monitor.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Activity;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.words.Words;
import org.quorama.raft.RoleName;

/** What a node is, as a shape: circle, dashed circle, double ring and crown, square, cross. */
final class RoleShape {
  private static final double RADIUS = 42;
  private static final double SQUARE = 37;
  private static final double CORNER = 14;
  private static final double PIP_Y = 79;
  private static final double WAVE = 13;
  private static final double PIP = 11;

  private final GraphicsContext g;
  private final Theme theme;
  private final double middle;

  RoleShape(GraphicsContext g, Theme theme, double middle) {
    this.g = g;
    this.theme = theme;
    this.middle = middle;
  }

  void draw(NodeModel now, Members.Place place) {
    boolean square = place == Members.Place.LEARNER;
    g.setLineDashes();
    g.setLineWidth(2.5);
    g.setFill(theme.ground());
    outline(square, RADIUS, true);
    g.setStroke(now.isAlive() ? theme.text() : theme.muted());
    if (!now.isAlive()) {
      outline(square, RADIUS, false);
      spokes();
    } else if (now.raft().role() == RoleName.LEADER) {
      g.setStroke(theme.accent());
      outline(square, RADIUS, false);
      outline(square, RADIUS + 5, false);
      crown();
    } else {
      hopeful(now, square);
    }
  }

  /** Long dashes: asks for votes. Dots: asks whether it would get them. */
  private void hopeful(NodeModel now, boolean square) {
    boolean candidate = now.raft().role() == RoleName.CANDIDATE;
    boolean asks = now.asksForPreVotes();
    g.setStroke(candidate || asks ? theme.warm() : theme.text());
    if (candidate) {
      g.setLineDashes(7, 5);
    } else if (asks) {
      g.setLineDashes(2, 5);
    }
    outline(square, RADIUS, false);
    g.setLineDashes();
  }

  private void outline(boolean square, double radius, boolean filled) {
    double half = square ? SQUARE + radius - RADIUS : radius;
    double at = middle - half;
    double arc = square ? CORNER : 2 * half;
    if (filled) {
      g.fillRoundRect(at, at, 2 * half, 2 * half, arc, arc);
    } else {
      g.strokeRoundRect(at, at, 2 * half, 2 * half, arc, arc);
    }
  }

  /** A cross that leaves the words in the middle free. */
  private void spokes() {
    g.setLineWidth(4);
    for (int x = -1; x <= 1; x += 2) {
      for (int y = -1; y <= 1; y += 2) {
        g.strokeLine(middle + 22 * x, middle + 22 * y, middle + 40 * x, middle + 40 * y);
      }
    }
  }

  private void crown() {
    g.setFill(theme.accent());
    double[] xs = {-14, -14, -7, 0, 7, 14, 14};
    for (int i = 0; i < xs.length; i++) {
      xs[i] += middle;
    }
    g.fillPolygon(xs, new double[] {12, 0, 6, -1, 6, 0, 12}, xs.length);
  }

  /** A ring that widens and fades, and how many reads the majority allowed. */
  void reads(Activity.Reads reads, double left) {
    double radius = RADIUS + 5 + WAVE * (1 - left);
    g.setGlobalAlpha(Math.min(1, 2 * left));
    g.setStroke(theme.accent());
    g.setLineWidth(3);
    g.strokeOval(middle - radius, middle - radius, 2 * radius, 2 * radius);
    g.setFill(theme.accent());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", 12));
    g.fillText(Words.here().text("frame.ring.reads", reads.count()), middle, middle - 22, 64);
    g.setGlobalAlpha(1);
  }

  /** One pip a voter: full is granted, crossed is refused, hollow has not answered. */
  void pips(NodeModel now, List<NodeId> voters) {
    List<@Nullable Boolean> votes = new ArrayList<>();
    for (NodeId voter : voters) {
      votes.add(voter.equals(now.id()) ? Boolean.TRUE : now.votes().get(voter));
    }
    votes.sort(Comparator.comparingInt(RoleShape::rank));
    draw(votes, theme.warm());
  }

  private static int rank(@Nullable Boolean vote) {
    return vote == null ? 2 : vote ? 0 : 1;
  }

  /** One pip a voter: full stands behind the leader. */
  void behind(int full, int voters) {
    List<@Nullable Boolean> votes = new ArrayList<>();
    for (int voter = 0; voter < voters; voter++) {
      votes.add(voter < full ? Boolean.TRUE : null);
    }
    draw(votes, full > voters / 2 ? theme.accent() : theme.alarm());
  }

  /** The pips, and the mark that the full ones have to reach. */
  private void draw(List<@Nullable Boolean> votes, Color color) {
    double left = middle - votes.size() * PIP / 2;
    g.setStroke(color);
    g.setFill(color);
    g.setLineWidth(1.5);
    double x = left;
    for (Boolean vote : votes) {
      pip(x + 1.5, vote);
      x += PIP;
    }
    double mark = left + (votes.size() / 2 + 1) * PIP;
    g.setStroke(theme.text());
    g.setLineWidth(2);
    g.strokeLine(mark, PIP_Y - 3, mark, PIP_Y + 9);
  }

  private void pip(double x, @Nullable Boolean vote) {
    if (vote == null) {
      g.strokeOval(x, PIP_Y, 8, 8);
    } else if (vote) {
      g.fillOval(x, PIP_Y, 8, 8);
    } else {
      g.strokeLine(x, PIP_Y, x + 8, PIP_Y + 8);
      g.strokeLine(x, PIP_Y + 8, x + 8, PIP_Y);
    }
  }
}
