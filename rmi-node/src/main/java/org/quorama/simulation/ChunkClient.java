package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;

/**
 * A client that writes records into a file and reads them back: what was acknowledged must be
 * there, from every replica that the master lists, for ever.
 */
final class ChunkClient {
  private static final long CALL_TIMEOUT = 1_500_000_000;
  private static final int MAX_ATTEMPTS = 4;

  private final World world;
  private final MasterCalls calls;
  private final Rules rules;
  private final SplittableRandom random;
  private final int endpoint;
  private final DataFile file;
  private boolean fileExists;
  private long pushes;

  ChunkClient(World world, MasterCalls calls, Rules rules, int endpoint, DataFile file) {
    this.world = world;
    this.calls = calls;
    this.rules = rules;
    this.random = world.chances().workload().split();
    this.endpoint = endpoint;
    this.file = file;
  }

  /** Writes or reads one record, then the rest. */
  void step(Runnable then) {
    if (!fileExists) {
      calls.perform(
          new FileOperation.CreateFile(file.path()),
          result -> {
            fileExists = result.isOk() || result.reply().code() == ErrorCode.EXISTS;
            then.run();
          });
      return;
    }
    long record = random.nextInt(3) == 0 ? file.drawAcknowledged(random) : -1;
    if (record < 0) {
      write(new Write(file.draw(random), List.of(), 1, then));
    } else {
      read(record, then);
    }
  }

  /** A record on its way: which, whom to leave out, which attempt, and what comes then. */
  private record Write(long number, List<NodeId> failed, int attempt, Runnable then) {
    Write again(List<NodeId> alsoFailed) {
      return new Write(number, alsoFailed, attempt + 1, then);
    }
  }

  private void abandon(Write write) {
    file.abandoned(write.number());
    write.then().run();
  }

  private void write(Write write) {
    if (write.attempt() > MAX_ATTEMPTS) {
      abandon(write);
      return;
    }
    int chunkIndex = DataFile.chunkOf(write.number());
    calls.perform(
        new FileOperation.OpenChunk(file.path(), chunkIndex, write.failed()),
        result -> {
          if (result.reply().value() instanceof OperationValue.WritableChunk chunk) {
            file.opened(chunkIndex);
            push(write, chunk.location());
          } else {
            abandon(write);
          }
        });
  }

  private void push(Write write, OperationValue.ChunkLocation location) {
    pushes++;
    DataId data = new DataId(endpoint, pushes);
    Bytes content = file.contentOf(write.number());
    ArrayList<NodeId> missing = new ArrayList<>();
    int[] open = {location.replicas().size()};
    Consumer<Boolean> counted =
        ok -> {
          open[0]--;
          if (open[0] == 0 && missing.isEmpty()) {
            order(write, location, data);
          } else if (open[0] == 0) {
            write(write.again(missing));
          }
        };
    for (NodeId replica : location.replicas()) {
      ChunkRunner to = peer(replica);
      world
          .network()
          .<Boolean>call(
              link(replica),
              caller -> to.push(data, content, caller),
              counted,
              () -> {
                missing.add(replica);
                counted.accept(false);
              });
    }
  }

  private void order(Write write, OperationValue.ChunkLocation location, DataId data) {
    ChunkMessage.Write message =
        new ChunkMessage.Write(
            location.chunk(), location.version(), DataFile.placeOf(write.number()), data);
    ChunkRunner primary = peer(location.primary());
    world
        .network()
        .<ChunkMessage.MutationReply>call(
            link(location.primary()),
            caller -> primary.write(message, caller),
            reply -> ordered(write, reply),
            () -> write(write.again(List.of(location.primary()))));
  }

  private void ordered(Write write, ChunkMessage.MutationReply reply) {
    if (reply.code() == ErrorCode.NONE) {
      world.counters().count(Sometimes.CHUNK_WRITTEN);
      file.acknowledged(write.number());
      write.then().run();
    } else {
      write(write.again(reply.failed()));
    }
  }

  private void read(long record, Runnable then) {
    calls.perform(
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
      ChunkRunner to = peer(replica);
      world
          .network()
          .<ChunkRunner.ReadAnswer>call(
              link(replica),
              caller -> to.read(message, caller),
              answer -> check(record, message, replica, answer),
              () -> {});
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

  private ChunkRunner peer(NodeId id) {
    return world.peers().get(world.indexOf(id)).runner().chunks();
  }

  private SimulatedNetwork.Link link(NodeId to) {
    return new SimulatedNetwork.Link(endpoint, world.indexOf(to), CALL_TIMEOUT);
  }
}
