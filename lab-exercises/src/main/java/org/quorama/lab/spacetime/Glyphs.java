package org.quorama.lab.spacetime;

/**
 * The signs that a diagram is drawn with. Immutable.
 *
 * @param ascii whether only ASCII is used
 */
record Glyphs(boolean ascii) {
  /** What there are signs for. */
  enum Sign {
    /** An event of a node. */
    EVENT('*', '●'),
    /** An event that changes its role. */
    ROLE('@', '◆'),
    /** A start. */
    BOOT('o', '○'),
    /** A stop or a kill. */
    END('X', 'X'),
    /** What a lab did to the node. */
    FAULT('!', '!'),
    /** Events that the recording has not. */
    GAP('~', '~'),
    /** The line of a follower. */
    FOLLOWER('|', '│'),
    /** The line of a candidate. */
    CANDIDATE(':', '┊'),
    /** The line of a leader. */
    LEADER('#', '┃'),
    /** The line of a message that leaves. */
    SENT('-', '─'),
    /** The line of a message that arrives. */
    ARRIVING('-', '╌'),
    /** Where that passes a node's line. */
    CROSSING('+', '┼'),
    /** The head of an arrow to the right. */
    RIGHT_HEAD('>', '▶'),
    /** The head of an arrow to the left. */
    LEFT_HEAD('<', '◀'),
    /** The end of the way of a message that is lost. */
    LOST('x', 'x'),
    /** The end of the way of a message of which nobody heard. */
    UNHEARD('?', '?');

    private final char ascii;
    private final char box;

    Sign(char ascii, char box) {
      this.ascii = ascii;
      this.box = box;
    }
  }

  char of(Sign sign) {
    return ascii ? sign.ascii : sign.box;
  }

  /** Returns a text, cut to so many characters. */
  String clip(String text, int width) {
    String line = text.replaceAll("\\s+", " ");
    String ellipsis = ascii ? "..." : "…";
    return line.length() <= width
        ? line
        : line.substring(0, Math.max(0, width - ellipsis.length())) + ellipsis;
  }
}
