package org.quorama.simulation;

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
import org.quorama.simulation.file.AppendLog;

/**
 * A client that appends records to a file to which others append too, and reads them back: each is
 * intact at the place that was told, on every replica [GFS §3.3].
 */
final class AppendClient {
  /** One in so many reads agrees on the length first. */
  private static final int RECOVERIES = 6;

  private final World world;
  private final ChunkCalls calls;
  private final Rules rules;
  private final SplittableRandom random;
  private final AppendLog log;
  private boolean fileExists;

  AppendClient(World world, ChunkCalls calls, Rules rules, AppendLog log) {
    this.world = world;
    this.calls = calls;
    this.rules = rules;
    this.random = world.chances().workload().split();
    this.log = log;
  }

  /** Appends or reads one record, then the rest. */
  void step(Runnable then) {
    if (!fileExists) {
      calls
          .master()
          .perform(
              new FileOperation.CreateFile(log.path()),
              result -> {
                fileExists = result.isOk() || result.reply().code() == ErrorCode.EXISTS;
                then.run();
              });
      return;
    }
    long place = random.nextInt(3) == 0 ? log.drawPlace(random) : -1;
    if (place >= 0 && random.nextInt(RECOVERIES) == 0) {
      recover(then);
    } else if (place < 0) {
      append(log.draw(random), log.lastPlace(), log.lastChunk(), then);
    } else {
      read(place, then);
    }
  }

  /** Takes itself for a reader whose writer is gone: all that was acknowledged counts. */
  private void recover(Runnable then) {
    long least = log.end();
    calls
        .master()
        .perform(
            new FileOperation.RecoverLength(log.path()),
            result -> {
              if (result.reply().value() instanceof OperationValue.Attributes found) {
                world.counters().count(Sometimes.LENGTH_RECOVERED);
                requireAtLeast(least, found.lengthBytes());
              }
              then.run();
            });
  }

  private void requireAtLeast(long least, long length) {
    if (length < least) {
      throw rules.broken(
          Rule.RECORD_AT_ITS_PLACE,
          "%s is recovered to %d bytes, a record that was acknowledged before ends at %d",
          log.path(),
          length,
          least);
    }
  }

  private void append(AppendLog.Appended record, long floor, int chunk, Runnable then) {
    int length = record.bytes().length();
    calls.change(
        new ChunkCalls.Target(log.path(), chunk),
        record.bytes(),
        data -> new Mutation.AppendData(length, data, true),
        outcome -> {
          if (outcome.isOk()) {
            log.opened(chunk);
            acknowledged(record, floor, (long) chunk * NodeMaker.CHUNK_BYTES + outcome.offset());
            countRepeated(outcome.repeated());
          } else if (outcome.code() == ErrorCode.CHUNK_FULL) {
            log.opened(chunk);
            log.opened(chunk + 1);
            append(record, floor, chunk + 1, then);
            return;
          }
          then.run();
        });
  }

  private void countRepeated(boolean repeated) {
    world.counters().count(Sometimes.RECORD_APPENDED);
    if (repeated) {
      world.counters().count(Sometimes.RECORD_DUPLICATED);
    }
  }

  private void acknowledged(AppendLog.Appended record, long floor, long place) {
    String wrong = log.acknowledged(place, record, floor);
    if (!wrong.isEmpty()) {
      throw rules.broken(
          Rule.RECORD_AT_ITS_PLACE,
          "record %d of %s was appended at %d: %s",
          record.id(),
          record.bytes(),
          place,
          wrong);
    }
  }

  private void read(long place, Runnable then) {
    calls
        .master()
        .perform(
            new FileOperation.Locate(log.path()),
            result -> {
              if (result.reply().value() instanceof OperationValue.Locations locations) {
                read(place, locations.chunks().get(log.chunkOf(place)));
              }
              then.run();
            });
  }

  private void read(long place, OperationValue.ChunkLocation location) {
    ChunkMessage.Read message =
        new ChunkMessage.Read(location.chunk(), location.version(), log.rangeOf(place));
    for (NodeId replica : location.replicas()) {
      calls.read(replica, message, answer -> check(place, replica, answer), () -> {});
    }
  }

  private void check(long place, NodeId replica, ChunkRunner.ReadAnswer answer) {
    if (answer.code() != ErrorCode.NONE) {
      return;
    }
    AppendLog.Appended record = log.at(place);
    boolean intact = AppendLog.parse(answer.bytes(), 0) == record.id();
    if (!intact || !answer.bytes().equals(record.bytes())) {
      throw rules.broken(
          Rule.RECORD_AT_ITS_PLACE,
          "%s has not record %d at %d of %s, where it was acknowledged",
          replica,
          record.id(),
          place,
          log.path());
    }
  }
}
