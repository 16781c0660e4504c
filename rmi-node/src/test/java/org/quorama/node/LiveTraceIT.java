package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.tla.TraceValidator;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceInvariants;

/** What real nodes did over RMI and on disks, judged by {@code RaftTrace.tla} (CATALOGUE E). */
class LiveTraceIT {
  private static final int WINDOW = 5_000;

  @TempDir Path directory;

  @Test
  @DisplayName("A live run with a change of leader takes only steps that the specification allows")
  void liveRunIsAccepted() throws Exception {
    SmallCluster cluster = new SmallCluster(directory);
    List<NodeId> members = new ArrayList<>(cluster.nodes().keySet());
    try {
      makeDirectories(cluster, "before");
      NodeId leader = cluster.awaitLeader();
      cluster.stop(leader);
      makeDirectories(cluster, "between");
      cluster.startAgain(leader);
      makeDirectories(cluster, "after");
    } finally {
      cluster.close();
    }
    List<TraceEvent> trace = MergedTrace.complete(cluster.recorded());

    assertThat(TraceInvariants.violationsOf(trace)).isEmpty();
    TraceValidator.Verdict verdict =
        TraceValidator.judge(members, trace.subList(0, Math.min(WINDOW, trace.size())));
    assertThat(verdict.isAccepted()).as(verdict.explanation()).isTrue();
    assertThat(verdict.lines()).isGreaterThan(100);
  }

  private static void makeDirectories(SmallCluster cluster, String name) {
    for (int i = 0; i < 5; i++) {
      cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/" + name + i)));
    }
  }
}
