package org.quorama.lab.cli;

import java.io.PrintStream;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.node.NodeMain;

/** The real programs behind the commands. */
final class LiveTools implements CliContext.Tools {
  @Override
  public int node(String[] arguments) {
    NodeMain.main(arguments);
    return 0;
  }

  @Override
  public boolean monitor(ClusterSession session) {
    return false;
  }

  @Override
  public int picture(String[] arguments) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public int simulate(SimCommand.Plan plan, PrintStream out) {
    return Simulations.run(plan, out);
  }

  @Override
  public int warmUp() {
    return WarmUp.run();
  }
}
