package org.quorama.lab.demos.play;

import java.io.UncheckedIOException;
import org.quorama.client.OperationFailedException;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.command.ExpectationException;
import org.quorama.lab.demos.play.DemoState.Phase;
import org.quorama.lab.demos.play.DemoState.Status;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.lab.demos.stage.StageException;
import org.quorama.remote.NodeUnreachableException;

/**
 * Plays a script step by step on a cluster of its own. Confined to one thread, but for {@link
 * #state} and {@link #close}, which any thread may call.
 *
 * <p>Real processes are not rewound: Back and Restart end the cluster, and Back plays all steps up
 * to the one before again, silently, on a fresh one.
 */
public final class DemoPlayer implements AutoCloseable {
  private final DemoScript script;
  private final DemoClusters clusters;
  private final PlayListener listener;
  private final Progress progress;
  private volatile DemoState state;

  /** What is played on; guarded by this. */
  private Stage stage;

  private volatile boolean closed;

  /**
   * Makes one that has played nothing.
   *
   * @param script what to play
   * @param clusters starts the clusters to play on
   * @param listener hears what happens
   */
  public DemoPlayer(DemoScript script, DemoClusters clusters, PlayListener listener) {
    this.script = script;
    this.clusters = clusters;
    this.listener = listener;
    this.progress = new Progress(script);
    this.stage = new Stage(clusters);
    this.state = progress.state();
  }

  /** Returns how far it is. */
  public DemoState state() {
    return state;
  }

  /** Plays the next step, if there is one; a failure is in the state when this returns. */
  public void next() {
    if (closed || !state.hasNext()) {
      return;
    }
    progress.phase(Phase.PLAYING);
    play(progress.current() + 1, listener);
    rest();
  }

  /** Goes back to before the present step: plays all earlier ones on a fresh cluster. */
  public void back() {
    int until = progress.current();
    if (closed || !state.hasBack()) {
      return;
    }
    progress.restart();
    progress.phase(Phase.REPLAYING);
    changed();
    freshStage();
    PlayListener silent = new PlayListener() {};
    for (int step = 0; step < until && !progress.hasFailed(); step++) {
      play(step, silent);
    }
    rest();
  }

  /** Ends the cluster and begins anew; nothing is played yet. */
  public void restart() {
    if (closed) {
      return;
    }
    progress.restart();
    freshStage();
    rest();
  }

  private void rest() {
    progress.rest();
    changed();
  }

  private void changed() {
    if (closed) {
      progress.phase(Phase.CLOSED);
    }
    state = progress.state();
    listener.changed(state);
  }

  private void freshStage() {
    stage().close();
    synchronized (this) {
      if (!closed) {
        stage = new Stage(clusters);
      }
    }
  }

  private synchronized Stage stage() {
    return stage;
  }

  private void play(int place, PlayListener told) {
    DemoScript.Step step = script.steps().get(place);
    progress.entered(place);
    changed();
    told.stepEntered(step, place + 1);
    for (Block block : step.blocks()) {
      if (!progress.hasFailed()) {
        play(block, told);
      }
    }
  }

  private void play(Block block, PlayListener told) {
    if (block instanceof Block.Prose prose) {
      told.prose(prose);
    } else if (block instanceof Block.Caption caption) {
      mark(block, Status.DONE);
      told.caption(caption.text());
    } else if (block instanceof Block.Question question) {
      mark(block, Status.UNDER_WAY);
      told.question(question);
      mark(block, Status.DONE);
      told.answer(question);
    } else if (block instanceof Block.Lines lines) {
      for (Block.Line line : lines.lines()) {
        if (!progress.hasFailed()) {
          play(line, told);
        }
      }
    }
  }

  private void play(Block.Line line, PlayListener told) {
    mark(line, Status.UNDER_WAY);
    told.lineBegun(line);
    Stage now = stage();
    try {
      line.command().run(now);
      mark(line, Status.DONE);
      told.lineDone(line);
    } catch (ExpectationException
        | StageException
        | ClusterException
        | OperationFailedException
        | NodeUnreachableException
        | IllegalStateException
        | UncheckedIOException e) {
      progress.mark(line, Status.FAILED);
      Failure failure = Witness.of(script, line, now, e);
      progress.failed(failure);
      changed();
      listener.failed(failure);
    }
  }

  private void mark(Object part, Status status) {
    progress.mark(part, status);
    changed();
  }

  /** Ends the cluster; a step that is played fails. */
  @Override
  public void close() {
    closed = true;
    stage().close();
  }
}
