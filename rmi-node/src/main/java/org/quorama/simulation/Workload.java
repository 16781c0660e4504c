package org.quorama.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.quorama.metadata.operation.FilePath;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.file.AppendLog;
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
    AppendLog log = new AppendLog(FilePath.ROOT.resolve("log"), NodeMaker.CHUNK_BYTES);
    for (int client = 0; client < world.mix().load().clients(); client++) {
      int endpoint = world.nodes().size() + client;
      SplittableRandom random = world.chances().workload().split();
      MasterCalls calls = calls(endpoint);
      NamespaceClient names = new NamespaceClient(calls, rules, random, client);
      DataFile own = new DataFile(FilePath.ROOT.resolve("data" + endpoint), endpoint);
      DataFile file = world.mix().load().oneFile() ? shared : own;
      ChunkCalls chunks = new ChunkCalls(world, calls, endpoint);
      Consumer<Runnable> data =
          switch (work(client)) {
            case RECORDS -> new ChunkClient(world, chunks, rules, file)::step;
            case APPENDS -> new AppendClient(world, chunks, rules, log)::step;
            case FILES -> new FileClient(world, chunks, rules, endpoint)::step;
          };
      pause(random, () -> step(names, data, random));
    }
  }

  private FaultMix.Work work(int client) {
    List<FaultMix.Work> works = world.mix().load().works();
    return works.get(client % works.size());
  }

  private MasterCalls calls(int endpoint) {
    return new MasterCalls(world, rules, completed, endpoint);
  }

  private void step(NamespaceClient names, Consumer<Runnable> data, SplittableRandom random) {
    if (stopped) {
      return;
    }
    Runnable again = () -> pause(random, () -> step(names, data, random));
    if (random.nextInt(PERCENT) < world.mix().load().dataPercent()) {
      data.accept(again);
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
