package org.quorama.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.quorama.simulation.World.Chances;

/** The clients of a run: each does one thing after another, with pauses. */
final class Workload {
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
    for (int client = 0; client < world.mix().load().clients(); client++) {
      int endpoint = world.nodes().size() + client;
      SplittableRandom random = world.chances().workload().split();
      MasterCalls calls = calls(endpoint);
      NamespaceClient names = new NamespaceClient(calls, rules, random, client);
      ChunkClient chunks = new ChunkClient(world, calls, rules, endpoint);
      boolean writes = world.mix().load().chunks();
      pause(random, () -> step(names, writes ? chunks : null, random));
    }
  }

  private MasterCalls calls(int endpoint) {
    return new MasterCalls(world, rules, completed, endpoint);
  }

  private void step(NamespaceClient names, @Nullable ChunkClient chunks, SplittableRandom random) {
    if (stopped) {
      return;
    }
    Runnable again = () -> pause(random, () -> step(names, chunks, random));
    if (chunks != null && random.nextInt(3) == 0) {
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
