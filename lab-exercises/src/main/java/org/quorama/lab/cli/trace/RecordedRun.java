package org.quorama.lab.cli.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quorama.lab.cli.CliException;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.viewmodel.time.BranchMaker;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/**
 * A recording as the monitor shows it, whatever it is kept in. Immutable.
 *
 * @param history what happened; to be closed
 * @param branches makes branches, if the recording carries inputs
 */
public record RecordedRun(History history, BranchMaker branches) {
  /**
   * Opens a window's recording, or the traces of nodes.
   *
   * @param paths what a person named
   * @throws CliException if one cannot be read, or holds no trace; the message says what to do
   */
  public static RecordedRun open(List<Path> paths) {
    if (paths.size() == 1 && RecordedTraces.isRecording(paths.get(0))) {
      return new RecordedRun(opened(paths.get(0)), BranchMaker.none());
    }
    List<TraceEvent> events = new ArrayList<>();
    boolean[] inputs = {false};
    RecordedTraces.forEach(
        paths,
        event -> {
          inputs[0] |= event.detail() instanceof NodeTrace.CoresMade;
          events.add(event.light());
        });
    BranchMaker branches = inputs[0] ? new RecordedBranches(paths) : BranchMaker.none();
    return new RecordedRun(RecordingFiles.of(events), branches);
  }

  private static History opened(Path file) {
    try {
      return RecordingFiles.open(file);
    } catch (IllegalStateException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }
}
