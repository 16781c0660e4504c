package org.quorama.lab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.recording.PicturePlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.file.RecordingPlan;

/** Remembers which parts of the system were started. */
final class FakeTools implements CliContext.Tools {
  final List<String> calls = new ArrayList<>();
  boolean windowOpens = true;

  @Override
  public int node(String[] arguments) {
    calls.add("node " + Arrays.toString(arguments));
    return 7;
  }

  @Override
  public boolean monitor(@Nullable ClusterSession session, RecordingPlan recording) {
    calls.add("monitor");
    return windowOpens;
  }

  @Override
  public boolean demo(DemoScript script, Clusters clusters) {
    calls.add("demo " + script.name());
    return windowOpens;
  }

  @Override
  public boolean simulatedDemo(DemoScript script) {
    calls.add("simulated demo " + script.name());
    return windowOpens;
  }

  @Override
  public boolean open(List<Path> files) {
    calls.add("open " + files);
    return windowOpens;
  }

  @Override
  public void picture(PicturePlan plan) {
    calls.add("picture " + plan);
  }

  @Override
  public void clip(PicturePlan plan) {
    calls.add("clip " + plan);
  }

  @Override
  public List<String> screens() {
    return List.of("overview", "ring");
  }

  @Override
  public int simulate(SimCommand.Plan plan, CliContext context) {
    calls.add("sim " + plan);
    return 0;
  }

  @Override
  public int warmUp() {
    return 0;
  }
}
