package org.quorama.lab.demos.play;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Turns Markdown into lines of plain text. Stateless. */
final class TerminalText {
  private static final Parser PARSER = Parser.builder().build();

  private TerminalText() {}

  /** Returns the lines, none of them wider than so many columns unless it is code. */
  static List<String> of(String markdown, int columns) {
    List<String> lines = new ArrayList<>();
    blocks(PARSER.parse(markdown), "", columns, lines);
    return lines;
  }

  private static void blocks(Node parent, String indent, int columns, List<String> lines) {
    int number = 1;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof FencedCodeBlock code) {
        code.getLiteral().lines().forEach(line -> lines.add(indent + "    " + line));
      } else if (node instanceof IndentedCodeBlock code) {
        code.getLiteral().lines().forEach(line -> lines.add(indent + "    " + line));
      } else if (node instanceof BulletList || node instanceof OrderedList) {
        blocks(node, indent, columns, lines);
      } else if (node instanceof ListItem) {
        String sign = parent instanceof OrderedList ? number + ". " : "- ";
        item(node, indent, sign, columns, lines);
        number++;
      } else if (node instanceof BlockQuote) {
        blocks(node, indent + "  ", columns, lines);
      } else {
        wrap(inline(node), indent, columns, lines);
      }
    }
  }

  private static void item(Node node, String indent, String sign, int columns, List<String> lines) {
    List<String> inside = new ArrayList<>();
    blocks(node, indent + " ".repeat(sign.length()), columns, inside);
    if (!inside.isEmpty()) {
      inside.set(0, indent + sign + inside.get(0).strip());
    }
    lines.addAll(inside);
  }

  private static void wrap(String text, String indent, int columns, List<String> lines) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split("\\s+", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
  }

  private static String inline(Node block) {
    StringBuilder text = new StringBuilder();
    block.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text node) {
            text.append(node.getLiteral());
          }

          @Override
          public void visit(Code node) {
            text.append(node.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak node) {
            text.append(' ');
          }

          @Override
          public void visit(HardLineBreak node) {
            text.append(' ');
          }
        });
    return text.toString();
  }
}
