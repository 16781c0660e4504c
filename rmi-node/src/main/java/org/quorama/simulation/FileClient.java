package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.MasterCalls.Result;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.file.FileModel;

/**
 * A client that alone changes its files and so knows every byte of them: it writes anywhere, cuts,
 * copies, renames, deletes and brings back. A file whose operation ended unknown is given up.
 */
final class FileClient {
  private static final int MAX_FILES = 4;
  private static final int MAX_CHUNKS = 3;
  private static final int MOST_BYTES = 300;

  /**
   * How much of the delay a deleted file must certainly last: clocks are wrong by a few percent.
   */
  private static final double CERTAIN = 0.8;

  private final World world;
  private final ChunkCalls calls;
  private final Rules rules;
  private final SplittableRandom random;
  private final FilePath home;

  /** Files that certainly exist. */
  private final ArrayList<FileModel> files = new ArrayList<>();

  /** Files that were certainly deleted, the youngest last. */
  private final ArrayDeque<Deleted> deleted = new ArrayDeque<>();

  /** Chunks that were reserved and not used yet, and those that are of no use any more. */
  private final ArrayDeque<OperationValue.ChunkLocation> reserved = new ArrayDeque<>();

  private final ArrayList<ChunkId> givenUp = new ArrayList<>();

  private long names;

  /** A deleted file, and until when it can certainly be had back. */
  private record Deleted(FileModel file, long untilNanos) {}

  FileClient(World world, ChunkCalls calls, Rules rules, int endpoint) {
    this.world = world;
    this.calls = calls;
    this.rules = rules;
    this.random = world.chances().workload().split();
    this.home = FilePath.ROOT.resolve("own" + endpoint);
  }

  /** Does one operation, then the rest. */
  void step(Runnable then) {
    int dice = random.nextInt(100);
    if (names == 0) {
      perform(new FileOperation.MakeDirectory(home), then, result -> names++);
    } else if (files.isEmpty() || (dice < 20 && files.size() < MAX_FILES)) {
      create(fresh(), then);
    } else if (dice < 10) {
      delete(any(), then);
    } else if (dice < 50) {
      write(any(), then);
    } else if (dice < 75) {
      read(any(), then);
    } else {
      change(any(), dice, then);
    }
  }

  private void change(FileModel file, int dice, Runnable then) {
    if (dice < 80) {
      truncate(file, then);
    } else if (dice < 86 && files.size() < 2 * MAX_FILES) {
      snapshot(file, then);
    } else if (dice < 90) {
      rename(file, then);
    } else if (dice < 94) {
      delete(file, then);
    } else if (!deleted.isEmpty()) {
      undelete(then);
    } else {
      stat(file, then);
    }
  }

  private FileModel any() {
    return files.get(random.nextInt(files.size()));
  }

  private FilePath fresh() {
    names++;
    return home.resolve("f" + names);
  }

  private void perform(FileOperation operation, Runnable then, Consumer<Result> done) {
    calls
        .master()
        .perform(
            operation,
            result -> {
              done.accept(result);
              then.run();
            });
  }

  private void create(FilePath path, Runnable then) {
    SyncMode sync = random.nextInt(3) == 0 ? SyncMode.CLOSE : SyncMode.ALWAYS;
    if (random.nextInt(3) > 0) {
      createSmall(path, sync, then);
      return;
    }
    perform(
        new FileOperation.CreateFile(path, sync),
        then,
        result -> {
          require(!result.failed(ErrorCode.EXISTS), path, result);
          if (result.isOk()) {
            files.add(new FileModel(path, sync, NodeMaker.CHUNK_BYTES, MAX_CHUNKS));
          }
        });
  }

