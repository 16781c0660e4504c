package org.quorama.client.nio;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns a glob as {@code FileSystem.getPathMatcher} takes it into a regular expression. */
final class GlobPattern {
  private static final String SPECIAL = "\\.^$|()+[]{}*?";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private GlobPattern(String glob) {
    this.glob = glob;
  }

  /** Returns the pattern; throws {@link PatternSyntaxException}. */
  static Pattern compile(String glob) {
    GlobPattern translation = new GlobPattern(glob);
    while (translation.at < glob.length()) {
      translation.next();
    }
    if (translation.inGroup) {
      throw translation.wrong("a brace is not closed");
    }
    return Pattern.compile(translation.regex.toString(), Pattern.DOTALL);
  }

  private void next() {
    char c = glob.charAt(at++);
    switch (c) {
      case '\\' -> escaped();
      case '*' -> star();
      case '?' -> regex.append("[^/]");
      case '[' -> bracket();
      case '{' -> open();
      case '}' -> close();
      case ',' -> regex.append(inGroup ? "|" : ",");
      default -> literal(c);
    }
  }

  private void escaped() {
    if (at == glob.length()) {
      throw wrong("nothing follows the backslash");
    }
    literal(glob.charAt(at++));
  }

  private void star() {
    boolean crosses = at < glob.length() && glob.charAt(at) == '*';
    at += crosses ? 1 : 0;
    regex.append(crosses ? ".*" : "[^/]*");
  }

  private void open() {
    if (inGroup) {
      throw wrong("braces are nested");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void close() {
    regex.append(inGroup ? ")" : "\\}");
    inGroup = false;
  }

  private void bracket() {
    int end = glob.indexOf(']', at + 1);
    if (end < 0) {
      throw wrong("a bracket is not closed");
    }
    String content = glob.substring(at, end);
    boolean negated = content.startsWith("!");
    String set = negated ? content.substring(1) : content;
    if (set.indexOf('/') >= 0) {
      throw wrong("a bracket holds a slash");
    }
    String quoted = set.replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
    regex.append("(?!/)[").append(negated ? "^" : "").append(quoted).append(']');
    at = end + 1;
  }

  private void literal(char c) {
    if (SPECIAL.indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private PatternSyntaxException wrong(String why) {
    return new PatternSyntaxException(why, glob, Math.max(0, at - 1));
  }
}
