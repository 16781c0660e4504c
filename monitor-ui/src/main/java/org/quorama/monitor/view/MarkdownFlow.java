package org.quorama.monitor.view;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.parser.Parser;

/** Lays Markdown out as text that wraps: paragraphs, lists, emphasis and code. */
final class MarkdownFlow extends AbstractVisitor {
  private static final Parser PARSER = Parser.builder().build();
  private static final String STRONG = "-fx-font-weight: bold;";
  private static final String ITALIC = "-fx-font-style: italic;";
  private static final String MONO = "-fx-font-family: monospace;";
  private static final String COLOUR = "-fx-fill: -color-fg-default;";

  private final List<Node> paragraphs = new ArrayList<>();
  private TextFlow flow = new TextFlow();
  private String style = "";
  private String bullet = "";

  private MarkdownFlow() {}

  /** Returns a box with the text. */
  static VBox of(String markdown) {
    MarkdownFlow made = new MarkdownFlow();
    PARSER.parse(markdown).accept(made);
    VBox box = new VBox(6);
    box.getChildren().setAll(made.paragraphs);
    return box;
  }

  @Override
  public void visit(Paragraph paragraph) {
    begin();
    visitChildren(paragraph);
  }

  private void begin() {
    flow = new TextFlow();
    flow.setLineSpacing(2);
    paragraphs.add(flow);
    if (!bullet.isEmpty()) {
      add(bullet);
      bullet = "";
    }
  }

  @Override
  public void visit(Heading heading) {
    begin();
    styled(STRONG, () -> visitChildren(heading));
  }

  @Override
  public void visit(BulletList list) {
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      bullet = "•  ";
      item.accept(this);
    }
  }

  @Override
  public void visit(OrderedList list) {
    int number = 1;
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      bullet = number++ + ".  ";
      item.accept(this);
    }
  }

  @Override
  public void visit(ListItem item) {
    visitChildren(item);
  }

  @Override
  public void visit(org.commonmark.node.Text text) {
    add(text.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak line) {
    add(" ");
  }

  @Override
  public void visit(HardLineBreak line) {
    add("\n");
  }

  @Override
  public void visit(Emphasis emphasis) {
    styled(ITALIC, () -> visitChildren(emphasis));
  }

  @Override
  public void visit(StrongEmphasis emphasis) {
    styled(STRONG, () -> visitChildren(emphasis));
  }

  @Override
  public void visit(Code code) {
    styled(MONO, () -> add(code.getLiteral()));
  }

  @Override
  public void visit(FencedCodeBlock block) {
    begin();
    styled(MONO, () -> add(block.getLiteral().stripTrailing()));
  }

  private void styled(String more, Runnable body) {
    String before = style;
    style = before + more;
    body.run();
    style = before;
  }

  private void add(String words) {
    Text text = new Text(words);
    text.setStyle(COLOUR + style);
    flow.getChildren().add(text);
  }
}