  /** Makes a file of a few bytes: a first write to a reserved chunk, then the file with it. */
  private void createSmall(FilePath path, SyncMode sync, Runnable then) {
    byte[] bytes = new byte[1 + random.nextInt(MOST_BYTES)];
    random.nextBytes(bytes);
    FileModel file = new FileModel(path, sync, NodeMaker.CHUNK_BYTES, MAX_CHUNKS);
    Bytes data = Bytes.wrap(bytes);
    int length = data.length();
    store(
        new Small(
            file, data, chunk -> new FileOperation.CreateWritten(path, sync, chunk, length), then));
  }

  /** First bytes of a file, what has the file consist of their chunk, and what comes after it. */
  private record Small(
      FileModel file,
      Bytes data,
      Function<ChunkId, FileOperation.OfReserved> operation,
      Runnable then) {}

  private void store(Small small) {
    if (reserved.isEmpty()) {
      reserve(() -> writeReserved(small));
    } else {
      writeReserved(small);
    }
  }

  /** Gives an empty file its first bytes the short way, which takes none that has a chunk. */
  private void fill(FileModel file, Bytes data, Runnable then) {
    Long time = random.nextBoolean() ? world.schedule().now() : null;
    FilePath path = file.path();
    int length = data.length();
    store(
        new Small(
            file, data, chunk -> new FileOperation.FillFile(path, length, chunk, time), then));
  }

  private void reserve(Runnable then) {
    FileOperation.ReserveChunks wish =
        new FileOperation.ReserveChunks(1 + random.nextInt(3), List.copyOf(givenUp));
    givenUp.clear();
    perform(
        wish,
        then,
        result -> {
          if (result.reply().value() instanceof OperationValue.ReservedChunks chunks) {
            reserved.addAll(chunks.locations());
          }
        });
  }

  private void writeReserved(Small small) {
    OperationValue.ChunkLocation location = reserved.poll();
    if (location == null) {
      small.then().run();
      return;
    }
    ByteRange range = new ByteRange(0, small.data().length());
    small.file().writing(range);
    calls.writeFirst(
        new ChunkCalls.Target(small.file().path(), 0),
        location,
        id -> new Mutation.WriteData(range, id, true),
        small.data(),
        code -> {
          if (code == ErrorCode.NONE) {
            use(small, small.operation().apply(location.chunk()));
          } else {
            world.counters().count(Sometimes.FIRST_WRITE_FAILED);
            giveUp(location.chunk());
            small.then().run();
          }
        });
  }

  /** Gives up a chunk, or leaves that to the end of the session. */
  private void giveUp(ChunkId chunk) {
    if (random.nextBoolean()) {
      givenUp.add(chunk);
    }
  }

  /** Has a file have its first bytes; a session that ended took what it had reserved with it. */
  private void use(Small small, FileOperation.OfReserved operation) {
    FileModel file = small.file();
    boolean isFill = operation instanceof FileOperation.FillFile;
    perform(
        operation,
        small.then(),
        result -> {
          require(isFill || !result.failed(ErrorCode.EXISTS), file.path(), result);
          require(!isFill || !result.failed(ErrorCode.NOT_FOUND), file.path(), result);
          if (result.isOk()) {
            world.counters().count(isFill ? Sometimes.FILE_FILLED : Sometimes.SMALL_FILE_MADE);
            file.wrote(new ByteRange(0, small.data().length()), small.data());
          } else if (result.failed(ErrorCode.STALE_VERSION)) {
            reserved.clear();
          } else {
            giveUp(operation.chunk());
          }
          note(file, result, isFill);
        });
  }

  /** Adds a file that was made; one of which nobody knows whether it is empty is given up. */
  private void note(FileModel file, Result result, boolean isFill) {
    if (result.isOk() && !isFill) {
      files.add(file);
    } else if (isFill && !result.isOk() && !result.hasSurelyFailed()) {
      files.remove(file);
    }
  }

