package org.quorama.lab.demos.window;

import java.util.ArrayList;
import java.util.List;
import org.quorama.lab.demos.play.DemoState;
import org.quorama.lab.demos.play.DemoState.BlockState;
import org.quorama.lab.demos.play.DemoState.LineState;
import org.quorama.lab.demos.play.DemoState.Status;
import org.quorama.lab.demos.play.Failure;
import org.quorama.monitor.model.DemoPage;
import org.quorama.monitor.model.DemoPage.Block;
import org.quorama.monitor.model.DemoPage.Kind;
import org.quorama.monitor.model.DemoPage.Phase;
import org.quorama.monitor.model.DemoPage.State;

/** Makes pages of how far a demo is: what has been played of a step, and nothing beyond. */
final class Pages {
  private Pages() {}

  static DemoPage of(DemoState state, boolean asking) {
    int step = state.current() + 1;
    boolean begun = step > 0;
    String heading = begun ? state.steps().get(state.current()).title() : "Before the first step";
    return new DemoPage(
        state.script().title(),
        step,
        state.steps().size(),
        heading,
        begun ? blocksOf(state) : List.of(prose(state.script().summary())),
        asking ? Phase.ASKING : phaseOf(state));
  }

  private static Phase phaseOf(DemoState state) {
    return switch (state.phase()) {
      case READY -> Phase.READY;
      case PLAYING, REPLAYING -> Phase.PLAYING;
      case FAILED -> Phase.FAILED;
      case FINISHED, CLOSED -> Phase.OVER;
    };
  }

  private static List<Block> blocksOf(DemoState state) {
    List<Block> blocks = new ArrayList<>();
    List<BlockState> all = state.steps().get(state.current()).blocks();
    for (int i = 0; i < all.size() && (i == 0 || isOver(all.get(i - 1))); i++) {
      add(blocks, all.get(i));
    }
    Failure failure = state.failure();
    if (failure != null) {
      blocks.add(new Block(Kind.FAILURE, String.join("\n", failure.report()), State.FAILED));
    }
    return blocks;
  }

  /** What comes behind a block is shown when that is over. */
  private static boolean isOver(BlockState block) {
    if (block instanceof DemoState.Lines lines) {
      return lines.lines().stream().allMatch(line -> line.status() == Status.DONE);
    }
    if (block instanceof DemoState.Question question) {
      return question.revealed();
    }
    return !(block instanceof DemoState.Caption caption) || caption.shown();
  }

  private static void add(List<Block> blocks, BlockState block) {
    if (block instanceof DemoState.Prose prose) {
      blocks.add(prose(prose.markdown()));
    } else if (block instanceof DemoState.Lines lines) {
      lines.lines().forEach(line -> blocks.add(line(line)));
    } else if (block instanceof DemoState.Caption caption) {
      blocks.add(new Block(Kind.CAPTION, caption.text(), State.DONE));
    } else if (block instanceof DemoState.Question question) {
      blocks.add(new Block(Kind.QUESTION, question.question(), State.DONE));
      if (question.revealed()) {
        blocks.add(new Block(Kind.ANSWER, question.answer(), State.DONE));
      }
    }
  }

  private static Block prose(String markdown) {
    return new Block(Kind.PROSE, markdown, State.DONE);
  }

  private static Block line(LineState line) {
    if (line.caption()) {
      return new Block(Kind.CAPTION, line.text(), stateOf(line.status()));
    }
    Kind kind = line.text().startsWith("expect ") ? Kind.EXPECTATION : Kind.COMMAND;
    return new Block(kind, line.text(), stateOf(line.status()));
  }

  private static State stateOf(Status status) {
    return switch (status) {
      case WAITING -> State.WAITING;
      case UNDER_WAY -> State.RUNNING;
      case DONE -> State.DONE;
      case FAILED -> State.FAILED;
    };
  }
}
