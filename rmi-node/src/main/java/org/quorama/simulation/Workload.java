package org.quorama.simulation;

import java.util.SplittableRandom;
import org.quorama.metadata.operation.FilePath;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.file.DataFile;

/** The clients of a run: each does one thing after another, with pauses. */
final class Workload {
  private static final int PERCENT = 100;

  private final World world;
  private final Rules rules;
  private final MasterCalls.Completed completed = new MasterCalls.Completed();
  private final MasterCalls lastClient;
  private boolean stopped;

  Workload(World world, Rules rules) {
    this.world = world;
    this.rules = rules;
    this.lastClient = calls(world.nodes().size() + world.mix().load().clients());
  }

  void start() {
    DataFile shared = new DataFile(FilePath.ROOT.resolve("data"), 0);
    for (int client = 0; client < world.mix().load().clients(); client++) {
      int endpoint = world.nodes().size() + client;
      SplittableRandom random = world.chances().workload().split();
      MasterCalls calls = calls(endpoint);
      NamespaceClient names = new NamespaceClient(calls, rules, random, client);
      DataFile own = new DataFile(FilePath.ROOT.resolve("data" + endpoint), endpoint);
      DataFile file = world.mix().load().oneFile() ? shared : own;
      ChunkClient chunks =
          new ChunkClient(world, new ChunkCalls(world, calls, endpoint), rules, file);
      pause(random, () -> step(names, chunks, random));
    }
  }

  private MasterCalls calls(int endpoint) {
    return new MasterCalls(world, rules, completed, endpoint);
  }

  private void step(NamespaceClient names, ChunkClient chunks, SplittableRandom random) {
    if (stopped) {
      return;
    }
    Runnable again = () -> pause(random, () -> step(names, chunks, random));
    if (random.nextInt(PERCENT) < world.mix().load().dataPercent()) {
      chunks.step(again);
    } else {
      names.step(again);
    }
  }

  private void pause(SplittableRandom random, Runnable then) {
    world.schedule().after(Chances.exponential(random, world.mix().load().meanGap()), then);
  }

  void stop() {
    stopped = true;
  }

  /** Returns the calls of one more client, which does nothing by itself. */
  MasterCalls lastClient() {
    return lastClient;
  }
}
