package org.quorama.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.file.DataFile;

/**
 * A client that writes records into a file and reads them back: what was acknowledged must be
 * there, from every replica that the master lists, for ever.
 */
final class ChunkClient {
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
