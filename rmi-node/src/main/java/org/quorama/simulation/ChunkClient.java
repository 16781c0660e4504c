package org.quorama.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.FileOperation;
import org.quorama.metadata.FilePath;
import org.quorama.metadata.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/**
 * A client that writes records into a file of its own, each at a place of its own, and reads them
 * back: what was acknowledged must be there, from every replica, for ever.
 */
final class ChunkClient {
  private static final long CALL_TIMEOUT = 1_500_000_000;
  private static final int RECORD = 16;
  private static final int RECORDS_A_CHUNK = 8;
  private static final int MAX_ATTEMPTS = 4;

  private final World world;
  private final MasterCalls calls;
  private final Rules rules;
  private final SplittableRandom random;
  private final int endpoint;
  private final FilePath file;

  /** Records that were acknowledged, by their number. */
  private final TreeSet<Long> acknowledged = new TreeSet<>();

  private boolean fileExists;
  private long records;
  private long pushes;

  ChunkClient(World world, MasterCalls calls, Rules rules, int endpoint) {
    this.world = world;
    this.calls = calls;
    this.rules = rules;
    this.random = world.chances().workload().split();
    this.endpoint = endpoint;
    this.file = FilePath.ROOT.resolve("data" + endpoint);
  }

  /** Writes or reads one record, then the rest. */
  void step(Runnable then) {
    if (!fileExists) {
      calls.perform(
          new FileOperation.CreateFile(file),
          result -> {
            fileExists = result.isOk() || result.reply().code() == ErrorCode.EXISTS;
            then.run();
          });
    } else if (acknowledged.isEmpty() || random.nextBoolean()) {
      long number = records;
      records++;
      write(new Write(number, List.of(), 1, then));
    } else {
      read(acknowledged.first() + random.nextInt(acknowledged.size()), then);
    }
  }

  /** A record on its way: which, whom to leave out, which attempt, and what comes then. */
  private record Write(long number, List<NodeId> failed, int attempt, Runnable then) {
    Write again(List<NodeId> alsoFailed) {
      return new Write(number, alsoFailed, attempt + 1, then);
    }
  }

  private Bytes content(long number) {
    return Bytes.wrap(ByteBuffer.allocate(RECORD).putLong(endpoint).putLong(number + 1).array());
  }

  private static ByteRange place(long number) {
    return new ByteRange(number % RECORDS_A_CHUNK * RECORD, RECORD);
  }

  private void write(Write write) {
    if (write.attempt() > MAX_ATTEMPTS) {
      write.then().run();
      return;
    }
    int chunkIndex = (int) (write.number() / RECORDS_A_CHUNK);
    calls.perform(
        new FileOperation.OpenChunk(file, chunkIndex, write.failed()),
        result -> {
          if (result.reply().value() instanceof OperationValue.WritableChunk chunk) {
            push(write, chunk.location());
          } else {
            write.then().run();
          }
        });
  }

  private void push(Write write, OperationValue.ChunkLocation location) {
    pushes++;
    DataId data = new DataId(endpoint, pushes);
    Bytes content = content(write.number());
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
        new ChunkMessage.Write(location.chunk(), location.version(), place(write.number()), data);
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
      acknowledged.add(write.number());
      write.then().run();
    } else {
      write(write.again(reply.failed()));
    }
  }

  private void read(long wanted, Runnable then) {
    Long number = acknowledged.ceiling(wanted);
    long found = number == null ? acknowledged.first() : number;
    calls.perform(
        new FileOperation.Locate(file),
        result -> {
          int chunkIndex = (int) (found / RECORDS_A_CHUNK);
          if (result.reply().value() instanceof OperationValue.Locations locations) {
            read(found, locations.chunks().get(chunkIndex), then);
          } else {
            then.run();
          }
        });
  }

  private void read(long number, OperationValue.ChunkLocation location, Runnable then) {
    if (location.replicas().isEmpty()) {
      then.run();
      return;
    }
    NodeId replica = location.replicas().get(random.nextInt(location.replicas().size()));
    ChunkMessage.Read message =
        new ChunkMessage.Read(location.chunk(), location.version(), place(number));
    ChunkRunner to = peer(replica);
    world
        .network()
        .<ChunkRunner.ReadAnswer>call(
            link(replica),
            caller -> to.read(message, caller),
            answer -> {
              check(number, message, replica, answer);
              then.run();
            },
            then);
  }

  private void check(
      long number, ChunkMessage.Read read, NodeId replica, ChunkRunner.ReadAnswer answer) {
    if (answer.code() != ErrorCode.NONE) {
      return;
    }
    world.counters().count(Sometimes.CHUNK_READ);
    if (!answer.bytes().equals(content(number))) {
      throw rules.broken(
          Rule.ACKED_DATA,
          "%s answers %s of %s with %s",
          replica,
          read,
          file,
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
