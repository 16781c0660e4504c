package org.quorama.lab.demos.play;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.play.DemoState.BlockState;
import org.quorama.lab.demos.play.DemoState.LineState;
import org.quorama.lab.demos.play.DemoState.Phase;
import org.quorama.lab.demos.play.DemoState.Status;
import org.quorama.lab.demos.play.DemoState.StepState;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;

/** Keeps how far each part of a script is. Confined to the player's thread. */
final class Progress {
  private final DemoScript script;

  /** How blocks and lines stand; those that are not in it wait. */
  private final Map<Object, Status> standing = new HashMap<>();

  private Phase phase = Phase.READY;
  private int current = -1;
  private @Nullable Failure failure;

  Progress(DemoScript script) {
    this.script = script;
  }

  void restart() {
    standing.clear();
    current = -1;
    failure = null;
  }

  void phase(Phase now) {
    phase = now;
  }

  void entered(int step) {
    current = step;
  }

  int current() {
    return current;
  }

  void mark(Object part, Status status) {
    standing.put(part, status);
  }

  void failed(Failure why) {
    failure = why;
    phase = Phase.FAILED;
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Takes the phase that follows when nothing is played. */
  void rest() {
    if (failure == null) {
      phase = current + 1 < script.steps().size() ? Phase.READY : Phase.FINISHED;
    }
  }

  DemoState state() {
    List<StepState> steps = new ArrayList<>();
    for (DemoScript.Step step : script.steps()) {
      steps.add(new StepState(step.title(), step.blocks().stream().map(this::block).toList()));
    }
    return new DemoState(script, phase, current, steps, failure);
  }

  private Status of(Object part) {
    return standing.getOrDefault(part, Status.WAITING);
  }

  private BlockState block(Block block) {
    if (block instanceof Block.Prose prose) {
      return new DemoState.Prose(prose.markdown());
    } else if (block instanceof Block.Lines lines) {
      return new DemoState.Lines(lines.lines().stream().map(this::line).toList());
    } else if (block instanceof Block.Question question) {
      Status status = of(block);
      return new DemoState.Question(
          question.question(), question.answer(), status != Status.WAITING, status == Status.DONE);
    }
    return new DemoState.Caption(((Block.Caption) block).text(), of(block) == Status.DONE);
  }

  private LineState line(Block.Line line) {
    return new LineState(line.number(), line.shown(), line.isCaption(), of(line));
  }
}