  private void write(FileModel file, Runnable then) {
    ByteRange range = file.draw(random, MOST_BYTES);
    byte[] bytes = new byte[range.length()];
    random.nextBytes(bytes);
    Bytes data = Bytes.wrap(bytes);
    if (file.lengthBytes() == 0 && random.nextBoolean()) {
      fill(file, data, then);
      return;
    }
    int chunk = (int) (range.offset() / NodeMaker.CHUNK_BYTES);
    ByteRange inChunk = new ByteRange(range.offset() % NodeMaker.CHUNK_BYTES, range.length());
    file.writing(range);
    ChunkCalls.Target target = new ChunkCalls.Target(file.path(), chunk);
    boolean closes = file.sync() == SyncMode.CLOSE;
    Written written = new Written(file, range, data, then);
    calls.change(
        target,
        data,
        id -> new Mutation.WriteData(inChunk, id, !closes),
        outcome -> {
          require(outcome.code() != ErrorCode.NOT_FOUND, file.path(), outcome);
          if (outcome.isOk() && closes) {
            close(target, outcome, written);
          } else {
            ended(outcome.isOk(), written);
          }
        });
  }

  /** A write, what it wrote, and what comes after it. */
  private record Written(FileModel file, ByteRange range, Bytes data, Runnable then) {}

  /**
   * Forces what was written, in the same order. Under another version it would force what the
   * replicas of then have, which may lack it: then the client would have to write it again.
   */
  private void close(ChunkCalls.Target target, ChunkCalls.Outcome written, Written write) {
    calls.change(
        target,
        Bytes.EMPTY,
        id -> new Mutation.Sync(),
        outcome -> {
          boolean isSame = Objects.equals(outcome.version(), written.version());
          boolean isForced = outcome.isOk() && isSame && !outcome.repeated();
          if (isForced) {
            world.counters().count(Sometimes.CHUNK_CLOSED);
          }
          ended(isForced, write);
        });
  }

  private void ended(boolean isWritten, Written write) {
    if (!isWritten) {
      write.then().run();
      return;
    }
    world.counters().count(Sometimes.CHUNK_WRITTEN);
    boolean longer = write.range().end() > write.file().lengthBytes();
    write.file().wrote(write.range(), write.data());
    if (longer) {
      extend(write.file(), write.then());
    } else {
      write.then().run();
    }
  }

  private void extend(FileModel file, Runnable then) {
    perform(
        new FileOperation.ExtendFile(file.path(), file.lengthBytes()),
        then,
        result -> giveUpUnlessOk(file, result));
  }

  /** Returns whether it succeeded; a file of which nothing is certain any more is given up. */
  private boolean giveUpUnlessOk(FileModel file, Result result) {
    if (!result.isOk()) {
      files.remove(file);
    }
    require(!result.failed(ErrorCode.NOT_FOUND), file.path(), result);
    return result.isOk();
  }

  private void truncate(FileModel file, Runnable then) {
    int length = random.nextInt(file.lengthBytes() + 1);
    perform(
        new FileOperation.Truncate(file.path(), length),
        then,
        result -> {
          calls.forget(file.path());
          if (giveUpUnlessOk(file, result)) {
            world.counters().count(Sometimes.FILE_CUT);
            file.truncated(length);
          }
        });
  }

  /** Copies a file; where its chunks were stays known, though nothing may be written there now. */
  private void snapshot(FileModel file, Runnable then) {
    FilePath to = fresh();
    perform(
        new FileOperation.Snapshot(file.path(), to),
        then,
        result -> {
          require(!result.failed(ErrorCode.NOT_FOUND), file.path(), result);
          require(!result.failed(ErrorCode.EXISTS), to, result);
          if (result.isOk()) {
            world.counters().count(Sometimes.FILE_SNAPSHOT);
            files.add(file.copy(to));
          }
        });
  }

  private void rename(FileModel file, Runnable then) {
    FilePath to = fresh();
    perform(
        new FileOperation.Rename(file.path(), to),
        then,
        result -> {
          calls.forget(file.path());
          if (giveUpUnlessOk(file, result)) {
            file.renamed(to);
          }
        });
  }

