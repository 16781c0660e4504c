package org.quorama.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.file.AppendLog;
import org.quorama.simulation.file.DataFile;

/** The clients of a run: each does one thing after another, with pauses. */
final class Workload {
  private static final int PERCENT = 100;

  /** One in so many operations on names is in the directory of all clients. */
  private static final int NAMES_SHARED = 3;

  private final World world;
  private final Rules rules;
  private final ClusterChecker checker;
  private final MasterCalls.Completed completed = new MasterCalls.Completed();
  private final MasterCalls lastClient;
  private boolean stopped;

  Workload(World world, Rules rules, ClusterChecker checker) {
    this.world = world;
    this.rules = rules;
    this.checker = checker;
    this.lastClient = calls(world.nodes().size() + world.mix().load().clients());
  }

  void start() {
    DataFile shared = new DataFile(FilePath.ROOT.resolve("data"), 0);
    AppendLog log = new AppendLog(FilePath.ROOT.resolve("log"), NodeMaker.CHUNK_BYTES);
    for (int client = 0; client < world.mix().load().clients(); client++) {
      int endpoint = world.nodes().size() + client;
      SplittableRandom random = world.chances().workload().split();
      MasterCalls calls = calls(endpoint);
      NamespaceClient home = new NamespaceClient(calls, rules, random, client);
      NamespaceClient.Shared common = new NamespaceClient.Shared(world, calls, checker, random);
      Consumer<Runnable> names =
          then -> {
            if (random.nextInt(NAMES_SHARED) == 0) {
              common.step(then);
            } else {
              home.step(then);
            }
          };
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

  private void step(Consumer<Runnable> names, Consumer<Runnable> data, SplittableRandom random) {
    if (stopped) {
      return;
    }
    Runnable again = () -> pause(random, () -> step(names, data, random));
    if (random.nextInt(PERCENT) < world.mix().load().dataPercent()) {
      data.accept(again);
    } else {
      names.accept(again);
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

  /**
   * A client that writes records into a file and reads them back: what was acknowledged must be
   * there, from every replica that the master lists, for ever.
   */
  private static final class ChunkClient {
    private final World world;
    private final ChunkCalls calls;
    private final Rules rules;
    private final SplittableRandom random;
    private final DataFile file;
    private boolean fileExists;

    ChunkClient(World world, ChunkCalls calls, Rules rules, DataFile file) {
      this.world = world;
      this.calls = calls;
      this.rules = rules;
      this.random = world.chances().workload().split();
      this.file = file;
    }

    /** Writes or reads one record, then the rest. */
    void step(Runnable then) {
      if (!fileExists) {
        calls
            .master()
            .perform(
                new FileOperation.CreateFile(file.path()),
                result -> {
                  fileExists = result.isOk() || result.reply().code() == ErrorCode.EXISTS;
                  then.run();
                });
        return;
      }
      long record = random.nextInt(3) == 0 ? file.drawAcknowledged(random) : -1;
      if (record < 0) {
        write(file.draw(random), then);
      } else {
        read(record, then);
      }
    }

    private void write(long record, Runnable then) {
      int chunk = DataFile.chunkOf(record);
      calls.change(
          new ChunkCalls.Target(file.path(), chunk),
          file.contentOf(record),
          data -> new Mutation.WriteData(DataFile.placeOf(record), data, true),
          outcome -> {
            if (outcome.isOk()) {
              world.counters().count(Sometimes.CHUNK_WRITTEN);
              file.opened(chunk);
              file.acknowledged(record);
            } else {
              file.abandoned(record);
            }
            then.run();
          });
    }

    private void read(long record, Runnable then) {
      calls
          .master()
          .perform(
              new FileOperation.Locate(file.path()),
              result -> {
                if (result.reply().value() instanceof OperationValue.Locations locations) {
                  read(record, locations.chunks().get(DataFile.chunkOf(record)));
                }
                then.run();
              });
    }

    /** Reads from every replica that the master lists. */
    private void read(long record, OperationValue.ChunkLocation location) {
      ChunkMessage.Read message =
          new ChunkMessage.Read(location.chunk(), location.version(), DataFile.placeOf(record));
      for (NodeId replica : location.replicas()) {
        calls.read(replica, message, answer -> check(record, message, replica, answer), () -> {});
      }
    }

    private void check(
        long number, ChunkMessage.Read read, NodeId replica, ChunkRunner.ReadAnswer answer) {
      if (answer.code() != ErrorCode.NONE) {
        return;
      }
      world.counters().count(Sometimes.CHUNK_READ);
      if (!answer.bytes().equals(file.contentOf(number))) {
        throw rules.broken(
            Rule.ACKED_DATA,
            "%s answers %s of %s with %s",
            replica,
            read,
            file.path(),
            Arrays.toString(answer.bytes().unsafeArray()));
      }
    }
  }
}