  private void delete(FileModel file, Runnable then) {
    long began = world.schedule().now();
    perform(
        new FileOperation.Delete(file.path()),
        then,
        result -> {
          calls.forget(file.path());
          if (giveUpUnlessOk(file, result)) {
            files.remove(file);
            long certain = (long) (NodeMaker.DELETION_DELAY.toNanos() * CERTAIN);
            deleted.add(new Deleted(file, began + certain));
          }
        });
  }

  /** Brings back the youngest, or makes a new file under its name: then it is gone. */
  private void undelete(Runnable then) {
    Deleted back = deleted.removeLast();
    if (random.nextInt(4) == 0) {
      create(back.file().path(), then);
      return;
    }
    perform(
        new FileOperation.Undelete(back.file().path()),
        then,
        result -> {
          boolean early = world.schedule().now() < back.untilNanos();
          require(!(early && result.surelyFailed(ErrorCode.NOT_FOUND)), back.file().path(), result);
          if (result.isOk()) {
            world.counters().count(Sometimes.FILE_UNDELETED);
            files.add(back.file());
          }
        });
  }

  private void stat(FileModel file, Runnable then) {
    int length = file.lengthBytes();
    perform(
        new FileOperation.Stat(file.path()),
        then,
        result -> {
          require(!result.failed(ErrorCode.NOT_FOUND), file.path(), result);
          if (result.reply().value() instanceof OperationValue.Attributes found) {
            require(found.lengthBytes() == length, file.path(), result);
          }
        });
  }

  private void read(FileModel file, Runnable then) {
    calls
        .master()
        .perform(
            new FileOperation.Locate(file.path()),
            result -> {
              require(!result.failed(ErrorCode.NOT_FOUND), file.path(), result);
              if (result.reply().value() instanceof OperationValue.Locations locations) {
                require(locations.lengthBytes() == file.lengthBytes(), file.path(), result);
                read(file, locations, then);
              } else {
                then.run();
              }
            });
  }

  /** Reads one chunk, as far as the file goes, from one of its replicas. */
  private void read(FileModel file, OperationValue.Locations locations, Runnable then) {
    int used = (file.lengthBytes() + NodeMaker.CHUNK_BYTES - 1) / NodeMaker.CHUNK_BYTES;
    if (used == 0) {
      then.run();
      return;
    }
    require(locations.chunks().size() >= used, file.path(), locations);
    int chunk = random.nextInt(used);
    OperationValue.ChunkLocation location = locations.chunks().get(chunk);
    if (location.replicas().isEmpty()) {
      then.run();
      return;
    }
    NodeId replica = location.replicas().get(random.nextInt(location.replicas().size()));
    int start = chunk * NodeMaker.CHUNK_BYTES;
    int length = Math.min(NodeMaker.CHUNK_BYTES, file.lengthBytes() - start);
    ChunkMessage.Read message =
        new ChunkMessage.Read(location.chunk(), location.version(), new ByteRange(0, length));
    calls.read(
        replica,
        message,
        answer -> {
          check(file, new ByteRange(start, length), message, answer);
          then.run();
        },
        then);
  }

  private void check(
      FileModel file, ByteRange range, ChunkMessage.Read read, ChunkRunner.ReadAnswer answer) {
    if (answer.code() != ErrorCode.NONE) {
      return;
    }
    world.counters().count(Sometimes.CHUNK_READ);
    int wrong = file.firstDifference(range, answer.bytes());
    if (wrong >= 0) {
      throw rules.broken(
          Rule.READ_YOUR_BYTES,
          "byte %d of %s is wrong, read with %s as %s",
          wrong,
          file.path(),
          read,
          answer.bytes());
    }
  }

  private void require(boolean holds, FilePath path, Object answer) {
    if (!holds) {
      throw rules.broken(
          Rule.HONEST_OUTCOME,
          "%s is told of %s, which nobody else can have changed",
          answer,
          path);
    }
  }
}
